import { setTimeout as after } from 'node:timers/promises';
import { DiscordAPIError, type InteractionReplyOptions, MessageFlags, RESTJSONErrorCodes } from 'discord.js';
import type { Engine } from '../../src/engine/engine.ts';
import type { InboundEvent, Origin } from '../../src/engine/event.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { AnswerMode, Reply } from '../../src/engine/reply.ts';
import { describeApiError, loggable } from './failures.ts';
import type { Answerable } from './inbound.ts';
import { type RenderedMessage, type Rendering, renderMessage } from './render/message.ts';
import { renderModal } from './render/modal.ts';
import type { Reopening } from './reopening.ts';

export type Inbound = Pick<Engine, 'answerMode' | 'handle'>;

/** What Discord has been told so far: nothing, that a private answer comes, or that the card pressed will change. */
type Told = 'nothing' | 'private' | 'update';

/**
 * Discord gives three seconds for a first word (interactions/receiving-and-responding#interaction-callback). What is ready soon is said at once, in
 * one request and without *thinking…* in between; otherwise Discord is told that it comes. A public post waits longer: announced
 * privately, it has to be posted anew.
 */
const PATIENCE_MS = { private: 700, update: 700, public: 2000 } as const;
/** Interactions remembered to recognize one that is delivered again after a reconnection. */
const REMEMBERED = 10_000;

/** Answers one interaction with what the engine replies. Never rejects: what fails is logged by its code. */
export class Answering {
  readonly #inbound: Inbound;
  readonly #reopening: Reopening;
  readonly #log: Log;
  readonly #seen = new Set<string>();

  constructor(inbound: Inbound, reopening: Reopening, log: Log) {
    this.#inbound = inbound;
    this.#reopening = reopening;
    this.#log = log;
  }

  async answer(
    interaction: Answerable,
    event: InboundEvent & { readonly origin: Origin },
    guild: string,
  ): Promise<void> {
    const mode = this.#inbound.answerMode(event);
    // The effect takes place also when Discord no longer listens: what a member sent is not lost.
    const handled = this.#inbound.handle(event);
    if (this.#isRepeated(interaction.id)) {
      await handled.catch((error: unknown) => this.#log.error('discord.handle', error, { kind: event.kind, mode }));
      return;
    }
    const exchange = new Exchange(interaction, event, guild, this.#reopening);
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

/** One interaction and how far its answer has come. */
class Exchange {
  readonly #interaction: Answerable;
  readonly #event: InboundEvent;
  readonly #reopening: Reopening;
  readonly #guild: string | null;
  #told: Told = 'nothing';

  constructor(
    interaction: Answerable,
    event: InboundEvent & { readonly origin: Origin },
    guild: string,
    reopening: Reopening,
  ) {
    this.#interaction = interaction;
    this.#event = event;
    this.#reopening = reopening;
    this.#guild = event.origin.place.direct ? guild : null;
  }

  /** Says that an answer comes when it is not there soon. A modal must itself be the first word. */
  async open(mode: AnswerMode, handled: Promise<unknown>): Promise<void> {
    if (mode === 'modal' || !(await isSlow(handled, PATIENCE_MS[mode]))) return;
    await (mode === 'update' && isOnMessage(this.#interaction) ? this.#deferUpdate() : this.#deferPrivately());
  }

  async give(reply: Reply): Promise<void> {
    switch (reply.kind) {
      case 'modal':
        await this.#showModal(reply);
        break;
      case 'private':
        await this.#replyPrivately(renderMessage(reply.card, this.#rendering()));
        break;
      case 'public':
        await this.#post(renderMessage(reply.card, this.#rendering()));
        break;
      case 'update':
        await this.#change(renderMessage(reply.card, this.#rendering()));
        break;
      case 'invalid':
        await this.#replyPrivately(this.#renderInvalid(reply));
        break;
      case 'nothing':
        await this.#leave();
        break;
      default:
        reply satisfies never;
    }
  }

  #rendering(reopen?: Rendering['reopen']): Rendering {
    return { guild: this.#guild, delivery: null, ...(reopen ? { reopen } : {}) };
  }

  #renderInvalid({ modal, card }: Extract<Reply, { kind: 'invalid' }>): RenderedMessage {
    const entered = this.#event.kind === 'submit' ? this.#event.fields : {};
    const kept = renderModal(modal, this.#guild, entered);
    const key = this.#reopening.keep(this.#interaction.user.id, kept, Date.now());
    return renderMessage(card, this.#rendering({ label: modal.title, key }));
  }

  async #showModal({ modal }: Extract<Reply, { kind: 'modal' }>): Promise<void> {
    if (this.#told !== 'nothing' || this.#interaction.isModalSubmit()) {
      await this.#leave();
      throw new Error('a modal came where Discord no longer takes one');
    }
    await this.#interaction.showModal(renderModal(modal, this.#guild));
  }

  /** In a direct message everything is private already, and stays. */
  get #privacy(): Pick<InteractionReplyOptions, 'flags'> {
    return this.#guild === null ? { flags: MessageFlags.Ephemeral } : {};
  }

  async #deferPrivately(): Promise<void> {
    await this.#interaction.deferReply(this.#privacy as { flags?: MessageFlags.Ephemeral });
    this.#told = 'private';
  }

  async #deferUpdate(): Promise<void> {
    if (!isOnMessage(this.#interaction)) return;
    await this.#interaction.deferUpdate();
    this.#told = 'update';
  }

  async #replyPrivately(message: RenderedMessage): Promise<void> {
    if (this.#told === 'private') await this.#interaction.editReply(edit(message));
    else if (this.#told === 'update') await this.#interaction.followUp({ ...post(message), ...this.#privacy });
    else await this.#interaction.reply({ ...post(message), ...this.#privacy });
  }

  async #post(message: RenderedMessage): Promise<void> {
    if (this.#told === 'nothing') {
      await this.#interaction.reply(post(message));
      return;
    }
    // The first follow-up to a private deferral would take its place and its privacy.
    if (this.#told === 'private') await this.#interaction.deleteReply();
    await this.#interaction.followUp(post(message));
  }

  async #change(message: RenderedMessage): Promise<void> {
    if (this.#told !== 'nothing') await this.#interaction.editReply(edit(message));
    else if (isOnMessage(this.#interaction)) await this.#interaction.update(edit(message));
    else await this.#replyPrivately(message);
  }

  /** Ends the exchange without showing anything. */
  async #leave(): Promise<void> {
    if (this.#told === 'update') return;
    if (this.#told === 'nothing' && isOnMessage(this.#interaction)) {
      await this.#deferUpdate();
      return;
    }
    if (this.#told === 'nothing') await this.#deferPrivately();
    await this.#interaction.deleteReply();
  }
}

async function isSlow(handled: Promise<unknown>, patienceMs: number): Promise<boolean> {
  const done = new AbortController();
  const slow = after(patienceMs, true, { signal: done.signal }).catch(() => false);
  const soon = handled.then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([slow, soon]);
  } finally {
    done.abort();
  }
}

/** The interaction came from a message's component, or from a modal opened there. */
function isOnMessage(interaction: Answerable) {
  return interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
}

const files = (message: RenderedMessage) =>
  message.files.map(({ name, data, description }) => ({ name, attachment: data, description }));

const post = (message: RenderedMessage) => ({ ...message, files: files(message) });

/** All parts are named, so that none of the old card stays. */
const edit = (message: RenderedMessage) => ({ ...message, files: files(message), attachments: [] });
