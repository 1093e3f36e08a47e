import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveryId } from '../../src/engine/ids.ts';
import { createProgram } from '../journeys/acting.ts';
import { type Running, run } from '../journeys/running.ts';
import { joinWith, prompts, rows } from '../journeys/scenes.ts';

const MONDAY = Date.parse('2026-11-23T10:00:30Z');
const MINUTE = 60_000;

let running: Running;
let id: DeliveryId;

/** The one prompt, planned and not yet due. */
beforeAll(async () => {
  running = await run('slack', 'postgres');
  await createProgram(running.local.as('Robin'));
  await joinWith(running.local.as('Sam'), { Place: 'by direct message', 'Where your clock is': 'London' });
  await running.kith.jobs.idle();
  running.clock.moveTo(MONDAY - MINUTE);
  await running.kith.engine.plan();
  const planned = await rows<{ id: DeliveryId }>(running, `select id from kith.deliveries where kind = 'prompt'`);
  id = planned[0]?.id as DeliveryId;
});
afterAll(() => running.stop());

async function state(): Promise<string | undefined> {
  const [row] = await rows<{ state: string }>(running, 'select state from kith.deliveries where id = $1', [id]);
  return row?.state;
}

/** As if it had been tried before, and its last try had been begun. */
async function tried(attempts: number, begun: boolean): Promise<void> {
  await rows(
    running,
    `update kith.deliveries set state = 'pending', attempts = $2, not_before = null, lease_until = null,
      begun_at = case when $3 then now() end where id = $1`,
    [id, attempts, begun],
  );
}

test('however often a platform was busy, a delivery is tried until its window ends', async () => {
  const { local, kith, clock } = running;
  // The queue is not to be quicker than the test.
  await kith.jobs.flush();
  clock.moveTo(MONDAY);
  await tried(40, false);
  local.fault({ kind: 'rate-limit', retryAfterMs: 1000, match: 'chat.postMessage' });
  expect(await kith.engine.deliver(id)).toEqual({ againInMs: 1000 });
  expect(await state()).toBe('pending');
});

test('past its window what is unclear is looked up again until a look-up succeeds', async () => {
  const { local, kith, clock } = running;
  const [row] = await rows<{ expires_at: string }>(running, 'select expires_at from kith.deliveries where id = $1', [
    id,
  ]);
  clock.moveTo(Number(row?.expires_at) + MINUTE);
  await tried(1, true);
  local.fault({ kind: 'status', status: 500, match: 'conversations.history' });
  expect(await kith.engine.deliver(id)).not.toBe('done');
  expect(await state()).toBe('pending');
  await tried(1, true);
  expect(await kith.engine.deliver(id)).toBe('done');
  // It had not arrived, and nobody is asked so late.
  expect(await state()).toBe('dropped');
  expect(prompts(local.as('Sam'))).toEqual([]);
});

test('when nobody can say for an hour, it ends as unknown', async () => {
  const { local, kith, clock } = running;
  clock.moveTo(clock.now() + 61 * MINUTE);
  await tried(1, true);
  local.fault({ kind: 'status', status: 500, match: 'conversations.history' });
  expect(await kith.engine.deliver(id)).toBe('done');
  expect(await state()).toBe('unknown');
});
