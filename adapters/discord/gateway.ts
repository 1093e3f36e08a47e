import {
  type APIGatewayBotInfo,
  DiscordAPIError,
  type GatewayDispatchPayload,
  type GatewayGuildCreateDispatchData,
  type REST,
  Routes,
} from 'discord.js';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import { giveAbandoned } from './abandoned.ts';
import { Answering, type Inbound } from './answering.ts';
import { deadline, restFor } from './api.ts';
import { failureOf, loggable } from './failures.ts';
import { GuildNames } from './guild-names.ts';
import type { Heeding } from './heeding.ts';
import { isAnswerable, received } from './inbound.ts';
import { momentOf } from './look.ts';
import { Membership } from './membership.ts';
import { Receiving } from './receiving.ts';
import type { RenderedModal } from './render/modal.ts';
import type { DiscordSettings } from './settings.ts';
import { Shards, type ShardsHeld, type ShardTimes, shardTimes } from './shards.ts';
import type { DiscordStore } from './store.ts';

export interface GatewayOptions {
  readonly settings: DiscordSettings;
  readonly store: DiscordStore;
  readonly log: Log;
  readonly heeding: Heeding | null;
  readonly times?: Partial<ShardTimes>;
}

/** Where interactions come in: the shards this process holds. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #rest: REST;
  readonly #receiving: Receiving;
  readonly #names = new GuildNames();
  readonly #shards: Shards;
  readonly #answering: Answering;
  readonly #inbound: Inbound;
  #looking: NodeJS.Timeout | undefined;
  #looked: Promise<void> = Promise.resolve();
  #greeting: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(options: GatewayOptions, inbound: Inbound) {
    const { settings, store, log, heeding, times } = options;
    this.#options = options;
    this.#inbound = inbound;
    this.#rest = restFor(settings);
    heeding?.hear(this.#rest);
    this.#receiving = new Receiving(settings, heeding);
    this.#answering = new Answering(inbound, store, new Membership(this.#rest, log), log);
    this.#shards = new Shards({
      token: settings.token,
      leases: store.shards,
      log,
      times: { ...shardTimes, ...times },
      gateway: () => this.#ask(),
      dispatch: (payload) => this.#deal(payload),
    });
  }

  /** Resolves when it receives on what it could take of the shards, or stands by. */
  async start(): Promise<void> {
    const { settings, store, log, times } = this.#options;
    await this.#shards.start(settings.shards);
    this.#names.ask(this.#rest).catch((error: unknown) => log.warn('discord.names', { cause: loggable(error) }));
    this.#looking = setInterval(() => {
      this.#looked = giveAbandoned(store.owed, settings, log).catch((error: unknown) =>
        log.error('discord.abandoned', error),
      );
    }, times?.answersMs ?? shardTimes.answersMs);
    this.#looking.unref();
    const { held, of } = this.#shards.state();
    log.info('discord.connected', { shards: held.map(({ shard }) => shard), of });
  }

  isWell(): boolean {
    return this.#shards.isWell();
  }

  shards(): ShardsHeld {
    return this.#shards.state();
  }

  /** Takes nothing more in, ends what is under way, hands its shards over. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#looking);
    await this.#shards.stop();
    await this.#looked;
    await this.#receiving.stop();
    this.#rest.clearHandlerSweeper();
    this.#rest.clearHashSweeper();
  }

  async #ask(): Promise<APIGatewayBotInfo> {
    try {
      return (await this.#rest.get(Routes.gatewayBot(), { signal: deadline() })) as APIGatewayBotInfo;
    } catch (error) {
      if (error instanceof DiscordAPIError && error.status === 401) {
        throw PlatformError.refused('installation-gone', 'token refused');
      }
      throw failureOf(error, 'other');
    }
  }

  async #deal(payload: GatewayDispatchPayload): Promise<void> {
    try {
      this.#names.hear(payload);
      if (payload.t === 'INTERACTION_CREATE') await this.#receive(payload);
      else if (payload.t === 'GUILD_CREATE') await this.#isIn(payload.d);
      else if (payload.t === 'GUILD_DELETE' && payload.d.unavailable !== true) await this.#removed(payload.d.id);
    } catch (error) {
      this.#options.log.error('discord.receive', loggable(error));
    }
  }

  /** One after the other: a session begins with all of a thousand servers, and people's taps come first. */
  #isIn({ id, name, joined_at }: GatewayGuildCreateDispatchData): Promise<void> {
    const { log, settings } = this.#options;
    const since = momentOf(joined_at);
    if (since === null) return Promise.resolve();
    const installation = { platform: 'discord', externalId: id, name };
    const as = { identity: settings.applicationId, since };
    this.#greeting = this.#greeting
      .then(async () => {
        // The daily look finds out as well.
        if (!this.#stopping) await this.#inbound.handle({ kind: 'installed', installation, as });
      })
      .catch((error: unknown) => log.error('discord.receive', loggable(error)));
    return this.#greeting;
  }

  async #removed(guild: string): Promise<void> {
    const installation = { platform: 'discord', externalId: guild, name: this.#names.of(guild) };
    await this.#inbound.handle({ kind: 'removed', installation });
  }

  async #receive(payload: Extract<GatewayDispatchPayload, { t: 'INTERACTION_CREATE' }>): Promise<void> {
    const { log, store } = this.#options;
    const interaction = this.#receiving.interactionOf(payload);
    if (interaction === null || !isAnswerable(interaction)) return;
    const what = received(interaction, (guild) => this.#names.of(guild));
    if (what?.kind === 'event') {
      await this.#answering.answer(interaction, what.event, what.guild);
      return;
    }
    const modal = what && (await store.modals.find(what.guild, interaction.user.id, what.key));
    if (modal && interaction.isMessageComponent()) {
      await interaction.showModal(JSON.parse(modal) as RenderedModal);
      return;
    }
    // Kept too long ago, or a component that names no server: nothing can be said without the engine's words.
    log.warn('discord.not-understood', { what: what?.kind ?? 'unknown' });
    if (interaction.isMessageComponent()) await interaction.deferUpdate();
  }
}
