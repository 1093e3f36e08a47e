import { sql } from 'kysely';
import type { MemberId } from '../../src/engine/ids.ts';
import type { MemberStore } from '../../src/engine/ports/stores.ts';
import type { Member } from '../../src/engine/records/member.ts';
import { holdWork } from './enrolments.ts';
import { forget } from './ledger.ts';
import { type CommunityScope, differing, insertOrFind, type Row } from './scope.ts';
import type { Seal } from './sealing.ts';

/**
 * `save` writes what changed since the member was read through the same store, so two settings changed at once both stay.
 * Reading takes no lock: two members who thank each other at the same moment would wait for one another.
 */
export function memberStore(scope: CommunityScope): MemberStore {
  const { db, community, seals, ahead } = scope;
  const asRead = new Map<MemberId, Member>();
  const ours = () => db.selectFrom('members').selectAll().where('community_id', '=', community);

  async function opened(row: Row<'members'> | undefined): Promise<Member | null> {
    if (!row) return null;
    const member = memberNamedLater(row, await seals.of(community));
    asRead.set(member.id, member);
    return member;
  }

  async function save(member: Member): Promise<void> {
    const before = asRead.get(member.id);
    const renamed = before?.name === member.name ? {} : await sealedName(member);
    const changes = before ? differing(memberRow(before), memberRow(member)) : memberRow(member);
    asRead.set(member.id, member);
    if (Object.keys({ ...changes, ...renamed }).length === 0) return;
    await db
      .updateTable('members')
      .set({ ...changes, ...renamed })
      .where('community_id', '=', community)
      .where('id', '=', member.id)
      .execute();
    // Nothing reaches them from here on, and nothing stays that only served to.
    if (changes.status === 'left')
      await db
        .deleteFrom('discord_direct_channels')
        .where('community_id', '=', community)
        .where('member_id', '=', member.id)
        .execute();
  }

  async function sealedName({ id, name }: Member): Promise<{ readonly name: Uint8Array }> {
    return { name: (await seals.of(community)).seal('members.name', id, name) };
  }

  async function find(externalId: string): Promise<Member | null> {
    const [row] = await ahead.or('members', community, externalId, () =>
      ours().where('external_id', '=', externalId).execute(),
    );
    return opened(row);
  }

  async function insert(member: Member): Promise<MemberId | null> {
    const inserted = await db
      .insertInto('members')
      .values({ community_id: community, ...memberRow(member), ...(await sealedName(member)) })
      .onConflict((conflict) => conflict.columns(['community_id', 'external_id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    return inserted?.id ?? null;
  }

  return {
    save,
    find,
    async get(id) {
      const [row] = await ahead.or('members', community, id, () => ours().where('id', '=', id).execute());
      return opened(row);
    },
    async put(member) {
      let inserted = false;
      const id = await insertOrFind(
        async () => {
          const fresh = await insert(member);
          inserted = fresh !== null;
          return fresh;
        },
        async () => (await find(member.externalId))?.id ?? null,
      );
      const kept = { ...member, id };
      // Also when it is the very same id: somebody who left and comes back.
      if (!inserted) await save(kept);
      return kept;
    },
    async joined() {
      const rows = await ours().where('status', '=', 'joined').orderBy('id').execute();
      if (rows.length === 0) return [];
      const seal = await seals.of(community);
      return rows.map((row) => memberNamedLater(row, seal));
    },
    erase: (id) => erase(scope, id),
  };
}

/** "kera" in ASCII: one erasure after the other in a community, as each touches what all were shown. */
const ERASING = 0x6b657261;

/** What belongs to the member falls by foreign keys; here goes what only names the member. */
async function erase(scope: CommunityScope, id: MemberId): Promise<void> {
  const { db, community } = scope;
  await sql`select pg_advisory_xact_lock(${sql.lit(ERASING)}, hashtext(${community}))`.execute(db);
  await holdWork(db, community, id);
  const member = await db
    .selectFrom('members')
    .select('external_id')
    .where('community_id', '=', community)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!member) return;
  const named = sql.val(member.external_id);
  await db.deleteFrom('ties').where('community_id', '=', community).where('person', '=', named).execute();
  await db.deleteFrom('blocks').where('community_id', '=', community).where('person', '=', named).execute();
  await db.deleteFrom('discord_modals').where('community_id', '=', community).where('person', '=', named).execute();
  await db.deleteFrom('discord_owed').where('community_id', '=', community).where('person', '=', named).execute();
  await forget(scope, id);
  const thanks = db
    .selectFrom('thanks')
    .select('id')
    .where('community_id', '=', community)
    .where((or) => or.or([or('giver_id', '=', id), or('receiver_id', '=', id)]));
  await db
    .deleteFrom('deliveries')
    .where('community_id', '=', community)
    .where((or) =>
      or.or([or.and([or('to_kind', '=', 'direct'), or('to_id', '=', named)]), or('thanks_id', 'in', thanks)]),
    )
    .execute();
  await db
    .deleteFrom('audit')
    .where('community_id', '=', community)
    .where((or) => or.or([or('actor', '=', named), or('target', '=', named), or('target', '=', sql.val(id as string))]))
    .execute();
  await db.deleteFrom('members').where('community_id', '=', community).where('id', '=', id).execute();
  await forgetWhatWasShown(scope);
}

/**
 * What anybody was shown may hold words of the erased or their name, sealed. Nobody reads it again, unless a platform brings the same event once more in
 * these minutes: it is still claimed, and answered with nothing.
 */
async function forgetWhatWasShown({ db, community }: CommunityScope): Promise<void> {
  await sql`
    update kith.claims set reply = null
    where community_id = ${community} and key in (
      select key from kith.claims where community_id = ${community} and reply is not null order by key for update
    )
  `.execute(db);
}

/** Members are read by the thousand, and most of what they do needs no name: it is opened when it is asked for. */
export function memberNamedLater(row: Row<'members'>, seal: Seal): Member {
  let name: string | undefined;
  return {
    ...unnamed(row),
    get name() {
      name ??= seal.open('members.name', row.id, row.name);
      return name;
    },
  };
}

function unnamed(row: Row<'members'>): Omit<Member, 'name'> {
  return {
    id: row.id,
    externalId: row.external_id,
    zone: row.zone,
    language: row.language,
    place: row.place,
    weekday: row.weekday,
    time: row.time,
    quietFrom: row.quiet_from,
    quietTo: row.quiet_to,
    snoozedUntil: row.snoozed_until,
    country: row.country,
    daysOff: row.days_off,
    publicThanks: row.public_thanks,
    ledger: row.ledger,
    status: row.status,
    joinedAt: row.joined_at,
    eraseAt: row.erase_at,
    leavesNotes: row.leaves_notes,
  };
}

/** All but the name, which is sealed. */
function memberRow(member: Member) {
  return {
    id: member.id,
    external_id: member.externalId,
    zone: member.zone,
    language: member.language,
    place: member.place,
    weekday: member.weekday,
    time: member.time,
    quiet_from: member.quietFrom,
    quiet_to: member.quietTo,
    snoozed_until: member.snoozedUntil,
    country: member.country,
    days_off: member.daysOff,
    public_thanks: member.publicThanks,
    ledger: member.ledger,
    status: member.status,
    joined_at: member.joinedAt,
    erase_at: member.eraseAt,
    leaves_notes: member.leavesNotes,
  };
}
