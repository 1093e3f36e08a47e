import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Pace, Restraints } from '../../src/engine/ports/platform.ts';
import { MARGIN } from './limits.ts';
import type { RESTOptions } from './rest-library.ts';

/**
 * A call that may go so soon waits for its moment here; whoever would have to wait longer comes again (ms). Posts have a queue to wait in;
 * what is read, somebody is waiting for.
 */
const LONGEST_WAIT_MS = { post: 500, read: 2_000 } as const;

/** Whether the request that is made in it may still go when its turn has come: its worker may have stood still, and another be at work on the same. */
export const stillInTime = new AsyncLocalStorage<() => boolean>();

/** Whoever misses its moment by more than the limit leaves free in a second would be one too many in another: it asks for another moment (ms). */
const LATE_MS = MARGIN * 1000;
/** Where everything takes so long, it goes in the end. */
const MOST_TRIES = 3;

/**
 * Lets each request go when its turn has come among those of all processes. Slots are kept when a delivery is taken; from there to its request it is some
 * milliseconds, now more and now fewer, and a second that holds one too many is answered with 429.
 */
export function admitting(
  restraints: Restraints,
  pace: Pace,
  request: RESTOptions['makeRequest'],
): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const longestMs = LONGEST_WAIT_MS[init.method === 'GET' ? 'read' : 'post'];
    for (let tries = 1; ; tries += 1) {
      const { admitted, waitMs } = await restraints.admit(pace, longestMs).catch((cause: unknown) => {
        throw PlatformError.early(longestMs, `pace unknown: ${cause instanceof Error ? cause.name : 'unknown'}`);
      });
      if (!admitted) throw PlatformError.early(Math.max(1, Math.ceil(waitMs)), 'at the pace of all');
      const moment = performance.now() + waitMs;
      if (waitMs > 0) await wait(waitMs);
      if (stillInTime.getStore()?.() === false) throw PlatformError.early(1, 'too late to send');
      if (performance.now() - moment <= LATE_MS || tries === MOST_TRIES) return request(url, init);
    }
  };
}
