import { expect, test } from 'vitest';
import { createKeyring, generateKeys } from '../../../adapters/crypto/keyring.ts';
import { openDatabase } from '../../../adapters/postgres/database.ts';
import type { CommunityId, DraftId, LocalDate } from '../../../src/engine/ids.ts';
import type { CommunityStores, Stores } from '../../../src/engine/ports/stores.ts';
import type { Community } from '../../../src/engine/records/community.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import { type Bench, failingLog, tablesWith } from './bench.ts';
import {
  aDelivery,
  aMember,
  anAct,
  anAnswer,
  aThanks,
  aTie,
  enrol,
  found,
  minute,
  monday,
  nothingBefore,
  prompted,
} from './samples.ts';

/** Words that stand nowhere else. */
const secret = {
  name: 'Wilhelmina Xavier',
  question: 'Whom would you like to hear from, zebra?',
  choice: 'quokka-choice',
  words: 'my sister in Quebec',
  reply: 'kindly noted, axolotl',
  label: 'my neighbour Ignatius',
  thanks: 'for the marmalade',
  more: 'it took an okapi',
  took: 'a night of vicuñas',
  changed: 'no more wombats',
  draft: 'unsaid narwhal',
  modal: '{"typed":"half a pangolin"}',
  token: 'aW50ZXJhY3Rpb24tb2NlbG90',
};

/** A member with something in every table. */
async function fullLife(stores: Stores) {
  const { community, within } = await found(stores);
  const { member, enrolment, occurrence, delivery, program } = await prompted(within);
  await within.presences.note(member.id, { awayUntil: monday });
  const skipped = [{ reason: 'day-off', count: 2, at: monday }] as const;
  await stores.work.plan([{ community: community.id, enrolment, occurrence: null, delivery: null, skipped }]);
  await within.members.save({ ...member, name: secret.name });
  await within.occurrences.save({ ...occurrence, state: 'answered', prompt: 'p', question: secret.question });
  await within.answers.put(
    anAnswer(occurrence, { question: secret.question, choice: secret.choice, words: secret.words }),
  );
  const other = await within.members.put(aMember());
  await within.ties.put(aTie(member, { person: other.externalId }));
  await within.ties.put(aTie(member, { label: secret.label }));
  await within.ties.put(aTie(other, { person: member.externalId }));
  await within.blocks.add(member.id, other.externalId);
  await within.blocks.add(other.id, member.externalId);
  await within.drafts.add({ id: 'draft' as DraftId, member: member.id, words: secret.draft, createdAt: monday });
  await thanked(within, member, other);
  await thanked(within, other, member);
  await within.ledger.rate(member.id, '2026-03-02' as LocalDate, 'right', monday);
  // An act that has become a total.
  await within.ledger.enter(anAct(member, other, { at: 0, sourceId: 'long ago' }));
  await stores.work.purge(nothingBefore({ support: 1 }), 100);
  await within.prompts.see(member.id, 'p', monday);
  await within.prompts.rest(member.id, 'c', monday);
  await within.deliveries.add([
    aDelivery(
      { kind: 'goodbye', member: member.id, enrolment: enrolment.id },
      { to: { kind: 'direct', person: member.externalId } },
    ),
  ]);
  await within.claims.claim('Ev1', monday);
  const card = { fallback: secret.reply, blocks: [{ kind: 'person', id: member.externalId }] };
  await within.claims.answered('Ev1', { kind: 'private', card: card as never }, member.externalId);
  await within.troubles.note({ kind: 'channel-gone', place: 'C1', missing: null }, monday);
  await within.troubles.closed(member.id, monday);
  await within.audit.add({ actor: member.externalId, action: 'a', target: null, at: monday });
  await within.audit.add({ actor: 'U9', action: 'a', target: member.externalId, at: monday });
  await within.audit.add({ actor: 'U9', action: 'a', target: member.id, at: monday });
  return { community, member, other, delivery, program };
}

/** A note with all that follows it: its deliveries, the act in the ledger, the day's count. */
async function thanked(within: CommunityStores, giver: Member, receiver: Member): Promise<void> {
  const note = aThanks(giver, receiver, {
    words: secret.thanks,
    more: secret.more,
    took: secret.took,
    changed: secret.changed,
  });
  await within.thanks.add(note);
  await within.thanks.countDay(giver.id, '2026-03-02' as LocalDate, 1);
  await within.deliveries.add([
    aDelivery({ kind: 'thanks', thanks: note.id, member: receiver.id }),
    aDelivery({ kind: 'public-thanks', thanks: note.id }, { to: { kind: 'channel', channel: 'C1' } }),
  ]);
  const act = { kind: note.kind, share: 1, at: monday, source: 'thanks', sourceId: note.id } as const;
  await within.ledger.enter({ ...act, giver: receiver.id, receiver: giver.id });
}

/** What the processes on Discord keep of a person for one another. */
async function onDiscord(bench: Bench, community: Community, member: Member): Promise<void> {
  await bench.query("update kith.communities set platform = 'discord' where id = $1", [community.id]);
  const { modals, owed } = bench.database.discord('app');
  const [guild, person] = [community.externalId, member.externalId];
  expect(await modals.keep(guild, person, 'k', secret.modal)).toBe(true);
  expect(await modals.find(guild, person, 'k')).toBe(secret.modal);
  expect(await modals.find(guild, 'U9', 'k')).toBeNull();
  expect(await modals.keep('another server', person, 'k', secret.modal)).toBe(false);
  const announced = { guild, claim: 'Ev1', told: 'private', direct: false, token: secret.token } as const;
  expect(await owed.note({ ...announced, person })).toBe(true);
  await bench.database.directChannels.keep(guild, person, '4711');
}

export function privacyContract(bench: Bench): void {
  test('what members wrote is nowhere in the clear', async () => {
    const { member, community } = await bench.run(async (stores) => {
      const life = await fullLife(stores);
      const pace = { key: 'shared', everyMs: 60_000, burst: 1, shared: true } as const;
      for (const _ of ['goes', 'waits in line']) await stores.work.reserve(life.community.id, [pace], 'none');
      await stores.work.spreads([life.community.id], monday);
      return life;
    });
    await onDiscord(bench, community, member);
    expect(await tablesWith(bench, ...Object.values(secret))).toEqual([]);
    // Nothing escapes the search: every table of a community has a row.
    const filled = new Set((await bench.everything()).map(({ table }) => table));
    const tables = await bench.query(
      "select table_name from information_schema.columns where table_schema = 'kith' and column_name = 'community_id'",
    );
    expect(tables.map((row) => row.table_name).filter((table) => !filled.has(String(table)))).toEqual([]);
    // The same search finds what is kept in the clear.
    expect(await tablesWith(bench, member.externalId)).toEqual([
      'audit',
      'blocks',
      'deliveries',
      'discord_modals',
      'discord_owed',
      'members',
      'ties',
    ]);
  });

  test('after an erasure no table holds the member, their platform id or their words', async () => {
    const { community, member, other, program } = await bench.run(fullLife);
    await onDiscord(bench, community, member);
    await bench.run(({ work }) =>
      work.reserve(community.id, [{ key: `slack:dm:${member.externalId}`, everyMs: 1000, burst: 1 }], 'none'),
    );
    await bench.run((stores) => stores.in(community.id).members.erase(member.id));
    expect(await tablesWith(bench, member.id, member.externalId, ...Object.values(secret))).toEqual([]);
    const kept = await bench.run(async (stores) => ({
      other: await stores.in(community.id).members.get(other.id),
      program: await stores.in(community.id).programs.get(program.id),
    }));
    expect(kept).toEqual({ other, program });
    // What the other entered in the ledger for themselves stays, without saying with whom; every letter between the two goes.
    const acts = await bench.run((stores) => stores.in(community.id).ledger.of(other.id, 0));
    expect(acts.map(({ giver, receiver }) => [giver, receiver])).toEqual(
      expect.arrayContaining([
        [other.id, null],
        [null, other.id],
      ]),
    );
    expect((await bench.everything()).filter(({ table }) => table === 'thanks' || table === 'deliveries')).toEqual([]);
  });

  test('what others were shown goes with an erasure as well: it may hold words of the erased, or say their name', async () => {
    const { one, here, elsewhere } = await bench.run(async (stores) => {
      const [ours, theirs] = [await found(stores), await found(stores)];
      const [one, reader] = [await ours.within.members.put(aMember()), await ours.within.members.put(aMember())];
      const card = { fallback: 'Kith', blocks: [{ kind: 'quote', text: secret.thanks }] } as const;
      for (const [{ claims }, event, person] of [
        [ours.within, 'Ev1', reader.externalId],
        [ours.within, 'Ev2', 'who has not joined'],
        [theirs.within, 'Ev1', 'elsewhere'],
      ] as const) {
        await claims.claim(event, monday);
        await claims.answered(event, { kind: 'private', card }, person);
      }
      return { one, here: ours.community.id, elsewhere: theirs.community.id };
    });
    await bench.run((stores) => stores.in(here).members.erase(one.id));
    const again = (community: CommunityId, event: string) =>
      bench.run((stores) => stores.in(community).claims.claim(event, monday));
    // They are claimed still: what was done is not done a second time.
    for (const event of ['Ev1', 'Ev2'])
      expect(await again(here, event)).toEqual({ kind: 'answered', reply: { kind: 'nothing' } });
    expect(await again(elsewhere, 'Ev1')).toMatchObject({ reply: { kind: 'private' } });
    expect(await bench.query('select key from kith.claims where reply is not null')).toEqual([{ key: 'Ev1' }]);
  });

  test('an erasure that leaves the notes unsigned leaves those alone: their words, and nothing that says whose', async () => {
    const { community, member, other } = await bench.run(fullLife);
    await onDiscord(bench, community, member);
    await bench.run(async (stores) => {
      const within = stores.in(community.id);
      await within.thanks.unsign(member.id, monday);
      await within.members.erase(member.id);
    });
    expect(await tablesWith(bench, member.id, member.externalId, ...Object.values(secret))).toEqual([]);
    const left = await bench.run((stores) => stores.in(community.id).thanks.jar(other.id, 9, null));
    expect(left.map(({ giver, words, took }) => [giver, words, took])).toEqual([[null, secret.thanks, secret.took]]);
    // It goes with its receiver, or with the community.
    await bench.run((stores) => stores.in(community.id).members.erase(other.id));
    expect((await bench.everything()).filter(({ table }) => table === 'thanks' || table === 'deliveries')).toEqual([]);
  });

  test('direct channels are kept of who has joined that server, and go when they leave', async () => {
    const { directChannels } = bench.database;
    const { community, member, elsewhere } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const member = await within.members.put(aMember());
      return { community, member, elsewhere: (await found(stores)).community };
    });
    await bench.query("update kith.communities set platform = 'discord'");
    const [guild, person] = [community.externalId, member.externalId];
    for (const [server, whom] of [
      [guild, person],
      [guild, 'nobody'],
      [elsewhere.externalId, person],
    ] as const)
      await directChannels.keep(server, whom, '4711');
    expect(await bench.query('select channel from kith.discord_direct_channels')).toEqual([{ channel: '4711' }]);
    expect(await directChannels.find(guild, person)).toBe('4711');
    expect(await directChannels.of(guild)).toEqual([{ person, channel: '4711' }]);
    expect(await directChannels.find(elsewhere.externalId, person)).toBeNull();
    expect(await directChannels.of(elsewhere.externalId)).toEqual([]);
    await directChannels.forget(guild, person, 'another one');
    await directChannels.keep(guild, person, '4712');
    expect(await directChannels.find(guild, person)).toBe('4712');
    await bench.run((stores) => stores.in(community.id).members.save({ ...member, status: 'left' }));
    await directChannels.keep(guild, person, '4713');
    expect(await bench.query('select * from kith.discord_direct_channels')).toEqual([]);
  });

  test('erasing a community leaves no row of it and nothing of another changes', async () => {
    const { community, theirs } = await bench.run(async (stores) => {
      const { community } = await fullLife(stores);
      const theirs = await found(stores);
      await enrol(theirs.within);
      return { community, theirs: theirs.community };
    });
    const rowsOf = async (id: string) => (await bench.everything()).filter(({ row }) => row.includes(id));
    const before = await rowsOf(theirs.id);
    await bench.run((stores) => stores.communities.erase(community.id, null));
    expect(await rowsOf(community.id)).toEqual([]);
    expect(await rowsOf(theirs.id)).toEqual(before);
    expect(before).toHaveLength(4);
  });

  test('a sealed text that was moved to another row, or another column, is refused', async () => {
    const { community, one } = await bench.run(async (stores) => {
      const { community, within } = await found(stores);
      const one = await prompted(within);
      const other = await prompted(within);
      await within.members.save({ ...other.member, name: 'Somebody else' });
      await within.answers.put(anAnswer(one.occurrence, { words: 'mine' }));
      return { community, one };
    });
    await bench.query(
      'update kith.members set name = (select name from kith.members where id <> $1 limit 1) where id = $1',
      [one.member.id],
    );
    const member = bench.run(async (stores) => (await stores.in(community.id).members.get(one.member.id))?.name);
    await expect(member).rejects.toThrow(`members.name:${one.member.id}`);
    await bench.query('update kith.answers set choice = words');
    const answer = bench.run((stores) => stores.in(community.id).answers.get(one.occurrence.id));
    await expect(answer).rejects.toThrow('answers.choice');
  });

  test('keys move under a new operator key, and the old one can then be left out', async () => {
    const [old, fresh] = [generateKeys(new Date(2020, 1, 1)), generateKeys()];
    const opened = (keys: string) =>
      openDatabase({ url: bench.url, cipher: createKeyring(keys), poolSize: 1, log: failingLog });
    const before = await opened(old);
    const { community, member } = await before.transactor.run(async (stores) => {
      const { community, within } = await found(stores);
      return { community, member: await within.members.put(aMember()) };
    });
    await before.installations.save('T1', '{"token":"xoxb-secret"}');
    await before.close();

    const both = await opened(`${fresh},${old}`);
    expect(await both.rewrapKeys()).toBe(2);
    expect(await both.rewrapKeys()).toBe(0);
    await both.close();

    const after = await opened(fresh);
    expect(await after.transactor.run((stores) => stores.in(community.id).members.get(member.id))).toEqual(member);
    expect(await after.installations.find('T1')).toBe('{"token":"xoxb-secret"}');
    await after.close();
  });

  test('installations of Slack workspaces are sealed, replaced and removed', async () => {
    const { installations } = bench.database;
    expect(await installations.find('T1')).toBeNull();
    await installations.save('T1', '{"token":"xoxb-first"}');
    await installations.save('T1', '{"token":"xoxb-second"}');
    expect(await installations.find('T1')).toBe('{"token":"xoxb-second"}');
    expect(await tablesWith(bench, 'xoxb')).toEqual([]);
    // Slack tells once more, or late, that an installation before this one was removed.
    const [{ ms } = {}] = await bench.query('select extract(epoch from clock_timestamp()) * 1000 as ms');
    await installations.remove('T1', Number(ms) - minute);
    expect(await installations.find('T1')).not.toBeNull();
    await installations.remove('T1', Number(ms));
    expect(await installations.find('T1')).toBeNull();
  });
}
