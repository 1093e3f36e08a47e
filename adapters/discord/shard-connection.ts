import { setTimeout as after } from 'node:timers/promises';
import {
  DefaultWebSocketManagerOptions,
  type IContextFetchingStrategy,
  type SessionInfo,
  WebSocketShard,
  WebSocketShardEvents,
  WebSocketShardStatus,
} from '@discordjs/ws';
import { type APIGatewayBotInfo, GatewayCloseCodes, type GatewayDispatchPayload, GatewayIntentBits } from 'discord.js';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Log } from '../../src/engine/ports/log.ts';
import { loggable } from './failures.ts';

/** Closed with this, Discord keeps the session to be resumed; closed with 1000 it ends it (events/gateway#resuming). */
const KEEPING_SESSION = 4200;
/** Discord says farewell within a moment; who does not is left without one (ms). */
const FAREWELL_MS = 2_000;

/** Closed so, coming back the same way is useless (topics/opcodes-and-status-codes#gateway-gateway-close-event-codes). */
const FINAL: ReadonlySet<number> = new Set([
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
]);

const keptSession = z.object({
  sessionId: z.string(),
  resumeURL: z.string(),
  sequence: z.int(),
  shardCount: z.int(),
  shardId: z.int(),
});

export interface ShardConnectionOptions {
  readonly shard: number;
  readonly count: number;
  readonly token: string;
  readonly gateway: APIGatewayBotInfo;
  /** What an earlier holder kept, to be resumed. */
  readonly session: string | null;
  readonly log: Log;
  /** Resolves when this shard may identify; stays open when it never may. */
  mayIdentify(): Promise<void>;
  /** Deals with one event; its promise ends when nothing of it can be lost any more. */
  dispatch(payload: GatewayDispatchPayload): Promise<void>;
  /** Discord closed it for good. */
  ended(code: number): void;
}

/** One shard's connection, which reconnects and resumes by itself until it is closed. */
export class ShardConnection {
  readonly #options: ShardConnectionOptions;
  readonly #shard: WebSocketShard;
  readonly #ready = Promise.withResolvers<void>();
  /** Sequence numbers of events that are being dealt with. */
  readonly #underway = new Map<number, Promise<void>>();
  #session: SessionInfo | null;
  #closed = false;

  constructor(options: ShardConnectionOptions) {
    this.#options = options;
    this.#session = readSession(options.session);
    this.#shard = new WebSocketShard(this.#strategy(), options.shard);
    this.#ready.promise.catch(() => undefined);
    this.#listen();
  }

  /** Connects; resolves when events come in, rejects when Discord refuses for good. */
  open(): Promise<void> {
    this.#shard.connect().catch((error: unknown) => this.#ready.reject(error));
    return this.#ready.promise;
  }

  get isReady(): boolean {
    return this.#shard.status === WebSocketShardStatus.Ready;
  }

  /**
   * What a successor resumes with, `null` when there is nothing to resume. It goes back to before the oldest event that is still being dealt
   * with: should this process die, Discord sends that one again.
   */
  session(): string | null {
    return this.#session && JSON.stringify({ ...this.#session, sequence: this.#dealtWith() });
  }

  /** Takes in no more and closes the connection; Discord keeps the session. Resolves when what was under way is done as well. */
  async close(): Promise<void> {
    this.#closed = true;
    const socket = Reflect.get(this.#shard, 'connection') as WebSocket | null;
    // The library lets go of a socket that is still connecting, and an error of it then would end the process.
    socket?.on('error', () => undefined);
    const farewell = this.#shard.destroy({ code: KEEPING_SESSION, reason: 'Handing over' }).catch(() => undefined);
    await Promise.race([farewell, after(FAREWELL_MS, undefined, { ref: false })]);
    socket?.terminate();
    await Promise.allSettled(this.#underway.values());
  }

  #dealtWith(): number {
    const received = this.#session?.sequence ?? 0;
    return Math.min(received, ...[...this.#underway.keys()].map((sequence) => sequence - 1));
  }

  /** What the library asks of its surroundings. It must not fail: the library leaves such errors to nobody. */
  #strategy(): IContextFetchingStrategy {
    const { gateway, token, count } = this.#options;
    const never = new Promise<never>(() => undefined);
    return {
      options: {
        ...DefaultWebSocketManagerOptions,
        token,
        intents: GatewayIntentBits.Guilds,
        gatewayInformation: gateway,
        shardCount: count,
      },
      // The library may still be on its way to reconnect when it is closed: here its way ends.
      retrieveSessionInfo: () =>
        this.#closed ? never : this.#session && { ...this.#session, sequence: this.#dealtWith() },
      updateSessionInfo: (_shard, session) => {
        // Closing it, the library forgets the session; Discord does not.
        if (!this.#closed) this.#session = session;
      },
      waitForIdentify: () => (this.#closed ? never : this.#options.mayIdentify()),
    };
  }

  #listen(): void {
    const { shard: id, log } = this.#options;
    const shard = this.#shard;
    shard.on(WebSocketShardEvents.Dispatch, ({ data }) => this.#deal(data));
    shard.on(WebSocketShardEvents.Ready, () => this.#ready.resolve());
    shard.on(WebSocketShardEvents.Resumed, () => {
      log.info('discord.resumed', { shard: id });
      this.#ready.resolve();
    });
    shard.on(WebSocketShardEvents.Error, ({ error }) => log.error('discord.shard', loggable(error), { shard: id }));
    shard.on(WebSocketShardEvents.Closed, ({ code }) => {
      if (this.#closed) return;
      if (!FINAL.has(code)) {
        log.warn('discord.reconnecting', { shard: id });
        return;
      }
      log.warn('discord.disconnected', { shard: id, code });
      this.#session = null;
      this.#ready.reject(new Error(`Discord closed the gateway: ${code}`));
      this.#options.ended(code);
    });
  }

  #deal(payload: GatewayDispatchPayload): void {
    if (this.#closed) return;
    const { s: sequence } = payload;
    const done = this.#options.dispatch(payload).finally(() => this.#underway.delete(sequence));
    this.#underway.set(sequence, done);
  }
}

function readSession(text: string | null): SessionInfo | null {
  return text === null ? null : keptSession.parse(JSON.parse(text));
}
