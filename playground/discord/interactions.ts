import { randomUUID } from 'node:crypto';
import { InteractionContextType, type InteractionType } from 'discord-api-types/v10';
import type { Person } from '../driver.ts';
import { refusal } from './api-error.ts';
import { actingShape, channelShape, discordLocale } from './api-shapes.ts';
import type { Component } from './components.ts';
import type { Gateway } from './gateway.ts';
import { INTERACTION_TOKEN_MS, limits } from './limits.ts';
import { channelPermissions } from './permissions.ts';
import type { Channel, StoredMessage, World } from './world.ts';

/** How the app answered first. */
export type Answer =
  | { readonly kind: 'message' | 'deferred' | 'update' | 'deferred-update' | 'modal' }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] };

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** What a person did. */
export interface Act {
  readonly type: Exclude<InteractionType, InteractionType.Ping>;
  readonly person: Person;
  readonly channel: Channel;
  readonly data: object;
  /** The message whose component was used, also for a modal that it opened. */
  readonly message?: StoredMessage;
  /** The interaction that opened the modal. */
  readonly opener?: Interaction;
}

export interface Interaction extends Act {
  readonly id: string;
  readonly token: string;
  readonly madeAt: number;
  readonly payload: object;
  readonly answered: PromiseWithResolvers<Answer>;
  state: 'waiting' | 'acknowledged' | 'expired';
  /** What `@original` means, once the app has answered. */
  original?: StoredMessage;
}

export interface OpenModal {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly Component[];
  readonly opener: Interaction;
}

/** What a person sees when the app stays silent. */
const NO_ANSWER = 'The application did not respond';

/** Every interaction since the start, and the modals open on people's screens. */
export class Interactions {
  readonly modals = new Map<string, OpenModal>();
  readonly #world: World;
  readonly #gateway: Gateway;
  readonly #deadlineMs: number;
  readonly #byId = new Map<string, Interaction>();
  readonly #byToken = new Map<string, Interaction>();
  readonly #deadlines = new Map<string, NodeJS.Timeout>();
  #newest: Interaction | undefined;
  /** Milliseconds added to every token's age. */
  #aged = 0;

  constructor(world: World, gateway: Gateway, deadlineMs: number) {
    this.#world = world;
    this.#gateway = gateway;
    this.#deadlineMs = deadlineMs;
  }

  /** Tells the app; resolves with its first answer, rejects with what the person sees when none comes in time. */
  start(act: Act): Promise<Answer> {
    const id = this.#world.nextId();
    // Discord's tokens are opaque and long; this one only has to be unguessable and fit a path.
    const token = Buffer.from(`interaction:${id}:${randomUUID()}`).toString('base64url');
    const payload = payloadOf(this.#world, act, id, token);
    const answered = Promise.withResolvers<Answer>();
    const interaction: Interaction = { ...act, id, token, payload, answered, madeAt: Date.now(), state: 'waiting' };
    this.#byId.set(id, interaction);
    this.#byToken.set(token, interaction);
    this.#newest = interaction;
    this.#deadlines.set(
      id,
      setTimeout(() => this.#expire(interaction), this.#deadlineMs),
    );
    this.#gateway.dispatch('INTERACTION_CREATE', payload, { direct: act.channel.recipient !== undefined });
    return answered.promise;
  }

  /** The newest interaction again: same id and token, a new sequence number. */
  redeliver(): void {
    const interaction = this.#newest;
    if (!interaction) throw new Error('There is no interaction to deliver again yet.');
    this.#gateway.dispatch('INTERACTION_CREATE', interaction.payload, {
      direct: interaction.channel.recipient !== undefined,
    });
  }

  /** For the first answer; refuses unknown, late and second ones as Discord does. */
  awaiting(id: string, token: string): Interaction {
    const interaction = this.#byId.get(id);
    if (!interaction || interaction.token !== token || interaction.state === 'expired') {
      throw refusal('unknownInteraction');
    }
    if (interaction.state === 'acknowledged') throw refusal('alreadyAcknowledged');
    return interaction;
  }

  acknowledge(interaction: Interaction, answer: Answer): void {
    interaction.state = 'acknowledged';
    clearTimeout(this.#deadlines.get(interaction.id));
    this.#deadlines.delete(interaction.id);
    interaction.answered.resolve(answer);
    this.#world.changed();
  }

  /** For follow-ups; the token works for 15 minutes after an answer. */
  byToken(token: string): Interaction {
    const interaction = this.#byToken.get(token);
    if (interaction?.state !== 'acknowledged') throw refusal('unknownWebhook');
    if (Date.now() + this.#aged - interaction.madeAt > INTERACTION_TOKEN_MS) throw refusal('invalidWebhookToken');
    return interaction;
  }

  /** Lets every token so far reach its end of life. */
  expireTokens(): void {
    this.#aged += INTERACTION_TOKEN_MS + 1;
  }

  stop(): void {
    for (const timer of this.#deadlines.values()) clearTimeout(timer);
    this.#deadlines.clear();
  }

  #expire(interaction: Interaction): void {
    interaction.state = 'expired';
    this.#deadlines.delete(interaction.id);
    interaction.answered.reject(new Error(NO_ANSWER));
    this.#world.changed();
  }
}

function payloadOf(world: World, act: Act, id: string, token: string): object {
  const { person, channel, type, data, message } = act;
  const isDirect = channel.recipient !== undefined;
  return {
    id,
    token,
    type,
    version: 1,
    application_id: world.botId,
    channel_id: channel.id,
    channel: channelShape(world, channel),
    ...(isDirect ? {} : { guild_id: world.guildId, guild_locale: 'en-US' }),
    ...(isDirect ? {} : { guild: { id: world.guildId, locale: 'en-US', features: [] } }),
    ...actingShape(world, person, channel),
    locale: discordLocale(person.locale),
    app_permissions: channelPermissions(world, channel, world.botId).toString(),
    authorizing_integration_owners: integrationOwners(world, channel),
    context: isDirect ? InteractionContextType.BotDM : InteractionContextType.Guild,
    entitlements: [],
    attachment_size_limit: limits.fileBytes,
    data,
    ...(message ? { message: message.api } : {}),
  };
}

/** Key 0 is an install to a server; in the app's direct messages its value is "0". */
export function integrationOwners(world: World, channel: Channel): Record<string, string> {
  return { '0': channel.recipient === undefined ? world.guildId : '0' };
}
