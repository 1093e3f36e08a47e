import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Pace, Restraints } from '../../src/engine/ports/platform.ts';
import type { RESTOptions } from './rest-library.ts';

/**
 * A call that may go so soon waits for its moment here; whoever would have to wait longer comes again (ms). Posts have a queue to wait in;
 * what is read, somebody is waiting for.
 */
const LONGEST_WAIT_MS = { post: 500, read: 2_000 } as const;

/** Whether the request that is made in it may still go when its turn has come: its worker may have stood still, and another be at work on the same. */
export const stillInTime = new AsyncLocalStorage<() => boolean>();

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
    const { admitted, waitMs } = await restraints.admit(pace, longestMs).catch((cause: unknown) => {
      throw PlatformError.early(longestMs, `pace unknown: ${cause instanceof Error ? cause.name : 'unknown'}`);
    });
    if (!admitted) throw PlatformError.early(Math.max(1, Math.ceil(waitMs)), 'at the pace of all');
    if (waitMs > 0) await wait(waitMs);
    if (stillInTime.getStore()?.() === false) throw PlatformError.early(1, 'too late to send');
    return request(url, init);
  };
}
