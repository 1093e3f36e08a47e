import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import type { Engine } from '../../src/engine/engine.ts';
import type { InboundEvent, Origin } from '../../src/engine/event.ts';
import { knownById } from '../../src/engine/handle.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { AnswerMode, Reply } from '../../src/engine/reply.ts';
import { Exchange } from './exchange.ts';
import { describeApiError, loggable } from './failures.ts';
import type { Answerable } from './inbound.ts';
import type { Membership } from './membership.ts';
import { DiscordAPIError } from './rest-library.ts';
import type { DiscordStore } from './store.ts';

export type Inbound = Pick<Engine, 'answerMode' | 'handle' | 'complete'>;
type Event = InboundEvent & { readonly origin: Origin };

/** Interactions remembered to recognize one that is delivered again after a reconnection. */
const REMEMBERED = 10_000;

/** Answers one interaction with what the engine replies. Never rejects: what fails is logged by its code. */
export class Answering {
  readonly #inbound: Inbound;
  readonly #store: Pick<DiscordStore, 'modals' | 'owed'>;
  readonly #membership: Membership;
  readonly #log: Log;
  readonly #seen = new Set<string>();

  constructor(inbound: Inbound, store: Pick<DiscordStore, 'modals' | 'owed'>, membership: Membership, log: Log) {
    this.#inbound = inbound;
    this.#store = store;
    this.#membership = membership;
    this.#log = log;
  }

  async answer(interaction: Answerable, event: Event, guild: string): Promise<void> {
    const mode = this.#inbound.answerMode(event);
    // The effect takes place also when Discord no longer listens: what a member sent is not lost.
    // Discord is told that an answer comes when it takes longer.
    const handled = this.#handle(event, guild);
    if (this.#isRepeated(interaction.id)) {
      await handled.catch((error: unknown) => this.#log.error('discord.handle', error, { kind: event.kind, mode }));
      return;
    }
    const exchange = new Exchange(interaction, event, guild, this.#store, this.#log);
    const [opened, reply] = await Promise.allSettled([exchange.open(mode, handled), handled]);
    if (reply.status === 'rejected') this.#log.error('discord.handle', reply.reason, { kind: event.kind, mode });
    if (opened.status === 'rejected') {
      this.#failed(opened.reason, event, mode);
      return;
    }
    try {
      await exchange.give(reply.status === 'fulfilled' ? reply.value : { kind: 'nothing' });
    } catch (error) {
      this.#failed(error, event, mode);
    }
  }

  async #handle(event: Event, guild: string): Promise<Reply> {
    const vouched = await this.#vouchedFor(event, guild);
    return this.#inbound.complete(vouched, await this.#inbound.handle(vouched));
  }

  /** In a direct message Discord does not say whether they are in the server. Their own check-ins are answered without asking, they reach nobody. */
  async #vouchedFor(event: Event, guild: string): Promise<Event> {
    const { place, person } = event.origin;
    const isOwnCheckIn = 'token' in event && knownById(event.token);
    if (!place.direct || isOwnCheckIn || (await this.#membership.isThere(guild, person.externalId))) return event;
    return { ...event, origin: { ...event.origin, person: { ...person, ordinary: false, outside: true } } };
  }

  /** Discord replays what it cannot know we got; its answer was given, or is being given. */
  #isRepeated(interaction: string): boolean {
    if (this.#seen.has(interaction)) return true;
    const [oldest] = this.#seen;
    if (this.#seen.size >= REMEMBERED && oldest !== undefined) this.#seen.delete(oldest);
    this.#seen.add(interaction);
    return false;
  }

  #failed(error: unknown, event: InboundEvent, mode: AnswerMode): void {
    const isTooLate = error instanceof DiscordAPIError && TOO_LATE.has(error.code);
    if (isTooLate) this.#log.warn('discord.answer-too-late', { code: describeApiError(error), kind: event.kind, mode });
    else this.#log.error('discord.answer', loggable(error), { kind: event.kind, mode });
  }
}

/** Expired, answered by an earlier delivery of the same interaction, or its message is gone: nothing is left to be done. */
const TOO_LATE: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
]);
