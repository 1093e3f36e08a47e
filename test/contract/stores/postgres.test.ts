import { expect, test } from 'vitest';
import { openDatabase } from '../../../adapters/postgres/database.ts';
import { planDue } from '../../../src/engine/deliveries/plan-due.ts';
import { afterPosting } from '../../../src/engine/gratitude/posted.ts';
import { eraseWithPosts } from '../../../src/engine/gratitude/removing.ts';
import type { LocalDate } from '../../../src/engine/ids.ts';
import type { CommunityStores } from '../../../src/engine/ports/stores.ts';
import type { Lease } from '../../../src/engine/ports/work-store.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import type { Reply } from '../../../src/engine/reply.ts';
import { systemRandom } from '../../../src/random.ts';
import { freshDatabase } from '../../servers/database.ts';
import { failingLog } from './bench.ts';
import { eightDue, planner, turns } from './planning.ts';
import {
  aDelivery,
  aMember,
  anAct,
  anAnswer,
  anOccurrence,
  aPrompt,
  aThanks,
  aTie,
  enrol,
  everythingBefore,
  found,
  giverAndReceiver,
  leaseOf,
  minute,
  monday,
  prompted,
} from './samples.ts';
import { storesContract } from './suite.ts';

const bench = storesContract(async () => {
  const database = await freshDatabase();
  return { url: database.url, ownSessions: true, leave: () => database.drop() };
});

/** Two transactions at the same time: PGlite has them one after the other. Resolves when so many of ours wait for somebody's lock. */
const untilWaiting = (many: number) =>
  expect
    .poll(async () => {
      const [row] = await bench.query(
        `select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and backend_type = 'client backend'`,
      );
      return row?.n;
    })
    .toBe(many);

test('an event redelivered while the first is in flight waits and hears the same reply', async () => {
  const { community } = await bench.run(found);
  const reply: Reply = { kind: 'public', card: { fallback: 'Kith', blocks: [] } };
  const claimed = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const first = bench.run(async (stores) => {
    const { claims } = stores.in(community.id);
    const claim = await claims.claim('Ev1', monday);
    claimed.resolve();
    await finish.promise;
    await claims.answered('Ev1', reply, null);
    return claim;
  });
  await claimed.promise;
  const second = bench.run((stores) => stores.in(community.id).claims.claim('Ev1', monday));
  await untilWaiting(1);
  finish.resolve();
  expect(await first).toEqual({ kind: 'new' });
  expect(await second).toEqual({ kind: 'answered', reply });
});

test('two devices at once: who comes second reads the check-in as the first has left it, and a redelivery hears its reply', async () => {
  const { community, member, occurrence } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    return { community, ...(await prompted(within)) };
  });
  const answering = (claim: string, words: string, meanwhile: () => Promise<void>) =>
    bench.run(async (stores) => {
      const { answers, claims, occurrences } = stores.in(community.id);
      const entered = await stores.enter({
        installation: community,
        claim,
        at: monday,
        person: member.externalId,
        checkIn: claim === 'Ev3' ? null : occurrence.id,
      });
      if (entered?.claim.kind !== 'new') return entered?.claim;
      const held = await occurrences.hold(occurrence.id);
      if (held?.occurrence.question === null)
        await occurrences.save({ ...occurrence, prompt: 'good-today', question: words });
      const before = await answers.get(occurrence.id);
      await answers.put(anAnswer(occurrence, { words }));
      await meanwhile();
      await claims.answered(claim, { kind: 'nothing' }, member.externalId);
      return [before?.words ?? null, held?.occurrence.question ?? null];
    });
  const letGo = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const first = answering('Ev1', 'A walk.', () => {
    held.resolve();
    return letGo.promise;
  });
  await held.promise;
  const others = ['Ev1', 'Ev2', 'Ev3'].map((claim) => answering(claim, 'Lunch.', async () => undefined));
  await untilWaiting(3);
  letGo.resolve();
  expect(await first).toEqual([null, null]);
  const [again, ...later] = await Promise.all(others);
  expect(again).toEqual({ kind: 'answered', reply: { kind: 'nothing' } });
  // Whoever of the two came first: the question is the one that was asked first, and no answer is overlooked.
  expect(later).toEqual([
    [expect.stringMatching(/./), 'A walk.'],
    [expect.stringMatching(/./), 'A walk.'],
  ]);
});

test('who has to wait for somebody’s lock does not hold up the others that are asked about at the same moment', async () => {
  const ids = await bench.run(async (stores) => {
    const { within } = await found(stores);
    return [await prompted(within), await prompted(within), await prompted(within)].map(({ delivery }) => delivery.id);
  });
  const { transactor } = bench.database;
  const taken = await Promise.all(ids.map((id) => transactor.alone(({ work }) => work.take(id, monday, 10 * minute))));
  const [locked, ...others] = taken.map(leaseOf) as [Lease, Lease, Lease];
  const letGo = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = bench.run(async ({ work }) => {
    await work.begin(locked, null);
    held.resolve();
    await letGo.promise;
  });
  await held.promise;
  const begin = (lease: Lease) => transactor.alone(({ work }) => work.begin(lease, null));
  const waits = begin(locked);
  expect(await Promise.all(others.map(begin))).toEqual([true, true]);
  letGo.resolve();
  await holding;
  expect(await waits).toBe(true);
  // PostgreSQL itself would end the waiting after fifteen seconds.
}, 14_000);

test('of one member’s prompts that two workers take at the same moment one waits, though neither could see the other', async () => {
  const [first, second] = await bench.run(async (stores) => {
    const { within } = await found(stores);
    const { member, enrolment, delivery } = await prompted(within);
    const later = await within.occurrences.add(anOccurrence(enrolment, { slot: '2026-03-09' as LocalDate }));
    const other = aPrompt(later, { to: { kind: 'direct', person: member.externalId } });
    await within.deliveries.add([other]);
    return [delivery.id, other.id] as const;
  });
  const { transactor } = bench.database;
  const letGo = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const one = bench.run(async ({ work }) => {
    const taken = await work.take(first, monday, 10 * minute);
    held.resolve();
    await letGo.promise;
    return taken;
  });
  await held.promise;
  const another = transactor.alone(({ work }) => work.take(second, monday, 10 * minute));
  await untilWaiting(1);
  letGo.resolve();
  expect(await one).toMatchObject({ delivery: { id: first } });
  expect(await another).toEqual({ againInMs: 1_000 });
});

test('two planners share the work: what one has locked the other skips', async () => {
  await bench.run(async (stores) => {
    const { within } = await found(stores);
    for (let count = 0; count < 4; count += 1) await enrol(within);
  });
  const [one, other] = await bench.run(async (first) => [
    await first.work.dueEnrolments(monday, 2),
    await bench.run((second) => second.work.dueEnrolments(monday, 10)),
  ]);
  const ids = [one, other].map((due) => due?.map(({ enrolment }) => enrolment.id) ?? []);
  expect(ids.map((list) => list.length)).toEqual([2, 2]);
  expect(new Set(ids.flat()).size).toBe(4);
});

test.each(['community', 'missed community', 'member'] as const)(
  'a %s is erased while a batch of theirs is planned: one waits for the other, and neither fails',
  async (whose) => {
    const { id, member } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      return { id: community.id, member: (await enrol(within)).member };
    });
    const [read, erasing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { planning } = planner(bench, async () => {
      read.resolve();
      await erasing.promise;
    });
    const planned = planDue(planning);
    await read.promise;
    const erased = bench.run(async (stores) => {
      if (whose === 'member') return stores.in(id).members.erase(member.id);
      if (whose === 'missed community') await stores.work.standing(id);
      await stores.communities.erase(id, null);
    });
    await untilWaiting(1);
    erasing.resolve();
    expect(await planned).toBe(1);
    await erased;
    expect(await bench.query('select from kith.occurrences')).toEqual([]);
    expect(await bench.query('select from kith.members')).toEqual([]);
  },
);

test.each(['community', 'member'] as const)(
  'a %s is erased while a prompt of theirs begins: it waits, and finds nothing to send',
  async (whose) => {
    const { id, member, occurrence, delivery, tie } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const friend = await within.members.put(aMember());
      const prompt = await prompted(within);
      // One is met on the way when a member is erased, the other when a community is.
      const tie = await within.ties.put(aTie(friend, { person: prompt.member.externalId }));
      await within.claims.claim('Ev1', monday);
      return { id: community.id, ...prompt, tie };
    });
    const { transactor } = bench.database;
    const lease = leaseOf(await transactor.alone(({ work }) => work.take(delivery.id, monday, 10 * minute)));
    const [held, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = bench.run(async (stores) => {
      const { ties, claims } = stores.in(id);
      if (whose === 'member') await ties.put(tie);
      else await claims.answered('Ev1', { kind: 'nothing' }, null);
      // What only writes is not waited for; what reads comes after it.
      await ties.get(tie.id);
      held.resolve();
      await letGo.promise;
    });
    await held.promise;
    const erased = bench.run(async (stores) =>
      whose === 'member' ? stores.in(id).members.erase(member.id) : stores.communities.erase(id, null),
    );
    await untilWaiting(1);
    const asked = { ...occurrence, prompt: 'good-today', question: 'What would be good today?' };
    const begun = transactor
      .alone(({ work }) => work.begin(lease, { community: id, occurrence: asked, at: monday }))
      .catch((error: unknown) => String(error));
    await untilWaiting(2);
    letGo.resolve();
    await holding;
    await erased;
    // A deadlock ends one of the two, and it may be the erasure.
    expect(await begun).toContain('no longer ours to send');
    expect(await bench.query('select from kith.deliveries')).toEqual([]);
  },
);

test('a workspace that installs Kith again just when it is erased keeps its new token', async () => {
  const { id, externalId } = await bench.run(async (stores) => (await found(stores)).community);
  const { installations } = bench.database;
  await installations.save(externalId, '{"token":"old"}');
  let saved: Promise<void> | undefined;
  await bench.run(async (stores) => {
    await stores.work.standing(id);
    saved = installations.save(externalId, '{"token":"new"}');
    await untilWaiting(1);
    await stores.communities.erase(id, null);
  });
  await saved;
  expect(await bench.run(({ communities }) => communities.get(id))).toBeNull();
  expect(await installations.find(externalId)).toContain('new');
});

test('a batch is read and computed while the one before it is written, and still written after it', async () => {
  const inOrder = await eightDue(bench);
  const second = Promise.withResolvers<void>();
  let batches = 0;
  // The first goes on long after the second was read and is done computing: so long that it could have been written.
  const { planning } = planner(bench, async () => {
    batches += 1;
    if (batches > 1) return second.resolve();
    await second.promise;
    for (let journeys = 0; journeys < 30; journeys++) await bench.query('select from kith.deliveries');
  });
  expect(await planDue(planning, 4)).toBe(8);
  expect(await turns(bench)).toEqual(inOrder);
});

test('when the queue fails while the next batch is still being read, the planner says so, and everything is written', async () => {
  const inOrder = await eightDue(bench);
  const failed = Promise.withResolvers<void>();
  let batches = 0;
  const { planning } = planner(bench, async () => {
    batches += 1;
    if (batches < 3) return;
    await failed.promise;
    for (let journeys = 0; journeys < 5; journeys++) await bench.query('select from kith.deliveries');
  });
  let enqueued = 0;
  const schedule = async () => {
    enqueued += 1;
    if (enqueued === 1) return;
    failed.resolve();
    throw new Error('The queue is gone.');
  };
  await expect(planDue({ ...planning, schedule }, 3)).rejects.toThrow('The queue is gone.');
  expect(await turns(bench)).toEqual(inOrder);
});

test('a delivery’s foreign key finds its occurrence by the primary key, also planned while there was none', async () => {
  // As new, of no size that PostgreSQL knows; in one transaction, so that autovacuum does not tell it one in between.
  await bench.query('begin');
  await bench.query('truncate kith.occurrences cascade');
  const plan = await bench.query(
    "explain select from kith.occurrences where community_id = 'c' and id = 'o' for key share",
  );
  await bench.query('commit');
  expect(JSON.stringify(plan)).toContain('occurrences_pkey');
});

test('while one process purges another leaves it alone, and neither waits for a row that somebody holds', async () => {
  await bench.run(async (stores) => {
    const { within } = await found(stores);
    for (const key of ['held', 'free']) await within.claims.claim(key, monday);
  });
  const bound = monday + 1;
  const before = everythingBefore(bound);
  await bench.query('begin');
  await bench.query("select from kith.claims where key = 'held' for update");
  const deleted = await bench.run(async ({ work }) => [
    await work.purge(before, 10),
    await bench.run((other) => other.work.purge(before, 10)),
  ]);
  await bench.query('rollback');
  expect(deleted).toEqual([1, 0]);
  expect(await bench.run(({ work }) => work.purge(before, 10))).toBe(1);
});

test('an expiring occurrence is skipped while its member answers', async () => {
  const { community, enrolment } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { enrolment } = await enrol(within);
    await within.occurrences.add(anOccurrence(enrolment, { expiresAt: monday }));
    return { community, enrolment };
  });
  await bench.run(async (answering) => {
    await answering.in(community.id).enrolments.get(enrolment.id);
    expect(await bench.run(({ work }) => work.expired(monday, 10))).toEqual([]);
  });
  expect(await bench.run(({ work }) => work.expired(monday, 10))).toHaveLength(1);
});

// A worker had it, gave it its question, and put it back until its turn at the platform's pace.
test('what a worker has taken and not begun is taken back too, as soon as the worker lets go of it', async () => {
  const { community, ...given } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    return { community, ...(await prompted(within)) };
  });
  const taken = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const worker = bench.run(async (stores) => {
    const lease = leaseOf(await stores.work.take(given.delivery.id, monday, 30_000));
    await stores.in(community.id).occurrences.save({ ...given.occurrence, prompt: 'prompt.today', question: 'How?' });
    taken.resolve();
    await letGo.promise;
    await stores.work.postpone(lease, 60_000, { slot: { waitMs: 60_000, place: null }, begun: false });
  });
  await taken.promise;
  const edit = bench.run((stores) => stores.in(community.id).deliveries.withdraw(given.program.id));
  await untilWaiting(1);
  letGo.resolve();
  await worker;
  const { enrolment, slot, dueAt } = given.occurrence;
  expect(await edit).toEqual([{ enrolment, slot, dueAt }]);
  await bench.run(async (stores) => {
    expect(await stores.work.take(given.delivery.id, monday, 30_000)).toBeNull();
    expect(await stores.in(community.id).occurrences.get(given.occurrence.id)).toBeNull();
  });
});

test('two changes of one member at once are both kept', async () => {
  const { community, member } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    return { community, ...(await enrol(within)) };
  });
  const change = (changes: object) =>
    bench.run(async (stores) => {
      const { members } = stores.in(community.id);
      const now = await members.find(member.externalId);
      if (now) await members.save({ ...now, ...changes });
    });
  await Promise.all([change({ snoozedUntil: monday }), change({ language: 'es' }), change({ weekday: 3 })]);
  const after = await bench.run((stores) => stores.in(community.id).members.get(member.id));
  expect(after).toEqual({ ...member, snoozedUntil: monday, language: 'es', weekday: 3 });
});

test('two members thanking each other at the same moment do not wait for one another', async () => {
  const { community, one, other } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    return { community, one: await within.members.put(aMember()), other: await within.members.put(aMember()) };
  });
  const bothRead = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const thank = (index: number, giver: Member, receiver: Member) =>
    bench.run(async (stores) => {
      const { members, thanks } = stores.in(community.id);
      await members.find(giver.externalId);
      bothRead[index]?.resolve();
      await Promise.all(bothRead.map((read) => read.promise));
      await members.find(receiver.externalId);
      return thanks.add(aThanks(giver, receiver));
    });
  expect(await Promise.all([thank(0, one, other), thank(1, other, one)])).toEqual([true, true]);
});

test('of thirty thanks at once twenty are counted', async () => {
  const { community, giver } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    return { community, giver: await within.members.put(aMember()) };
  });
  const counted = await Promise.all(
    Array.from({ length: 30 }, () =>
      bench.run((stores) => stores.in(community.id).thanks.countDay(giver.id, '2026-03-02' as LocalDate, 1)),
    ),
  );
  expect(counted.filter((one) => one)).toHaveLength(20);
  expect(await bench.query('select count from kith.thanks_days')).toEqual([{ count: 20 }]);
});

test('thanked for one message, and tied to one person, several times at once: it is there once', async () => {
  const { community, giver, receiver } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    return { community, ...(await giverAndReceiver(within)) };
  });
  const atOnce = <T>(work: (within: CommunityStores) => Promise<T>) =>
    Promise.all(Array.from({ length: 8 }, () => bench.run((stores) => work(stores.in(community.id)))));
  const added = await atOnce(({ thanks }) => thanks.add(aThanks(giver, receiver, { message: 'C1/1.1' })));
  expect(added.filter((one) => one)).toHaveLength(1);
  const ties = await atOnce(({ ties }) => ties.put(aTie(giver)));
  expect(new Set(ties.map(({ id }) => id)).size).toBe(1);
  const [standing] = await bench.run((stores) => stores.in(community.id).ties.of(giver.id));
  expect(ties).toContainEqual(standing);
  await atOnce(({ ledger }) => ledger.enter(anAct(giver, null)));
  expect(await bench.run((stores) => stores.in(community.id).ledger.of(giver.id, 0))).toHaveLength(1);
});

test('a giver who hears that a note landed does not bring back what its receiver is hiding', async () => {
  const { community, giver, note } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { giver, receiver } = await giverAndReceiver(within);
    const note = aThanks(giver, receiver, { landedAt: monday });
    await within.thanks.add(note);
    return { community, giver, note };
  });
  const told = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const telling = bench.run(async (stores) => {
    const { thanks } = stores.in(community.id);
    const landed = await thanks.landed(giver.id);
    told.resolve();
    await finish.promise;
    for (const one of landed) await thanks.save({ ...one, landedSeen: true });
  });
  await told.promise;
  const hiding = bench.run(async (stores) => {
    const { thanks } = stores.in(community.id);
    const now = await thanks.get(note.id);
    if (now) await thanks.save({ ...now, hidden: true });
  });
  await untilWaiting(1);
  finish.resolve();
  await Promise.all([telling, hiding]);
  const after = await bench.run((stores) => stores.in(community.id).thanks.get(note.id));
  expect(after).toEqual({ ...note, landedSeen: true, hidden: true });
});

// Once, what was noted as posted between the two looks of an erasure stood in its channel for good.
test('a post that is being noted while its giver is erased is taken away with them', async () => {
  const { community, giver, post } = await bench.run(async (stores) => {
    const { community, within } = await found(stores);
    const { giver, receiver } = await giverAndReceiver(within);
    const note = aThanks(giver, receiver, { mayBePublic: true });
    await within.thanks.add(note);
    const subject = { kind: 'public-thanks', thanks: note.id } as const;
    const [post] = await within.deliveries.add([aDelivery(subject, { to: { kind: 'channel', channel: 'C1' } })]);
    if (post === undefined) throw new Error('nothing to deliver');
    return { community, giver, post: { ...post, subject } };
  });
  const receipt = { channel: 'C1', message: '1.1' };
  const noted = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const noting = bench.run(async (stores) => {
    await stores.work.sent(post.id, receipt, monday);
    noted.resolve();
    await finish.promise;
    const posted = { subject: post.subject, receipt, shown: null };
    await afterPosting(stores.in(community.id), community, posted, monday, systemRandom);
  });
  await noted.promise;
  const erasing = bench.run((stores) =>
    eraseWithPosts({ stores: stores.in(community.id), now: monday, random: systemRandom }, giver.id, 'gone'),
  );
  await untilWaiting(1);
  finish.resolve();
  await noting;
  expect((await erasing).map(({ subject, receipt }) => [subject.kind, receipt])).toEqual([['withdrawal', receipt]]);
});

test('two processes migrating an empty database at once do it once', async () => {
  const fresh = await freshDatabase();
  const databases = await Promise.all(
    [1, 2].map(() => openDatabase({ url: fresh.url, cipher: bench.cipher, log: failingLog })),
  );
  const done = await Promise.all(databases.map((database) => database.migrate()));
  expect(done.filter((names) => names.length > 0)).toHaveLength(1);
  await Promise.all(databases.map((database) => database.close()));
  await fresh.drop();
});
