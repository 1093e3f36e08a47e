import { GatewayIntentBits } from 'discord-api-types/v10';
import type { z } from 'zod';
import { bareToken, closeCodes, type identify } from './gateway-frames.ts';
import type { World } from './world.ts';

const PRIVILEGED = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;
const ALL_INTENTS = Object.values(GatewayIntentBits).reduce<number>(
  (sum, bit) => (typeof bit === 'number' ? sum | bit : sum),
  0,
);
/** How long a bucket of shards waits between two identifies. events/gateway#sharding-max-concurrency */
const IDENTIFY_WINDOW_MS = 5000;

/** What `GET /gateway/bot` says, and the gateway holds apps to. */
export interface Sharding {
  /** How many shards are recommended. */
  shards: number;
  /** Fewer than this are refused. */
  required: number;
  /** How many shards, of different buckets, may identify at once. */
  maxConcurrency: number;
  /** Sessions that may still be started. */
  remaining: number;
}

/** Who may begin a session, and when. */
export class GatewayAdmission {
  readonly sharding: Sharding = { shards: 1, required: 1, maxConcurrency: 1, remaining: 1000 };
  /** How often shards identified, and came back too soon. */
  readonly counts = { identified: 0, tooSoon: 0 };
  readonly #world: World;
  readonly #windowMs: number;
  /** When each bucket may identify again. */
  readonly #buckets = new Map<number, number>();

  constructor(world: World, windowMs = IDENTIFY_WINDOW_MS) {
    this.#world = world;
    this.#windowMs = windowMs;
  }

  /** Why an app that identifies like this is closed for good; `undefined` when nothing speaks against it. */
  refusal({ token, intents, shard }: z.infer<typeof identify>): { code: number; reason: string } | undefined {
    if (bareToken(token) !== this.#world.token) {
      return { code: closeCodes.authenticationFailed, reason: 'Authentication failed.' };
    }
    if (shard && shard[0] >= shard[1]) return { code: closeCodes.invalidShard, reason: 'Invalid shard.' };
    if ((shard?.[1] ?? 1) < this.sharding.required) {
      return { code: closeCodes.shardingRequired, reason: 'Sharding required.' };
    }
    if ((intents & ~ALL_INTENTS) !== 0) return { code: closeCodes.invalidIntents, reason: 'Invalid intent(s).' };
    if ((intents & PRIVILEGED) !== 0) return { code: closeCodes.disallowedIntents, reason: 'Disallowed intent(s).' };
    return undefined;
  }

  /** Whether a shard may identify now; its bucket then waits. Who comes too soon is told that their session is invalid. */
  take(shard: number): boolean {
    const { maxConcurrency, remaining } = this.sharding;
    const bucket = shard % maxConcurrency;
    const now = Date.now();
    if (remaining <= 0 || (this.#buckets.get(bucket) ?? 0) > now) {
      this.counts.tooSoon += 1;
      return false;
    }
    this.#buckets.set(bucket, now + this.#windowMs);
    this.sharding.remaining -= 1;
    this.counts.identified += 1;
    return true;
  }
}
