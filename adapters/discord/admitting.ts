import { setTimeout as wait } from 'node:timers/promises';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Pace, Restraints } from '../../src/engine/ports/platform.ts';
import type { RESTOptions } from './rest-library.ts';

/** A call that may go so soon waits for its moment here; whoever would have to wait longer comes again (ms). */
const LONGEST_WAIT_MS = 250;

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
    const { admitted, waitMs } = await restraints.admit(pace, LONGEST_WAIT_MS).catch((cause: unknown) => {
      throw PlatformError.busy(LONGEST_WAIT_MS, `pace unknown: ${cause instanceof Error ? cause.name : 'unknown'}`);
    });
    if (!admitted) throw PlatformError.busy(Math.max(1, Math.ceil(waitMs)), 'at the pace of all');
    if (waitMs > 0) await wait(waitMs);
    return request(url, init);
  };
}
