import type { Log } from '../../src/engine/ports/log.ts';
import type { Pace, Restraints } from '../../src/engine/ports/platform.ts';
import { paces, type Rates } from './limits.ts';
import type { REST } from './rest-library.ts';

/**
 * Discord bans an application for a while after 10,000 invalid requests (401, 403, 429) in 10 minutes
 * (topics/rate-limits#invalid-request-limit-aka-cloudflare-bans). At half of that nothing more is sent until fewer are left.
 */
const INVALID_BUDGET = 5_000;
const INVALID = new Set([401, 403, 429]);

type Asked = { readonly method: string; readonly path: string };
type Answered = { readonly status: number; readonly headers: { get(name: string): string | null } };

/** Writes down, for all processes, what Discord's answers say about its limits. */
export class Heeding {
  readonly #rates: Rates;
  readonly #restraints: Restraints;
  readonly #log: Log;
  readonly #underway = new Set<Promise<void>>();

  constructor(rates: Rates, restraints: Restraints, log: Log) {
    this.#rates = rates;
    this.#restraints = restraints;
    this.#log = log;
  }

  /** Hears every answer that comes over the network, and not what the library refuses by itself. */
  hear(rest: REST): void {
    rest.on('response', (asked, answered) => {
      const done = this.#heed(asked, answered)
        .catch((error: unknown) => this.#log.error('discord.heed', error))
        .finally(() => this.#underway.delete(done));
      this.#underway.add(done);
    });
  }

  /** Resolves when everything heard so far is written down. */
  async settled(): Promise<void> {
    await Promise.all(this.#underway);
  }

  async #heed(asked: Asked, { status, headers }: Answered): Promise<void> {
    const scope = headers.get('x-ratelimit-scope');
    if (status === 429) {
      const isGlobal = scope === 'global' || headers.get('x-ratelimit-global') !== null;
      const pace = isGlobal ? paces.global(this.#rates) : bucketOf(asked, this.#rates);
      const ms = milliseconds(headers.get('retry-after'));
      if (pace && ms > 0) await this.#hold(pace, ms);
    } else if (headers.get('x-ratelimit-remaining') === '0') {
      const pace = bucketOf(asked, this.#rates);
      const ms = milliseconds(headers.get('x-ratelimit-reset-after'));
      if (pace && ms > 0) await this.#restraints.hold(pace, ms);
    }
    // A limit that others used up with us is not held against us.
    if (INVALID.has(status) && scope !== 'shared') await this.#countInvalid();
  }

  async #hold(pace: Pace, ms: number): Promise<void> {
    this.#log.warn('discord.held', { what: pace.shared ? 'all' : 'one', ms });
    await this.#restraints.hold(pace, ms);
  }

  async #countInvalid(): Promise<void> {
    const { count, holdMs } = await this.#restraints.invalid(paces.global(this.#rates), INVALID_BUDGET);
    if (holdMs > 0) this.#log.warn('discord.too-many-invalid', { count, resumesInMs: holdMs });
  }
}

/** The pace of sends that stand in the same bucket as this request; other requests stand in none of theirs. */
function bucketOf({ method, path }: Asked, rates: Rates): Pace | null {
  if (method.toUpperCase() !== 'POST') return null;
  const channel = /^\/channels\/(\d+)\/messages$/.exec(path)?.[1];
  if (channel !== undefined) return paces.inChannel(rates, channel);
  return path === '/users/@me/channels' ? paces.opening : null;
}

function milliseconds(seconds: string | null): number {
  const ms = Math.ceil(Number(seconds ?? 0) * 1000);
  return Number.isFinite(ms) ? ms : 0;
}
