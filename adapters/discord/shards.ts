import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { type APIGatewayBotInfo, GatewayCloseCodes, type GatewayDispatchPayload } from 'discord.js';
import type { Log } from '../../src/engine/ports/log.ts';
import { loggable } from './failures.ts';
import { ShardConnection } from './shard-connection.ts';
import type { ShardLeases, ShardsLook, TakenShard } from './shard-leases.ts';

/** How the shards are shared out, in milliseconds. */
export interface ShardTimes {
  /** How long a process that fell silent keeps its shards. */
  readonly leaseMs: number;
  /** How long before the end of its lease a holder that could not renew it closes its shards. */
  readonly marginMs: number;
  /** How often a lease is renewed by a process that is alone. */
  readonly renewMs: number;
  /** How often it looks where there are others, who may leave. */
  readonly lookMs: number;
  /** Between two identifies of a bucket: Discord's five seconds (events/gateway#sharding-max-concurrency), and a little. */
  readonly identifyMs: number;
  /** How often a process looks for announced answers that others left behind. */
  readonly answersMs: number;
  /** How long a process leaves shards to others after Discord closed one of its own for good. */
  readonly restMs: number;
}

export const shardTimes: ShardTimes = {
  leaseMs: 10_000,
  marginMs: 2_000,
  renewMs: 3_000,
  lookMs: 1_000,
  identifyMs: 5_500,
  answersMs: 5_000,
  restMs: 60_000,
};

/** More than any application has. */
const MOST_SHARDS = 100_000;
/** The shortest wait when Discord lets nobody start a session now (ms). */
const NO_SESSION_LEFT_MS = 5_000;
/** How long stopping waits for a look at the database that is under way (ms). */
const LAST_LOOK_MS = 1_000;

export interface ShardsOptions {
  readonly token: string;
  readonly leases: ShardLeases;
  readonly log: Log;
  readonly times: ShardTimes;
  /** What Discord says of the gateway now. */
  readonly gateway: () => Promise<APIGatewayBotInfo>;
  readonly dispatch: (payload: GatewayDispatchPayload) => Promise<void>;
}

/** Which shards a process holds, of how many. */
export interface ShardsHeld {
  readonly held: readonly { readonly shard: number; readonly ready: boolean }[];
  readonly of: number;
}

/** The shards of the gateway that this process runs. No other runs them as long as their lease, by the database's clock, has not ended. */
export class Shards {
  readonly #options: ShardsOptions;
  readonly #holder = randomBytes(12).toString('base64url');
  readonly #held = new Map<number, ShardConnection>();
  readonly #stopping = new AbortController();
  /** By `performance.now()`: until when what is held is surely held. */
  #validUntil = 0;
  #restingUntil = 0;
  #count = 0;
  #guard: NodeJS.Timeout | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: ShardsOptions) {
    this.#options = options;
  }

  /** Takes its share; resolves when what it took receives. With nothing left to take, it stands by. */
  async start(count: number | null): Promise<void> {
    const { shards } = await this.#options.gateway();
    await this.#options.leases.want(count ?? shards, count !== null);
    const everyMs = await this.#look(true);
    this.#loop = this.#lookAgain(everyMs);
  }

  state(): ShardsHeld {
    const held = [...this.#held].map(([shard, connection]) => ({ shard, ready: connection.isReady }));
    return { held: held.toSorted((one, other) => one.shard - other.shard), of: this.#count };
  }

  /** Whether it takes part: all it holds receives, and it has heard from the database lately. */
  isWell(): boolean {
    return performance.now() < this.#validUntil && this.state().held.every(({ ready }) => ready);
  }

  /** Closes what it holds and hands it over. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([this.#loop, after(LAST_LOOK_MS, undefined, { ref: false })]);
    clearTimeout(this.#guard);
    const { leases, log } = this.#options;
    await leases.leave(this.#holder).catch((error: unknown) => log.warn('discord.leave', { code: nameOf(error) }));
    await Promise.all([...this.#held.keys()].map((shard) => this.#release(shard)));
  }

  async #lookAgain(firstMs: number): Promise<void> {
    const { signal } = this.#stopping;
    let waitMs = firstMs;
    while (!signal.aborted) {
      await after(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        waitMs = await this.#look(false);
      } catch (error) {
        this.#options.log.error('discord.shards', error);
        waitMs = this.#options.times.lookMs;
      }
    }
  }

  /** Renews, takes and gives back; says when to look again. `patient`: waits for what it took to receive. */
  async #look(patient: boolean): Promise<number> {
    const { leases, times } = this.#options;
    const asked = performance.now();
    const most = asked < this.#restingUntil ? 0 : MOST_SHARDS;
    const held = [...this.#held].map(([shard, connection]) => ({ shard, session: connection.session() }));
    const look = await leases.look(this.#holder, held, { leaseMs: times.leaseMs, most });
    this.#count = look.count;
    const until = asked + times.leaseMs - times.marginMs;
    this.#extend(until);
    const lost = held.filter(({ shard }) => !look.kept.includes(shard));
    await Promise.all(lost.map(({ shard }) => this.#release(shard)));
    const connecting = look.taken.map((one) => this.#take(one, look.count, until));
    await this.#giveBack(look);
    if (patient) await Promise.all(connecting);
    else
      for (const each of connecting)
        each.catch((error: unknown) => this.#options.log.warn('discord.connect', { code: nameOf(error) }));
    return look.processes > 1 || look.changing ? times.lookMs : times.renewMs;
  }

  /** All, when the gateway is to be cut anew; else what is above its share, so that a newcomer gets some. */
  async #giveBack({ changing, share, kept }: ShardsLook): Promise<void> {
    const isResting = performance.now() < this.#restingUntil;
    const surplus = kept
      .toSorted((one, other) => other - one)
      .slice(0, changing || isResting ? kept.length : Math.max(0, kept.length - share));
    await Promise.all(surplus.map((shard) => this.#release(shard)));
  }

  /** `until`: what was just taken is surely ours; it is renewed from when it connects. */
  async #take({ shard, session }: TakenShard, count: number, until: number): Promise<void> {
    const { token, log, dispatch, leases } = this.#options;
    const giveBack = () => leases.release(this.#holder, shard, session);
    // A database that was slow to answer may have given what is ours no longer.
    if (performance.now() >= until || this.#stopping.signal.aborted) return await giveBack();
    const gateway = await this.#options.gateway();
    if (this.#stopping.signal.aborted) return await giveBack();
    // So may Discord have been: it is another's by now, or was taken anew.
    if (performance.now() >= until) return;
    const connection = new ShardConnection({
      shard,
      count,
      token,
      gateway,
      session,
      log,
      dispatch,
      mayIdentify: () => this.#mayIdentify(shard),
      ended: (code) => void this.#ended(shard, code),
    });
    this.#held.set(shard, connection);
    log.info('discord.shard-taken', { shard, of: count, resuming: session !== null });
    await connection.open();
  }

  /** Closes first, and only then lets another have it. */
  async #release(shard: number): Promise<void> {
    const { leases, log } = this.#options;
    const connection = this.#held.get(shard);
    this.#held.delete(shard);
    await connection?.close();
    const session = connection?.session() ?? null;
    log.info('discord.shard-released', { shard });
    // Should this fail, the lease runs out by itself.
    await leases
      .release(this.#holder, shard, session)
      .catch((error: unknown) => log.warn('discord.release', { shard, code: nameOf(error) }));
  }

  /** Everything held is closed by itself when its lease could not be renewed in time, whatever the database does. */
  #extend(until: number): void {
    this.#validUntil = until;
    clearTimeout(this.#guard);
    this.#guard = setTimeout(
      () => {
        if (this.#held.size > 0) this.#options.log.warn('discord.lease-lost', { shards: [...this.#held.keys()] });
        for (const shard of this.#held.keys()) void this.#release(shard);
      },
      Math.max(0, until - performance.now()),
    );
    this.#guard.unref();
  }

  async #mayIdentify(shard: number): Promise<void> {
    const { leases, times, gateway, log } = this.#options;
    const connection = this.#held.get(shard);
    while (connection !== undefined && this.#held.get(shard) === connection) {
      try {
        const { session_start_limit: limit } = await gateway();
        const how = { bucket: shard % limit.max_concurrency, everyMs: times.identifyMs };
        const waitMs =
          limit.remaining > 0
            ? await leases.mayIdentify(this.#holder, shard, how)
            : Math.max(limit.reset_after, NO_SESSION_LEFT_MS);
        if (waitMs === 0) return;
        if (waitMs === null) break;
        await after(waitMs, undefined, { ref: false });
      } catch (error) {
        log.warn('discord.identify', { shard, code: nameOf(loggable(error)) });
        await after(times.lookMs, undefined, { ref: false });
      }
    }
    // No longer ours: whoever waits for this is closed.
    await new Promise<never>(() => undefined);
  }

  async #ended(shard: number, code: number): Promise<void> {
    this.#restingUntil = performance.now() + this.#options.times.restMs;
    if (code === GatewayCloseCodes.ShardingRequired || code === GatewayCloseCodes.InvalidShard) {
      // Discord wants more of them: who asks anew hears how many.
      this.#restingUntil = 0;
      await this.#options
        .gateway()
        .then(({ shards }) => this.#options.leases.want(shards, false))
        .catch((error: unknown) => this.#options.log.warn('discord.shards', { code: nameOf(loggable(error)) }));
    }
    await this.#release(shard);
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
