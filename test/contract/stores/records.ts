import { expect, test } from 'vitest';
import type { CommunityId, LocalDate, Zone } from '../../../src/engine/ids.ts';
import type { Reply } from '../../../src/engine/reply.ts';
import type { Bench } from './bench.ts';
import {
  aDelivery,
  aMember,
  anAnswer,
  anEnrolment,
  anOccurrence,
  aProgram,
  aPrompt,
  day,
  enrol,
  found,
  leaseOf,
  minute,
  monday,
  prompted,
} from './samples.ts';

const founded = { id: 'c1' as CommunityId, mode: 'work', language: 'es', zone: null, createdAt: monday } as const;
const installation = { platform: 'discord', externalId: 'G1', name: 'Garden' };
const reply: Reply = { kind: 'private', card: { fallback: 'Kith', blocks: [{ kind: 'text', text: ['noted'] }] } };

export function recordsContract(bench: Bench): void {
  test('a community is founded once and found again, also when its name has changed', async () => {
    const first = await bench.run((stores) => stores.communities.open(installation, founded));
    const notSetUp = { country: null, minors: true, channel: null, setUpAt: null };
    expect(first).toEqual({ ...installation, ...founded, ...notSetUp });
    const again = { ...founded, id: 'c2' as CommunityId };
    expect(await bench.run((stores) => stores.communities.open({ ...installation, name: 'New' }, again))).toEqual(
      first,
    );
    const settled = { ...first, name: 'New', country: 'IE', minors: false, channel: 'C1', setUpAt: monday };
    await bench.run((stores) => stores.communities.save(settled));
    expect(await bench.run((stores) => stores.communities.get(first.id))).toEqual(settled);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const attempt = bench.run(async (stores) => {
      const { within } = await found(stores);
      await prompted(within);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect((await bench.everything()).filter(({ table }) => !table.startsWith('migrations'))).toEqual([]);
  });

  test('who comes back keeps their row and gets the new settings', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const first = await within.members.put(aMember({ status: 'left', eraseAt: monday + day }));
      const back = aMember({ externalId: first.externalId, name: 'Maya R.', publicThanks: 'ask', ledger: false });
      expect(await within.members.put(back)).toEqual({ ...back, id: first.id });
      expect(await within.members.find(first.externalId)).toEqual({ ...back, id: first.id });
      expect(await within.members.get(back.id)).toBeNull();
      expect(await within.members.joined()).toEqual([{ ...back, id: first.id }]);
    });
  });

  test('programs and enrolments come back as they were saved', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { member, program, enrolment } = await enrol(within);
      const later = aProgram({ createdAt: monday + 1, channel: 'C1' });
      await within.programs.add(later);
      await within.programs.save({ ...program, status: 'archived' });
      expect(await within.programs.list()).toEqual([{ ...program, status: 'archived' }, later]);

      const second = await within.enrolments.put(anEnrolment(later, member, { nextDueAt: null, nextSlot: null }));
      const changed = {
        ...enrolment,
        every: 4,
        chosenEvery: 2,
        ignoredInRow: 1,
        lastSlot: '2026-03-02' as LocalDate,
        nextDueAt: null,
      };
      await within.enrolments.save([changed, { ...second, status: 'ended' }]);
      expect(await within.enrolments.get(enrolment.id)).toEqual(changed);
      expect(await within.enrolments.of(member.id)).toHaveLength(2);
      expect(await within.enrolments.in(later.id)).toEqual([{ ...second, status: 'ended' }]);
      // Enrolling again keeps the id of the row that stands.
      const again = anEnrolment(program, member);
      expect(await within.enrolments.put(again)).toEqual({ ...again, id: enrolment.id });
    });
  });

  test('one occurrence for each slot; open ones are found until they are missed', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { member, program, enrolment } = await enrol(within);
      const first = await within.occurrences.add(anOccurrence(enrolment));
      expect(await within.occurrences.add(anOccurrence(enrolment, { question: 'twice?' }))).toEqual(first);
      const shown = { ...first, state: 'shown', prompt: 'good-today', question: '¿Qué estaría bien hoy?' } as const;
      await within.occurrences.save(shown);
      const next = await within.occurrences.add(
        anOccurrence(enrolment, { slot: '2026-03-09' as LocalDate, dueAt: monday + 7 * day }),
      );
      expect(await within.occurrences.open(member.id, monday)).toEqual([shown]);
      expect(await within.occurrences.open(member.id, monday + 7 * day)).toEqual([next, shown]);
      expect(await within.occurrences.newest(enrolment.id)).toEqual(next);
      expect(await within.occurrences.inSlot(program.id, next.slot, member.id)).toEqual(next);
      await within.occurrences.miss({ program: program.id });
      expect(await within.occurrences.open(member.id, monday + 7 * day)).toEqual([shown]);
      expect(await within.occurrences.get(next.id)).toEqual({ ...next, state: 'missed' });
    });
  });

  test('an answer replaces the earlier one to the same occurrence', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { enrolment, member, occurrence } = await prompted(within);
      await within.answers.put(anAnswer(occurrence));
      const edited = anAnswer(occurrence, { choice: null, words: 'A walk 🌿', editedAt: monday + minute });
      await within.answers.put(edited);
      expect(await within.answers.get(occurrence.id)).toEqual(edited);
      const next = await within.occurrences.add(anOccurrence(enrolment, { slot: '2026-03-09' as LocalDate }));
      const newer = anAnswer(next, { answeredAt: monday + 7 * day });
      await within.answers.put(newer);
      expect(await within.answers.of(member.id, 10)).toEqual([newer, edited]);
      expect(await within.answers.of(member.id, 1)).toEqual([newer]);
    });
  });

  test('prompts seen, categories at rest and the audit log', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { id } = await within.members.put(aMember());
      await within.prompts.see(id, 'good-today', monday);
      await within.prompts.see(id, 'good-today', monday + day);
      expect(await within.prompts.seen(id)).toEqual(new Map([['good-today', monday + day]]));
      await within.prompts.rest(id, 'mood', monday + day);
      expect(await within.prompts.rests(id)).toEqual(new Map([['mood', monday + day]]));
      const entry = { actor: 'U1', action: 'program-created', target: null, at: monday };
      await within.audit.add(entry);
      await within.audit.add({ ...entry, action: 'program-paused' });
      expect(await within.audit.list(1)).toEqual([{ ...entry, action: 'program-paused' }]);
    });
  });

  test('deliveries of every kind come back as they were added; a second one for the same thing is not added', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { member, program, enrolment, occurrence, delivery } = await prompted(within);
      const slot = '2026-03-02' as LocalDate;
      const others = [
        aDelivery({ kind: 'doorbell', program: program.id, slot }, { to: { kind: 'channel', channel: 'C1' } }),
        aDelivery({ kind: 'welcome', member: member.id }),
        aDelivery({ kind: 'goodbye', member: member.id, enrolment: enrolment.id }),
      ];
      expect(await within.deliveries.add(others)).toEqual(expect.arrayContaining(others));
      for (const one of [delivery, ...others]) expect(await within.deliveries.get(one.id)).toEqual(one);
      const doubles = [aPrompt(occurrence), aDelivery({ kind: 'doorbell', program: program.id, slot }), ...others];
      expect(await within.deliveries.add(doubles)).toEqual([]);
    });
  });

  test('what is pending for a member or a program is dropped, with a reason that is counted', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const one = await prompted(within);
      const other = await prompted(within);
      const doorbell = aDelivery({ kind: 'doorbell', program: one.program.id, slot: '2026-03-02' as LocalDate });
      await within.deliveries.add([doorbell]);
      expect(await within.deliveries.drop({ member: other.member.id }, 'snoozed')).toBe(1);
      expect(await within.deliveries.drop({ program: one.program.id }, 'paused')).toBe(2);
      expect(await within.deliveries.drop({ program: one.program.id }, 'paused')).toBe(0);
      expect(await within.deliveries.get(doorbell.id)).toMatchObject({ state: 'dropped', reason: 'paused' });
      expect(await within.deliveries.counts(monday)).toEqual([
        { state: 'dropped', reason: 'paused', count: 2 },
        { state: 'dropped', reason: 'snoozed', count: 1 },
      ]);
      expect(await within.deliveries.counts(monday + 1)).toEqual([]);
    });
  });

  test('what of a program was planned and not begun is taken back, with the slots it was for; the rest stays', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const direct = await prompted(within);
      const { program } = direct;
      const begun = await enrol(within, { program });
      const begunOccurrence = await within.occurrences.add(anOccurrence(begun.enrolment));
      const begunDelivery = aPrompt(begunOccurrence, { dueAt: monday });
      const behind = await enrol(within, { program });
      const slot = '2026-03-09' as LocalDate;
      const waiting = await within.occurrences.add(anOccurrence(behind.enrolment, { slot }));
      const asked = await within.occurrences.add(
        anOccurrence(behind.enrolment, { slot: '2026-02-23' as LocalDate, state: 'shown' }),
      );
      const posted = aDelivery(
        { kind: 'doorbell', program: program.id, slot: '2026-02-23' as LocalDate },
        { state: 'sent' },
      );
      const bell = aDelivery({ kind: 'doorbell', program: program.id, slot });
      await within.deliveries.add([begunDelivery, posted, bell]);
      // Begun, with an answer that was lost.
      const lease = leaseOf(await stores.work.take(begunDelivery.id, monday, 30_000));
      await stores.work.begin(lease, null);
      await stores.work.postpone(lease, 60_000, { slot: null, begun: true });
      const other = await prompted(within);
      const withdrawn = await within.deliveries.withdraw(program.id);
      const slotOf = ({ enrolment, slot, dueAt }: typeof waiting) => ({ enrolment, slot, dueAt });
      const byEnrolment = (one: { enrolment: string }, two: { enrolment: string }) =>
        one.enrolment < two.enrolment ? -1 : 1;
      expect([...withdrawn].sort(byEnrolment)).toEqual([slotOf(direct.occurrence), slotOf(waiting)].sort(byEnrolment));
      expect(await within.deliveries.withdraw(program.id)).toEqual([]);
      for (const gone of [direct.delivery, bell]) expect(await within.deliveries.get(gone.id)).toBeNull();
      for (const gone of [direct.occurrence, waiting]) expect(await within.occurrences.get(gone.id)).toBeNull();
      for (const stays of [begunDelivery, posted, other.delivery])
        expect(await within.deliveries.get(stays.id)).not.toBeNull();
      for (const stays of [begunOccurrence, asked, other.occurrence])
        expect(await within.occurrences.get(stays.id)).toEqual(stays);
      // The slot is free again.
      expect(await within.deliveries.add([{ ...bell, id: `${bell.id.slice(1)}y` as typeof bell.id }])).toHaveLength(1);
    });
  });

  test('of two who change a program at once, the second waits and sees what the first did', async () => {
    const { community, program } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const program = aProgram();
      await within.programs.add(program);
      return { community, program };
    });
    const rename = (add: string) =>
      bench.run(async (stores) => {
        const { programs } = stores.in(community.id);
        const one = await programs.lock(program.id);
        if (one !== null) await programs.save({ ...one, name: one.name + add });
      });
    await Promise.all(['a', 'a', 'a', 'a'].map(rename));
    const after = await bench.run((stores) => stores.in(community.id).programs.get(program.id));
    expect(after?.name).toBe(`${program.name}aaaa`);
  });

  test('of a member’s being away only what is told is noted', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { id } = await within.members.put(aMember());
      expect(await within.presences.get(id)).toBeNull();
      await within.presences.note(id, { awayUntil: monday });
      await within.presences.note(id, { silent: { from: monday, until: monday + 1 } });
      expect(await within.presences.get(id)).toEqual({
        awayUntil: monday,
        silent: { from: monday, until: monday + 1 },
        askedAt: null,
        zone: null,
      });
      const zone = 'Asia/Tokyo' as Zone;
      await within.presences.note(id, { awayUntil: null, silent: null, askedAt: monday, zone });
      expect(await within.presences.get(id)).toEqual({ awayUntil: null, silent: null, askedAt: monday, zone });
    });
  });

  test('a redelivered event hears the first reply', async () => {
    const { community, member } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      return { community, member: await within.members.put(aMember()) };
    });
    const first = await bench.run(async (stores) => {
      const { claims } = stores.in(community.id);
      const claim = await claims.claim('Ev1', monday);
      await claims.answered('Ev1', reply, member.externalId);
      return claim;
    });
    expect(first).toEqual({ kind: 'new' });
    const again = await bench.run((stores) => stores.in(community.id).claims.claim('Ev1', monday));
    expect(again).toEqual({ kind: 'answered', reply });
  });

  test('the claim of an event that was rolled back is free again', async () => {
    const { community } = await bench.run(found);
    await expect(
      bench.run(async (stores) => {
        await stores.in(community.id).claims.claim('Ev1', monday);
        throw new Error('a bug');
      }),
    ).rejects.toThrow('a bug');
    expect(await bench.run((stores) => stores.in(community.id).claims.claim('Ev1', monday))).toEqual({ kind: 'new' });
  });

  test('an event that erased its own member can still be answered', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      await within.claims.claim('Ev1', monday);
      await within.claims.answered('Ev1', reply, 'U-gone');
      expect(await within.claims.claim('Ev1', monday)).toEqual({ kind: 'answered', reply });
    });
  });
}
