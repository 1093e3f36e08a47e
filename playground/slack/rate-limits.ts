/** Documented rates: https://docs.slack.dev/apis/web-api/rate-limits (tier 1: 1+, 2: 20+, 3: 50+, 4: 100+ a minute). */
const perMinute = new Map<string, number>([
  ['team.info', 50],
  ['bots.info', 50],
  ['users.info', 100],
  ['users.list', 20],
  ['users.profile.get', 100],
  ['users.getPresence', 50],
  ['dnd.info', 50],
  ['dnd.teamInfo', 20],
  ['conversations.open', 50],
  ['conversations.info', 50],
  ['conversations.list', 20],
  ['conversations.members', 100],
  ['conversations.join', 50],
  ['conversations.history', 50],
  ['conversations.replies', 50],
  ['chat.postEphemeral', 100],
  ['chat.update', 50],
  ['chat.delete', 50],
  ['views.open', 100],
  ['views.push', 100],
  ['views.update', 100],
  ['views.publish', 100],
  ['reactions.add', 50],
  ['files.getUploadURLExternal', 100],
  ['files.completeUploadExternal', 100],
]);

/** chat.postMessage: one a second and channel, with "short bursts" let through. */
const postsPerChannel = { perMinute: 60, burst: 3 };
/** chat.postMessage: "several hundred messages per minute" in a workspace; Slack gives no number. */
const postsInAll = byTheMinute(300);

interface Rate {
  readonly perMinute: number;
  /** Requests that may come at once, ahead of the rate. */
  readonly burst: number;
}

/** A rate counted by the minute leaves it to the caller how to spread a quarter of it. */
function byTheMinute(perMinute: number): Rate {
  return { perMinute, burst: perMinute / 4 };
}

/**
 * The documented rates, enforced with the generic cell rate algorithm: of each key only the theoretical arrival time is
 * kept. `factor` multiplies all rates, so that a minute can be measured in seconds.
 */
export class RateLimits {
  readonly #factor: number;
  /** Milliseconds at which a key's next request is due at the plain rate. */
  readonly #due = new Map<string, number>();

  constructor(factor: number) {
    this.#factor = factor;
  }

  /** Whole seconds after which to come again, or `undefined` when the request is within its rates. */
  retryAfter(method: string, channel: string | undefined): number | undefined {
    const keys = this.#keysOf(method, channel);
    const now = Date.now();
    const waits = keys.map(([key, rate]) => (this.#due.get(key) ?? now) - rate.burst * this.#interval(rate) - now);
    const wait = Math.max(...waits, Number.NEGATIVE_INFINITY);
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
    for (const [key, rate] of keys) this.#due.set(key, Math.max(now, this.#due.get(key) ?? now) + this.#interval(rate));
    return undefined;
  }

  #interval(rate: Rate): number {
    return 60_000 / (rate.perMinute * this.#factor);
  }

  #keysOf(method: string, channel: string | undefined): [key: string, rate: Rate][] {
    if (method === 'chat.postMessage')
      return [
        [`${method} ${channel ?? ''}`, postsPerChannel],
        [method, postsInAll],
      ];
    const rate = perMinute.get(method);
    return rate === undefined ? [] : [[method, byTheMinute(rate)]];
  }
}
