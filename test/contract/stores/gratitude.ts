import { expect, test } from 'vitest';
import type { LocalDate } from '../../../src/engine/ids.ts';
import type { Bench } from './bench.ts';
import {
  aDelivery,
  aDraft,
  aMember,
  anAct,
  aThanks,
  day,
  found,
  giverAndReceiver,
  minute,
  monday,
  nothingBefore,
} from './samples.ts';

const today = '2026-03-02' as LocalDate;

export function gratitudeContract(bench: Bench): void {
  test('a note comes back as it was given, with what was changed since', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const plain = aThanks(giver, receiver, { message: null, more: null, kind: null });
      const rich = aThanks(giver, receiver, {
        among: 3,
        kind: 'esteem',
        mayBePublic: true,
        together: plain.id,
        words: '¡Gracias! 🌿 שלום',
      });
      for (const thanks of [plain, rich]) {
        expect(await within.thanks.add(thanks)).toBe(true);
        expect(await within.thanks.get(thanks.id)).toEqual(thanks);
      }
      const read = {
        ...rich,
        took: 'a morning',
        changed: 'all of it',
        more: 'It took a morning.',
        readAt: monday + day,
        landedAt: monday + day,
        reported: true,
      };
      await within.thanks.save(read);
      expect(await within.thanks.get(rich.id)).toEqual(read);
      expect(await within.thanks.get(plain.id)).toEqual(plain);
      expect(await within.thanks.together(plain.id)).toEqual([plain, read].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      expect(await within.thanks.together(rich.id)).toEqual([]);
    });
  });

  test('the same giver thanks the same receiver for the same message once, and without a message as often as they like', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const first = aThanks(giver, receiver, { message: 'C1/1.1' });
      expect(await within.thanks.add(first)).toBe(true);
      expect(await within.thanks.add(aThanks(giver, receiver, { message: 'C1/1.1', words: 'again' }))).toBe(false);
      expect(await within.thanks.jar(receiver.id, 10, null)).toEqual([first]);
      expect(await within.thanks.add(aThanks(giver, receiver, { message: 'C1/1.2' }))).toBe(true);
      expect(await within.thanks.add(aThanks(receiver, giver, { message: 'C1/1.1' }))).toBe(true);
      for (const message of [null, null])
        expect(await within.thanks.add(aThanks(giver, receiver, { message }))).toBe(true);
    });
  });

  test('the jar holds what was received and not hidden, newest first, page by page', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const given = [1, 2, 3].map((minutes) => aThanks(giver, receiver, { givenAt: monday + minutes * minute }));
      const [oldest, middle, newest] = given;
      for (const thanks of [...given, aThanks(giver, receiver, { hidden: true }), aThanks(receiver, giver)])
        await within.thanks.add(thanks);
      expect(await within.thanks.jar(receiver.id, 10, null)).toEqual([newest, middle, oldest]);
      expect(await within.thanks.jar(receiver.id, 2, null)).toEqual([newest, middle]);
      expect(await within.thanks.jar(receiver.id, 2, monday + 2 * minute)).toEqual([oldest]);
    });
  });

  test('a giver finds what they gave, newest first, also those given in one moment, and not what they took back', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const oldest = aThanks(giver, receiver, { givenAt: monday - minute, posted: { channel: 'C1', message: '1.1' } });
      const atOnce = [1, 2, 3].map(() => aThanks(giver, receiver, { hidden: true }));
      const others = [aThanks(receiver, giver), aThanks(giver, receiver, { takenBack: true, reported: true })];
      for (const thanks of [oldest, ...atOnce, ...others]) await within.thanks.add(thanks);
      const inOrder = [...atOnce.toSorted((a, b) => (a.id < b.id ? 1 : -1)), oldest];
      expect(await within.thanks.sent(giver.id, 10, null)).toEqual(inOrder);
      const page = await within.thanks.sent(giver.id, 2, null);
      expect(page).toEqual(inOrder.slice(0, 2));
      expect(await within.thanks.sent(giver.id, 2, page[1] ?? null)).toEqual(inOrder.slice(2));
    });
  });

  test('unread is what the receiver has not opened, given until then, oldest first', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const later = aThanks(giver, receiver, { givenAt: monday + minute });
      const early = aThanks(giver, receiver);
      const others = [
        aThanks(giver, receiver, { readAt: monday }),
        aThanks(giver, receiver, { hidden: true }),
        aThanks(receiver, giver),
      ];
      for (const thanks of [later, early, ...others]) await within.thanks.add(thanks);
      expect(await within.thanks.unread(receiver.id, monday + minute)).toEqual([early, later]);
      expect(await within.thanks.unread(receiver.id, monday)).toEqual([early]);
    });
  });

  test('that a note landed waits for its giver until they were told; what was reported for organizers', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const landed = aThanks(giver, receiver, { landedAt: monday + day });
      const reported = aThanks(giver, receiver, { reported: true, hidden: true });
      const newer = aThanks(receiver, giver, { reported: true, givenAt: monday + minute });
      for (const thanks of [landed, reported, newer, aThanks(giver, receiver)]) await within.thanks.add(thanks);
      expect(await within.thanks.landed(giver.id)).toEqual([landed]);
      expect(await within.thanks.landed(receiver.id)).toEqual([]);
      await within.thanks.save({ ...landed, landedSeen: true });
      expect(await within.thanks.landed(giver.id)).toEqual([]);
      expect(await within.thanks.reported(10, null)).toEqual([newer, reported]);
      expect(await within.thanks.reported(1, null)).toEqual([newer]);
      expect(await within.thanks.reported(1, receiver.id)).toEqual([reported]);
    });
  });

  test('a note that was taken back goes with what was to be delivered of it and the act it made', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const [undone, stays] = [aThanks(giver, receiver), aThanks(giver, receiver)];
      const deliveries = [];
      for (const thanks of [undone, stays]) {
        await within.thanks.add(thanks);
        await within.ledger.enter(anAct(receiver, giver, { sourceId: thanks.id }));
        const note = aDelivery({ kind: 'thanks', thanks: thanks.id, member: receiver.id });
        const post = aDelivery({ kind: 'public-thanks', thanks: thanks.id });
        deliveries.push(...(await within.deliveries.add([note, post])));
      }
      await within.thanks.remove(undone.id);
      expect(await within.thanks.get(undone.id)).toBeNull();
      expect(await within.ledger.of(giver.id, 0)).toEqual([anAct(receiver, giver, { sourceId: stays.id })]);
      for (const delivery of deliveries) {
        const { subject } = delivery;
        const kept = 'thanks' in subject && subject.thanks === stays.id;
        expect(await within.deliveries.get(delivery.id)).toEqual(kept ? delivery : null);
      }
    });
  });

  test('a week knows what was posted in it, and its digest: delivered once, and found as long as there is something to remove', async () => {
    const slot = '2026-03-06' as LocalDate;
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const posted = { posted: { channel: 'C1', message: '1.1' }, digest: slot };
      const later = aThanks(giver, receiver, { ...posted, givenAt: monday + minute });
      const early = aThanks(receiver, giver, posted);
      const others = [aThanks(giver, receiver, { ...posted, digest: today }), aThanks(giver, receiver)];
      for (const thanks of [later, early, ...others]) await within.thanks.add(thanks);
      expect(await within.thanks.ofWeek(slot, 10)).toEqual([early, later]);
      expect(await within.thanks.ofWeek(slot, 1)).toEqual([early]);
      const ids = (notes: readonly { readonly id: string }[]) => notes.map(({ id }) => id).sort();
      expect(ids(await within.thanks.postedOf(giver.id))).toEqual(ids([later, early, ...others.slice(0, 1)]));

      expect(await within.deliveries.takeDigest(slot)).toBeNull();
      const digest = () => aDelivery({ kind: 'digest', slot }, { to: { kind: 'channel', channel: 'C1' } });
      const [told] = await within.deliveries.add([digest()]);
      expect(await within.deliveries.add([digest()])).toEqual([]);
      if (told === undefined) throw new Error('nothing to deliver');
      await stores.work.sent(told.id, { channel: 'C1', message: '2.2' }, monday);
      const end = monday + 1000 * day;
      await stores.work.purge(nothingBefore({ deliveries: end }), 1_000);
      const { within: elsewhere } = await found(stores);
      expect(await within.deliveries.takeDigest(today)).toBeNull();
      expect(await elsewhere.deliveries.takeDigest(slot)).toBeNull();
      // Taken away once: a second note of that week that goes finds nothing to take away.
      expect(await within.deliveries.takeDigest(slot)).toEqual({ channel: 'C1', message: '2.2' });
      expect(await within.deliveries.takeDigest(slot)).toBeNull();
      expect(await elsewhere.thanks.ofWeek(slot, 10)).toEqual([]);
    });
  });

  test('a note and its public post are delivered once each, and dropped together while they wait', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const thanks = aThanks(giver, receiver);
      await within.thanks.add(thanks);
      const note = () => aDelivery({ kind: 'thanks', thanks: thanks.id, member: receiver.id });
      const post = () =>
        aDelivery({ kind: 'public-thanks', thanks: thanks.id }, { to: { kind: 'channel', channel: 'C1' } });
      const deliveries = [note(), post()];
      expect(await within.deliveries.add(deliveries)).toEqual(expect.arrayContaining(deliveries));
      expect(await within.deliveries.add([note(), post()])).toEqual([]);
      const [sent, waiting] = deliveries;
      if (!sent || !waiting) throw new Error('nothing to deliver');
      await stores.work.take(sent.id, monday, minute);
      await stores.work.sent(sent.id, { channel: 'D1', message: '1' }, monday);
      await within.deliveries.dropThanks(thanks.id, 'undone');
      expect(await within.deliveries.get(sent.id)).toMatchObject({ state: 'sent' });
      expect(await within.deliveries.get(waiting.id)).toEqual({ ...waiting, state: 'dropped', reason: 'undone' });
    });
  });

  test('a post is forgotten of the notes named, and what waits unread of one giver is hidden', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const posted = { mayBePublic: true, posted: { channel: 'C1', message: '1.1' }, digest: today, readAt: monday };
      const [one, stands] = [aThanks(giver, receiver, posted), aThanks(giver, receiver, posted)];
      const waits = aThanks(giver, receiver);
      const others = [aThanks(receiver, giver), aThanks(await within.members.put(aMember()), receiver)];
      for (const thanks of [one, stands, waits, ...others]) await within.thanks.add(thanks);
      await within.thanks.unpost([]);
      await within.thanks.unpost([one.id]);
      await within.thanks.hideUnread(receiver.id, giver.id);
      expect(await within.thanks.get(one.id)).toEqual({ ...one, mayBePublic: false, posted: null, digest: null });
      expect(await within.thanks.get(waits.id)).toEqual({ ...waits, hidden: true });
      for (const thanks of [stands, ...others]) expect(await within.thanks.get(thanks.id)).toEqual(thanks);
    });
  });

  test('unsigned, a note in a jar has nothing of its giver; what was put away or is too new keeps it, and others’ notes too', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const posted = { mayBePublic: true, posted: { channel: 'C1', message: '1.1' }, digest: today };
      const first = aThanks(giver, receiver, { message: 'C1/1.1', reported: true, among: 2, ...posted });
      const landed = { readAt: monday, landedAt: monday, took: 'a night', changed: 'all', more: 'more' };
      const second = aThanks(giver, receiver, { together: first.id, among: 2, message: 'D1/1.1', ...landed });
      const kept = [
        aThanks(giver, receiver, { hidden: true }),
        aThanks(giver, receiver, { givenAt: monday + 1, mayBePublic: true }),
        aThanks(receiver, giver, { message: 'C1/1.2' }),
      ];
      for (const thanks of [first, second, ...kept]) expect(await within.thanks.add(thanks)).toBe(true);
      const [note, post] = await within.deliveries.add([
        aDelivery({ kind: 'thanks', thanks: second.id, member: receiver.id }),
        aDelivery({ kind: 'public-thanks', thanks: second.id }),
      ]);
      await within.thanks.unsign(giver.id, monday);
      const unsigned = { giver: null, message: null, among: 1, mayBePublic: false, reported: false };
      const nowhere = { posted: null, digest: null };
      expect(await within.thanks.get(first.id)).toEqual({ ...first, ...unsigned, ...nowhere });
      expect(await within.thanks.get(second.id)).toEqual({ ...second, ...unsigned, together: second.id });
      for (const thanks of kept) expect(await within.thanks.get(thanks.id)).toEqual(thanks);
      expect(note && (await within.deliveries.get(note.id))).toEqual(note);
      expect(post && (await within.deliveries.get(post.id))).toBeNull();
      // What is reported from now on is there for every organizer to read: nobody knows whose it was.
      await within.thanks.save({ ...second, ...unsigned, reported: true });
      expect(await within.thanks.reported(9, giver.id)).toHaveLength(1);
      expect(await within.thanks.sent(giver.id, 9, null)).toHaveLength(2);
    });
  });

  test('twenty thanks a day, each giver and day apart; a refusal counts nothing and the transaction goes on', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const { giver, receiver } = await giverAndReceiver(within);
      const count = (many: number, by = giver, on = today) => within.thanks.countDay(by.id, on, many);
      expect(await count(21)).toBe(false);
      expect(await count(0)).toBe(true);
      expect(await count(18)).toBe(true);
      expect(await count(3)).toBe(false);
      expect(await count(2)).toBe(true);
      expect(await count(1)).toBe(false);
      expect(await count(20, receiver)).toBe(true);
      expect(await count(20, giver, '2026-03-03' as LocalDate)).toBe(true);
      expect(await count(-1)).toBe(true);
      expect(await count(1)).toBe(true);
      expect(await count(1)).toBe(false);
      // Taken back more than there is: it does not become a credit.
      expect(await count(-30)).toBe(true);
      expect(await count(21)).toBe(false);
      expect(await count(20)).toBe(true);
    });
  });

  test('the database itself refuses a twenty-first', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      await within.thanks.countDay((await within.members.put(aMember())).id, today, 20);
    });
    await expect(bench.query('update kith.thanks_days set count = count + 1')).rejects.toMatchObject({ code: '23514' });
    await expect(bench.query('update kith.thanks_days set count = -1')).rejects.toMatchObject({ code: '23514' });
  });

  test('a draft is kept until it was used', async () => {
    await bench.run(async (stores) => {
      const { within } = await found(stores);
      const draft = aDraft(await within.members.put(aMember()), { words: 'You stayed late for us. 🌙' });
      await within.drafts.add(draft);
      expect(await within.drafts.get(draft.id)).toEqual(draft);
      await within.drafts.remove(draft.id);
      expect(await within.drafts.get(draft.id)).toBeNull();
    });
  });
}
