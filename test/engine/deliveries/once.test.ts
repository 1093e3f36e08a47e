import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { PlatformError } from '../../../src/engine/errors.ts';
import type { CommunityId, DeliveryId, OccurrenceId } from '../../../src/engine/ids.ts';
import type { Platform, Receipt } from '../../../src/engine/ports/platform.ts';
import type { Stores, Transactor } from '../../../src/engine/ports/stores.ts';
import { systemRandom } from '../../../src/random.ts';
import { setUpOnPostgres } from '../../contract/stores/bench.ts';
import {
  anEnrolment,
  anOccurrence,
  aProgram,
  aPrompt,
  day,
  found,
  minute,
  monday,
  prompted,
} from '../../contract/stores/samples.ts';
import { workdays } from '../programs/records.ts';

/** Two workers and a platform that can be held up in the middle of a call, on a real PostgreSQL. */
const bench = setUpOnPostgres();

const installation = { platform: 'slack', externalId: 'T1', name: 'Kith' };
const to = { kind: 'direct', person: 'U1' } as const;
const RECEIPT: Receipt = { channel: 'D1', message: '1' };
const unclear = () => PlatformError.unclear('lost');
/** By the database's clock, which goes on meanwhile: within 50 s. */
const about = (ms: number) => expect.closeTo(ms, -5);

/** A platform that remembers what took effect. */
class Scripted {
  readonly effects: DeliveryId[] = [];
  /** When the last took effect, by the platform's clock. */
  lastAt = 0;
  finds = 0;
  /** What becomes of a send before its effect, and of its answer after it. */
  before: () => Promise<void> = async () => undefined;
  after: () => Promise<void> = async () => undefined;
  finding: () => Promise<void> = async () => undefined;
  paces: Platform['paces'] = () => [];
  profile: Platform['profile'] = async (_, name) => ({ name, zone: null, locale: null, ordinary: true });

  readonly platform: Platform = {
    features: { profileZone: true, directByDefault: true, absences: 0 },
    spread: { everyMs: 1, burst: 1 },
    paces: (...to) => this.paces(...to),
    send: async (_installation, _to, _card, delivery, inTime = () => true) => {
      await this.before();
      if (!inTime()) throw PlatformError.busy(1, 'too late');
      this.effects.push(delivery);
      this.lastAt = Date.now();
      await this.after();
      return RECEIPT;
    },
    find: async (_installation, _to, delivery, since) => {
      this.finds += 1;
      await this.finding();
      return this.effects.includes(delivery) && since <= this.lastAt ? RECEIPT : null;
    },
    profile: (...of) => this.profile(...of),
    withdraw: async () => undefined,
    absences: async () => new Map(),
    look: async () => ({ as: { identity: 'kith', since: null }, missing: [], commands: true, channels: [] }),
  };
}

let scripted: Scripted;
let id: DeliveryId;
/** How long ago every worker took what it holds, as its own stopwatch says. */
let held: number;
let engine: Engine;

function engineOn(transactor: Transactor): Engine {
  return createEngine(portsOn(transactor));
}

function portsOn(transactor: Transactor): Parameters<typeof createEngine>[0] {
  return {
    transactor,
    platforms: { of: () => scripted.platform, all: () => [] },
    scheduler: { schedule: async () => undefined },
    clock: { now: () => monday },
    stopwatch: () => () => held,
    calendar: workdays,
    random: systemRandom,
    log: { info() {}, warn() {}, error() {} },
    operator: null,
  };
}

beforeEach(() => begin());

async function begin(): Promise<void> {
  scripted = new Scripted();
  held = 0;
  engine = engineOn(bench.database.transactor);
  id = await bench.run(async (stores) => {
    const { within } = await found(stores);
    return (await prompted(within, { expiresAt: monday + day })).delivery.id;
  });
}

const lapse = () =>
  bench.query(`update kith.deliveries set lease_until = lease_until - interval '1 hour', not_before = null`);
const stands = async () => (await bench.query('select state, reason from kith.deliveries where id = $1', [id]))[0];

/** A promise somebody waits for until the test lets it go. */
function gate() {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const pass = () => {
    reached.resolve();
    return opened.promise;
  };
  return { pass, reached: reached.promise, open: opened.resolve, break: opened.reject };
}

describe('while one worker sends', () => {
  test('a lease that runs out, or is cut short by a clock that jumped, lets nobody send a second time', async () => {
    const call = gate();
    scripted.after = call.pass;
    const first = engine.deliver(id);
    await call.reached;
    await lapse();
    // The other leaves it alone: asking already would find it, but had it not arrived yet, it would be sent again.
    expect(await engine.deliver(id)).toEqual({ againInMs: 30_000 });
    expect(scripted.finds).toBe(0);
    call.open();
    expect(await first).toBe('done');
    await lapse();
    expect(await engine.deliver(id)).toBe('done');
    expect(scripted.effects).toEqual([id]);
    expect(await stands()).toMatchObject({ state: 'sent' });
  });

  test('one that was held up before its call gives up, and the other sends', async () => {
    const drawing = gate();
    scripted.before = drawing.pass;
    const first = engine.deliver(id);
    await drawing.reached;
    await lapse();
    await engine.deliver(id);
    await lapse();
    scripted.before = async () => undefined;
    // What the first is asked just before its call: fifteen seconds have passed, too many.
    held = 15_000;
    drawing.open();
    await first;
    expect(scripted.effects).toEqual([]);
    held = 0;
    await lapse();
    expect(await engine.deliver(id)).toBe('done');
    expect(scripted.effects).toEqual([id]);
  });

  test('one that hears too late that its answer was lost disturbs nobody', async () => {
    const call = gate();
    scripted.after = call.pass;
    const first = engine.deliver(id);
    await call.reached;
    await lapse();
    await engine.deliver(id);
    await lapse();
    scripted.after = async () => undefined;
    const looking = gate();
    scripted.finding = looking.pass;
    const second = engine.deliver(id);
    await looking.reached;
    held = 40_000;
    call.break(unclear());
    await first;
    expect(await stands()).toMatchObject({ state: 'sending' });
    held = 0;
    looking.open();
    expect(await second).toBe('done');
    expect(scripted.effects).toEqual([id]);
  });
});

test('one that asked too long why it was refused writes nothing over what another does', async () => {
  const asking = gate();
  scripted.before = () => Promise.reject(PlatformError.refused('channel-gone', 'gone'));
  scripted.profile = async () => {
    await asking.pass();
    return null;
  };
  const first = engine.deliver(id);
  await asking.reached;
  await lapse();
  await engine.deliver(id);
  await lapse();
  const looking = gate();
  scripted.finding = looking.pass;
  const second = engine.deliver(id);
  await looking.reached;
  asking.open();
  await first;
  expect(await stands()).toMatchObject({ state: 'sending' });
  looking.open();
  expect(await second).toBe('done');
  expect(await stands()).toMatchObject({ state: 'dropped', reason: 'left' });
});

test('a worker that stood still between two statements changes nothing of what another has taken since', async () => {
  const stopped = gate();
  const { transactor } = bench.database;
  const first = engineOn({
    ...transactor,
    alone: (work) =>
      transactor.alone((stores) => {
        const postpone: typeof stores.work.postpone = async (...how) => {
          await stopped.pass();
          return stores.work.postpone(...how);
        };
        return work({ ...stores, work: { ...stores.work, postpone } });
      }),
  });
  scripted.paces = () => [{ key: 'busy', everyMs: minute, burst: 1 }];
  await bench.run(({ work }) => work.reserve('' as CommunityId, scripted.paces(installation, to, 'send'), 'none'));
  const late = first.deliver(id);
  await stopped.reached;
  await lapse();
  scripted.paces = () => [];
  const call = gate();
  scripted.after = call.pass;
  const second = engine.deliver(id);
  await call.reached;
  scripted.after = async () => undefined;
  // It gives back what is no longer its own, as if nothing had begun.
  stopped.open();
  await late;
  await bench.query("update kith.deliveries set not_before = null where state = 'pending'");
  expect(await engine.deliver(id)).toMatchObject({ againInMs: expect.any(Number) });
  call.open();
  expect(await second).toBe('done');
  expect(scripted.effects).toEqual([id]);
});

test('a worker that is killed between taking and beginning leaves it to the next, who asks anew', async () => {
  const killed = engineOn({
    ...bench.database.transactor,
    alone: (work) =>
      bench.database.transactor.alone((stores) => {
        const begin = () => Promise.reject(new Error('the connection was lost'));
        return work({ ...stores, work: { ...stores.work, begin } });
      }),
  });
  await expect(killed.deliver(id)).rejects.toThrow('the connection was lost');
  expect(await stands()).toMatchObject({ state: 'sending' });
  await lapse();
  expect(await engine.deliver(id)).toBe('done');
  expect(scripted.effects).toEqual([id]);
});

describe('between the send and its receipt', () => {
  test('a store that is away just then, or a worker that is killed, ends in a look-up and not in a second message', async () => {
    let works = 0;
    const once = engineOn({
      ...bench.database.transactor,
      alone: (work) => {
        works += 1;
        // The first takes and begins; the second would have kept the receipt.
        return works === 2
          ? Promise.reject(new Error('the connection was lost'))
          : bench.database.transactor.alone(work);
      },
    });
    await expect(once.deliver(id)).rejects.toThrow('the connection was lost');
    expect(await stands()).toMatchObject({ state: 'sending' });
    await lapse();
    await engine.deliver(id);
    await lapse();
    expect(await engine.deliver(id)).toBe('done');
    expect(scripted.effects).toEqual([id]);
    expect(await stands()).toMatchObject({ state: 'sent' });
  });

  test('a database whose clock is minutes ahead of the platform’s finds what arrived all the same', async () => {
    scripted.after = async () => {
      throw unclear();
    };
    await engine.deliver(id);
    await bench.query("update kith.deliveries set begun_at = begun_at + interval '10 minutes'");
    await lapse();
    scripted.after = async () => undefined;
    expect(await engine.deliver(id)).toBe('done');
    expect(scripted.effects).toEqual([id]);
  });

  test('an answer that did not come in time is not looked up before it can no longer take effect', async () => {
    scripted.before = async () => {
      throw PlatformError.unclear('timeout', undefined, 20_000);
    };
    expect(await engine.deliver(id)).toEqual({ againInMs: 20_000 });
  });
});

test('one that is sent in the place of another and meets a busy platform is woken by that one’s job', async () => {
  const of = async (stores: Stores, count: number) => {
    const { within } = await found(stores);
    const all: DeliveryId[] = [];
    for (let number = 0; number < count; number += 1)
      all.push((await prompted(within, { expiresAt: monday + day })).delivery.id);
    return all;
  };
  const big = await bench.run((stores) => of(stores, 3));
  const [small = id] = await bench.run((stores) => of(stores, 1));
  scripted.paces = () => [{ key: 'everybody', everyMs: minute, burst: 1, shared: true }];
  const outcomes = [];
  for (const one of [...big, small]) outcomes.push(await engine.deliver(one));
  expect(outcomes).toMatchObject(['done', ...[1, 2, 3].map(() => ({ againInMs: expect.any(Number) }))]);
  await bench.query("update kith.deliveries set not_before = not_before - interval '1 minute' where state = 'pending'");
  scripted.before = async () => {
    throw PlatformError.busy(7_000, 'ratelimited');
  };
  expect(await engine.deliver(big[1] ?? id)).toEqual({
    againInMs: about(2 * minute),
    other: { id: small, inMs: 7_000 },
  });
});

/** Three deliveries of one community, of which one may go in a minute. */
async function threeAtOnePace(): Promise<[DeliveryId, DeliveryId, DeliveryId]> {
  scripted.paces = () => [{ key: 'everybody', everyMs: minute, burst: 1, shared: true }];
  return bench.run(async (stores) => {
    const { within } = await found(stores);
    const all: DeliveryId[] = [];
    for (let number = 0; number < 3; number += 1)
      all.push((await prompted(within, { expiresAt: monday + day })).delivery.id);
    return all as [DeliveryId, DeliveryId, DeliveryId];
  });
}

// Once, the job of the other ended with it, and its delivery waited for the sweep.
test('one that goes in the place of another and cannot be made leaves that one its slot', async () => {
  const [first, second, third] = await threeAtOnePace();
  for (const one of [first, second, third]) await engine.deliver(one);
  await bench.query(
    `update kith.members set zone = 'Mars/Olympus_Mons' where id = (select member_id from kith.deliveries where id = $1)`,
    [second],
  );
  await bench.query(
    "update kith.deliveries set not_before = not_before - interval '2 minutes' where state = 'pending'",
  );
  const told: unknown[] = [];
  const log = {
    info() {},
    warn() {},
    error: (event: string, _: unknown, fields: unknown) => void told.push([event, fields]),
  };
  const logging = createEngine({ ...portsOn(bench.database.transactor), log });
  expect(await logging.deliver(third)).toMatchObject({ againInMs: expect.any(Number) });
  expect(told).toEqual([['delivery.broken', { delivery: second }]]);
  await expect(logging.deliver(second)).resolves.toMatchObject({ againInMs: expect.any(Number) });
});

test('who comes to learn its slot lets go of one whose slot has come, which waits for a worker behind many', async () => {
  const [first, second, third] = await threeAtOnePace();
  await engine.deliver(first);
  expect(await engine.deliver(second)).toMatchObject({ againInMs: expect.any(Number) });
  expect(scripted.effects).toEqual([first]);
  await bench.query("update kith.deliveries set not_before = not_before - interval '1 minute' where state = 'pending'");
  // The third has to wait for two minutes in all, and it is not what is sent.
  expect(await engine.deliver(third)).toEqual({ againInMs: about(2 * minute) });
  expect(scripted.effects).toEqual([first, second]);
  expect(await engine.deliver(second)).toBe('done');
  expect(scripted.effects).toHaveLength(2);
});

test('a second prompt does not come on the day of one of which nobody knows yet whether it arrived', async () => {
  const [first, second] = await bench.run(async (stores) => {
    const { within } = await found(stores);
    const { member, delivery } = await prompted(within, { expiresAt: monday + day });
    const program = aProgram();
    await within.programs.add(program);
    const enrolment = await within.enrolments.put(anEnrolment(program, member));
    const occurrence = await within.occurrences.add(anOccurrence(enrolment));
    const other = aPrompt(occurrence, { to: delivery.to, expiresAt: monday + day });
    await within.deliveries.add([other]);
    return [delivery.id, other.id] as const;
  });
  scripted.after = async () => {
    throw unclear();
  };
  await engine.deliver(first);
  scripted.after = async () => undefined;
  expect(await engine.deliver(second)).toBe('done');
  expect(scripted.effects).toEqual([first]);
  const [{ reason } = {}] = await bench.query('select reason from kith.deliveries where id = $1', [second]);
  expect(reason).toBe('capped');
});

test('a reminder of a tie, whose cadence the member chose, takes no day from what Kith starts by itself', async () => {
  const [first, second, other] = await bench.run(async (stores) => {
    const { within } = await found(stores);
    const { member, delivery, occurrence } = await prompted(within, { expiresAt: monday + day });
    const program = aProgram();
    await within.programs.add(program);
    const enrolment = await within.enrolments.put(anEnrolment(program, member));
    const after = await within.occurrences.add(anOccurrence(enrolment));
    const next = aPrompt(after, { to: delivery.to, expiresAt: monday + day });
    await within.deliveries.add([next]);
    return [delivery.id, next.id, occurrence.program] as const;
  });
  await engine.deliver(first);
  await bench.query("update kith.programs set kind = 'reach-out' where id = $1", [other]);
  await engine.deliver(second);
  expect(scripted.effects).toEqual([first, second]);
});

test('who was asked something elsewhere, while their card was made, gets that question', async () => {
  const [occurrence] = await bench.query('select community_id, id from kith.occurrences order by id');
  const { community_id: community, id: which } = occurrence as { community_id: CommunityId; id: OccurrenceId };
  const shown: string[] = [];
  const { platform } = scripted;
  const { transactor } = bench.database;
  let opened = false;
  engine = createEngine({
    ...portsOn({
      ...transactor,
      alone: (work) =>
        transactor.alone((stores) =>
          work({
            ...stores,
            work: {
              ...stores.work,
              async reserve(...asked) {
                if (!opened) {
                  opened = true;
                  await bench.run(async (elsewhere) => {
                    const { occurrences } = elsewhere.in(community);
                    const held = await occurrences.get(which);
                    if (held) await occurrences.save({ ...held, prompt: 'good-today', question: 'Asked elsewhere?' });
                  });
                }
                return stores.work.reserve(...asked);
              },
            },
          }),
        ),
    }),
    platforms: {
      of: () => ({
        ...platform,
        send: (...sent) => {
          shown.push(JSON.stringify(sent[2]));
          return platform.send(...sent);
        },
      }),
      all: () => [],
    },
  });
  expect(await engine.deliver(id)).toBe('done');
  expect(shown).toEqual([expect.stringContaining('Asked elsewhere?')]);
});

test('whose platform is not configured any more waits without a word, and is dropped when its window is over', async () => {
  const ports = portsOn(bench.database.transactor);
  let now = monday;
  const without = createEngine({
    ...ports,
    clock: { now: () => now },
    platforms: {
      of() {
        throw new Error('slack is not configured');
      },
      all: () => [],
    },
  });
  expect(await without.deliver(id)).toEqual({ againInMs: 5 * minute });
  expect(await stands()).toMatchObject({ state: 'pending' });
  await lapse();
  now = monday + day;
  expect(await without.deliver(id)).toBe('done');
  expect(await stands()).toMatchObject({ state: 'dropped', reason: 'installation-gone' });
});

describe('when the look-up itself', () => {
  const lost = async () => {
    scripted.after = async () => {
      throw unclear();
    };
    await engine.deliver(id);
    await lapse();
  };

  test('fails, it is tried again, and nothing is sent on a guess', async () => {
    await lost();
    scripted.finding = async () => {
      throw PlatformError.busy(7_000, 'ratelimited');
    };
    expect(await engine.deliver(id)).toEqual({ againInMs: 7_000 });
    scripted.finding = async () => undefined;
    await lapse();
    expect(await engine.deliver(id)).toBe('done');
    expect(scripted.effects).toEqual([id]);
  });

  test('has to wait for its pace, it waits, is done once, and the send that follows has a pace of its own', async () => {
    await lost();
    scripted.effects.length = 0;
    scripted.paces = (_installation, _to, call) => [{ key: call, everyMs: minute, burst: 1 }];
    scripted.after = async () => undefined;
    scripted.finding = async () => {
      throw PlatformError.busy(7_000, 'ratelimited');
    };
    expect(await engine.deliver(id)).toEqual({ againInMs: 7_000 });
    scripted.finding = async () => undefined;
    await lapse();
    expect(await engine.deliver(id)).toEqual({ againInMs: about(minute) });
    expect(scripted.finds).toBe(1);
    // Its slot comes, and it is never late for it, however long this machine stands still.
    await bench.query('update kith.deliveries set not_before = null');
    expect(await engine.deliver(id)).toBe('done');
    expect([scripted.finds, scripted.effects]).toEqual([2, [id]]);
  });

  test('is refused, it ends unknown, and organizers hear what is missing', async () => {
    await lost();
    scripted.finding = async () => {
      throw PlatformError.refused('not-allowed', 'missing_scope', undefined, 'im:history');
    };
    expect(await engine.deliver(id)).toBe('done');
    expect(await stands()).toMatchObject({ state: 'unknown', reason: 'not-allowed' });
    expect(await bench.query('select kind, place, missing from kith.troubles')).toEqual([
      { kind: 'cannot-look-up', place: 'direct', missing: 'im:history' },
    ]);
  });
});

test(
  'whatever is lost, late or overtaken, in any order, a message takes effect once at most, and once it is sent exactly once',
  async () => {
    const step = fc.constantFrom('fine', 'lost-before', 'lost-after', 'busy', 'late', 'killed', 'find-fails', 'lapse');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        await begin();
        for (const one of [...steps, 'fine', 'lapse', 'fine', 'lapse', 'fine'] as const) {
          if (one === 'lapse') {
            await lapse();
            continue;
          }
          const fail = (error: Error, when: boolean) => async () => {
            if (when) throw error;
          };
          held = one === 'late' ? 20_000 : 0;
          scripted.before = fail(
            one === 'busy' ? PlatformError.busy(1, 'x') : unclear(),
            one === 'busy' || one === 'lost-before',
          );
          scripted.after = fail(
            one === 'killed' ? new Error('killed') : unclear(),
            one === 'killed' || one === 'lost-after',
          );
          scripted.finding = fail(unclear(), one === 'find-fails');
          await engine.deliver(id).catch(() => undefined);
        }
        const { state } = (await stands()) as { state: string };
        expect(scripted.effects.length).toBeLessThanOrEqual(1);
        if (state === 'sent') expect(scripted.effects).toEqual([id]);
      }),
      { numRuns: 60 },
    );
  },
  4 * minute,
);
