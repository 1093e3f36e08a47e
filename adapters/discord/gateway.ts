import { Client, Events, GatewayIntentBits, type Interaction, Options, Status } from 'discord.js';
import type { Log } from '../../src/engine/ports/log.ts';
import { Answering, type Inbound } from './answering.ts';
import { restOptions } from './api.ts';
import { loggable } from './failures.ts';
import type { Heeding } from './heeding.ts';
import { isAnswerable, received } from './inbound.ts';
import { Reopening } from './reopening.ts';
import type { DiscordSettings } from './settings.ts';

/** Longest wait for Discord's READY (ms); it sends it within a few seconds. */
const READY_DEADLINE_MS = 60_000;

/** The connection on which interactions come in. The library reconnects and resumes it by itself. */
export class Gateway {
  readonly #settings: DiscordSettings;
  readonly #log: Log;
  readonly #client: Client;
  readonly #reopening = new Reopening();
  readonly #underway = new Set<Promise<void>>();

  constructor(settings: DiscordSettings, log: Log, heeding: Heeding | null) {
    this.#settings = settings;
    this.#log = log;
    this.#client = clientFor(settings);
    heeding?.hear(this.#client.rest);
  }

  /** Resolves when interactions are received. */
  async start(inbound: Inbound): Promise<void> {
    const answering = new Answering(inbound, this.#reopening, this.#log);
    this.#client.on(Events.InteractionCreate, (interaction) => {
      this.#track(this.#receive(interaction, answering));
    });
    this.#client.on(Events.GuildDelete, ({ id, name }) => {
      const installation = { platform: 'discord', externalId: id, name };
      this.#track(inbound.handle({ kind: 'removed', installation }).then(() => undefined));
    });
    this.#tell();
    await this.#connect();
    this.#log.info('discord.connected', { shards: this.#client.ws.shards.size });
  }

  connected(): boolean {
    return this.#client.isReady() && this.#client.ws.shards.every(({ status }) => status === Status.Ready);
  }

  /** Takes nothing more in, ends what is underway, disconnects. */
  async stop(): Promise<void> {
    this.#client.removeAllListeners(Events.InteractionCreate);
    this.#client.removeAllListeners(Events.GuildDelete);
    await Promise.allSettled(this.#underway);
    await this.#client.destroy();
  }

  async #receive(interaction: Interaction, answering: Answering): Promise<void> {
    if (!isAnswerable(interaction)) return;
    const what = received(interaction, (guild) => this.#client.guilds.cache.get(guild)?.name ?? '');
    if (what?.kind === 'event') {
      await answering.answer(interaction, what.event, what.guild);
      return;
    }
    const modal = what && this.#reopening.find(interaction.user.id, what.key, Date.now());
    if (modal && interaction.isMessageComponent()) {
      await interaction.showModal(modal);
      return;
    }
    // Kept too long ago or by another process, or a component that names no server: nothing can be said without the engine's words.
    this.#log.warn('discord.not-understood', { what: what?.kind ?? 'unknown' });
    if (interaction.isMessageComponent()) await interaction.deferUpdate();
  }

  #track(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => this.#log.error('discord.receive', loggable(error)))
      .finally(() => this.#underway.delete(done));
    this.#underway.add(done);
  }

  #tell(): void {
    const client = this.#client;
    client.on(Events.Error, (error) => this.#log.error('discord.client', loggable(error)));
    client.on(Events.ShardError, (error, shard) => this.#log.error('discord.shard', loggable(error), { shard }));
    client.on(Events.ShardDisconnect, ({ code }, shard) => this.#log.warn('discord.disconnected', { shard, code }));
    client.on(Events.ShardReconnecting, (shard) => this.#log.warn('discord.reconnecting', { shard }));
    client.on(Events.ShardResume, (shard) => this.#log.info('discord.resumed', { shard }));
  }

  async #connect(): Promise<void> {
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    const late = setTimeout(() => reject(new Error('Discord sent no READY')), READY_DEADLINE_MS);
    this.#client.once(Events.ClientReady, () => resolve());
    // The gateway closes for good on a wrong token or intent.
    this.#client.once(Events.ShardDisconnect, ({ code }) => reject(new Error(`Discord closed the gateway: ${code}`)));
    try {
      await Promise.all([ready, this.#client.login(this.#settings.token)]);
    } catch (error) {
      await this.#client.destroy();
      throw loggable(error);
    } finally {
      clearTimeout(late);
    }
  }
}

/** Nothing that people write is kept: no messages, no members but ourselves. */
function clientFor(settings: DiscordSettings): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [], repliedUser: false },
    // Answers to interactions are not bound to the bot's global limit (topics/rate-limits#global-rate-limit).
    rest: { ...restOptions(settings), globalRequestsPerSecond: Number.POSITIVE_INFINITY },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user?.id },
    }),
  });
}
