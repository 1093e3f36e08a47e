import { createHash } from 'node:crypto';
import { GLOBAL_REQUESTS_PER_SECOND } from './limits.ts';

interface Rule {
  readonly method: string;
  readonly pattern: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Discord documents no numbers (topics/rate-limits: read the headers); these are what its headers have been seen to say. */
const rules: readonly Rule[] = [
  { method: 'POST', pattern: '/channels/:channel/messages', limit: 5, windowMs: 5000 },
  { method: 'PATCH', pattern: '/channels/:channel/messages/:message', limit: 5, windowMs: 5000 },
  { method: 'PUT', pattern: '/channels/:channel/messages/:message/reactions/:emoji/@me', limit: 1, windowMs: 250 },
];
const ordinary = { limit: 50, windowMs: 1000 } as const;

interface Bucket {
  used: number;
  resetAt: number;
}

export interface Allowance {
  readonly headers: Readonly<Record<string, string>>;
  /** Set where the request comes too early; milliseconds. */
  readonly retryAfterMs?: number;
  readonly global?: boolean;
}

/** Buckets by route and major parameter, and the limit over everything. */
export class RateLimits {
  readonly #factor: number;
  readonly #buckets = new Map<string, Bucket>();
  #global: Bucket = { used: 0, resetAt: 0 };

  /** `factor` shortens every window (0.1: ten times shorter); 0 lifts the limits. */
  constructor(factor: number) {
    this.#factor = factor;
  }

  /** Counts a request to a route; `major` is the channel, server or webhook in its path. */
  take(method: string, pattern: string, major: string, now = Date.now()): Allowance {
    const isInteraction = pattern.startsWith('/interactions/') || pattern.startsWith('/webhooks/');
    if (!isInteraction && !this.#takeGlobal(now)) {
      return { headers: {}, retryAfterMs: this.#global.resetAt - now, global: true };
    }
    const rule = rules.find((one) => one.method === method && one.pattern === pattern) ?? ordinary;
    const key = `${method} ${pattern} ${major}`;
    const bucket = this.#current(this.#buckets.get(key), rule.windowMs, now);
    this.#buckets.set(key, bucket);
    const over = this.#factor > 0 && bucket.used >= rule.limit;
    if (!over) bucket.used += 1;
    const resetAfterMs = bucket.resetAt - now;
    const headers = {
      'X-RateLimit-Limit': String(rule.limit),
      'X-RateLimit-Remaining': String(this.#factor > 0 ? rule.limit - bucket.used : rule.limit),
      'X-RateLimit-Reset': (bucket.resetAt / 1000).toFixed(3),
      'X-RateLimit-Reset-After': (resetAfterMs / 1000).toFixed(3),
      'X-RateLimit-Bucket': createHash('md5').update(`${method} ${pattern}`).digest('hex'),
    };
    return over ? { headers, retryAfterMs: resetAfterMs } : { headers };
  }

  #takeGlobal(now: number): boolean {
    this.#global = this.#current(this.#global, 1000, now);
    if (this.#factor > 0 && this.#global.used >= GLOBAL_REQUESTS_PER_SECOND) return false;
    this.#global.used += 1;
    return true;
  }

  #current(bucket: Bucket | undefined, windowMs: number, now: number): Bucket {
    return bucket && bucket.resetAt > now ? bucket : { used: 0, resetAt: now + Math.ceil(windowMs * this.#factor) };
  }
}
