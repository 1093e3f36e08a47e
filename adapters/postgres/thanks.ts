import { sql } from 'kysely';
import type { EpochMs, LocalDate, MemberId } from '../../src/engine/ids.ts';
import type { ThanksStore } from '../../src/engine/ports/bond-stores.ts';
import type { Thanks } from '../../src/engine/records/bond.ts';
import { receiptOf } from './delivery-rows.ts';
import { ledgerStore } from './ledger.ts';
import type { CommunityScope, Row } from './scope.ts';
import { opened, type Seal, sealed } from './sealing.ts';

/** The constraint of `thanks_days`, asked for beforehand: a refusal is an answer, no failed transaction. */
const mostADay = 20;

/**
 * `get`, `together` and `landed` lock what they read until the transaction ends, because it is read to be saved: a giver who hears that
 * a note landed must not bring back what its receiver is hiding right now.
 */
export function thanksStore(scope: CommunityScope): ThanksStore {
  const { db, community, seals } = scope;
  const ours = () => db.selectFrom('thanks').selectAll().where('community_id', '=', community);

  async function all(rows: readonly Row<'thanks'>[]): Promise<readonly Thanks[]> {
    if (rows.length === 0) return [];
    const seal = await seals.of(community);
    return rows.map((row) => thanksOf(row, seal));
  }
  const shown = (receiver: MemberId) => ours().where('receiver_id', '=', receiver).where('hidden', '=', false);

  return {
    async get(id) {
      const row = await ours().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
      return row ? thanksOf(row, await seals.of(community)) : null;
    },
    together: async (id) => all(await ours().where('together', '=', id).orderBy('id').forNoKeyUpdate().execute()),
    async add(thanks) {
      const inserted = await db
        .insertInto('thanks')
        .values({ community_id: community, ...thanksRow(thanks, await seals.of(community)) })
        .onConflict((conflict) => conflict.columns(['community_id', 'giver_id', 'receiver_id', 'message']).doNothing())
        .returning('id')
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async save(thanks) {
      await db
        .updateTable('thanks')
        .set(thanksRow(thanks, await seals.of(community)))
        .where('community_id', '=', community)
        .where('id', '=', thanks.id)
        .execute();
    },
    async remove(id) {
      await db
        .deleteFrom('deliveries')
        .where('community_id', '=', community)
        .where('thanks_id', '=', id)
        .where('state', '=', sql.lit('pending' as const))
        .execute();
      await ledgerStore(scope).withdraw('thanks', id);
      await db.deleteFrom('thanks').where('community_id', '=', community).where('id', '=', id).execute();
    },
    jar: async (receiver, limit, before) =>
      all(
        await shown(receiver)
          .$if(before !== null, (query) => query.where('given_at', '<', before))
          .orderBy('given_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute(),
      ),
    sent: async (giver, limit, before) =>
      all(
        await ours()
          .where('giver_id', '=', giver)
          .where('taken_back', '=', false)
          .$if(before !== null, (query) =>
            query.where(sql<boolean>`(given_at, id) < (${before?.givenAt}, ${before?.id})`),
          )
          .orderBy('given_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute(),
      ),
    postedOf: async (member) =>
      all(
        await ours()
          .where((or) => or.or([or('giver_id', '=', member), or('receiver_id', '=', member)]))
          .where('posted_message', 'is not', null)
          .orderBy('id')
          .execute(),
      ),
    unsign: (giver, until) => unsign(scope, giver, until),
    ofWeek: async (slot, limit) =>
      all(
        await ours()
          .where('digest', '=', slot)
          .where('posted_message', 'is not', null)
          .orderBy('given_at')
          .orderBy('id')
          .limit(limit)
          .execute(),
      ),
    async unpost(notes) {
      if (notes.length === 0) return;
      await db
        .updateTable('thanks')
        .set({ posted_channel: null, posted_message: null, digest: null, may_be_public: false })
        .where('community_id', '=', community)
        .where('id', 'in', notes)
        .execute();
    },
    async hideUnread(receiver, giver) {
      await db
        .updateTable('thanks')
        .set({ hidden: true })
        .where('community_id', '=', community)
        .where('receiver_id', '=', receiver)
        .where('giver_id', '=', giver)
        .where('read_at', 'is', null)
        .execute();
    },
    unread: async (receiver, until) =>
      all(
        await shown(receiver)
          .where('read_at', 'is', null)
          .where('given_at', '<=', until)
          .orderBy('given_at')
          .orderBy('id')
          .execute(),
      ),
    landed: async (giver) =>
      all(
        await ours()
          .where('giver_id', '=', giver)
          .where('landed_at', 'is not', null)
          .where(sql<boolean>`not landed_seen`)
          .where('taken_back', '=', false)
          .orderBy('landed_at')
          .orderBy('id')
          .forNoKeyUpdate()
          .execute(),
      ),
    reported: async (limit, writer) =>
      all(
        await ours()
          .where(sql<boolean>`reported`)
          .where((or) => (writer === null ? or.lit(true) : or('giver_id', 'is distinct from', writer)))
          .orderBy('given_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute(),
      ),
    countDay: (giver, day, count) => countDay(scope, giver, day, count),
  };
}

/** Deliveries first, as whoever sends them locks them first. Each note stands alone then: those given at once had something in common. */
async function unsign({ db, community }: CommunityScope, giver: MemberId, until: EpochMs): Promise<void> {
  const left = sql`community_id = ${community} and giver_id = ${giver} and given_at <= ${until} and not hidden`;
  await sql`
    delete from kith.deliveries
    where community_id = ${community} and kind = 'public-thanks' and thanks_id in (select id from kith.thanks where ${left})
  `.execute(db);
  await sql`
    update kith.thanks
    set giver_id = null, together = id, among = 1, message = null, may_be_public = false, reported = false,
      posted_channel = null, posted_message = null, digest = null
    where ${left}
  `.execute(db);
}

/** One statement: two at once wait for each other, and the second one counts on what the first one left. */
async function countDay(
  { db, community }: CommunityScope,
  giver: MemberId,
  day: LocalDate,
  count: number,
): Promise<boolean> {
  const counted = await sql`
    insert into kith.thanks_days as t (community_id, giver_id, day, count)
    select ${community}, ${giver}, ${day}, greatest(0, ${count}::integer)
    where ${count}::integer <= ${mostADay}
    on conflict (community_id, giver_id, day) do update
      set count = greatest(0, t.count + ${count}::integer)
      where t.count + ${count}::integer <= ${mostADay}
    returning t.count
  `.execute(db);
  return counted.rows.length === 1;
}

function thanksOf(row: Row<'thanks'>, seal: Seal): Thanks {
  return {
    id: row.id,
    giver: row.giver_id,
    receiver: row.receiver_id,
    among: row.among,
    words: seal.open('thanks.words', row.id, row.words),
    together: row.together,
    took: opened(seal, 'thanks.took', row.id, row.took),
    changed: opened(seal, 'thanks.changed', row.id, row.changed),
    more: opened(seal, 'thanks.more', row.id, row.more),
    kind: row.kind,
    message: row.message,
    mayBePublic: row.may_be_public,
    givenAt: row.given_at,
    readAt: row.read_at,
    landedAt: row.landed_at,
    landedSeen: row.landed_seen,
    hidden: row.hidden,
    reported: row.reported,
    posted: receiptOf(row.posted_channel, row.posted_message),
    digest: row.digest,
    takenBack: row.taken_back,
  };
}

function thanksRow(thanks: Thanks, seal: Seal) {
  return {
    id: thanks.id,
    giver_id: thanks.giver,
    receiver_id: thanks.receiver,
    among: thanks.among,
    words: seal.seal('thanks.words', thanks.id, thanks.words),
    together: thanks.together,
    took: sealed(seal, 'thanks.took', thanks.id, thanks.took),
    changed: sealed(seal, 'thanks.changed', thanks.id, thanks.changed),
    more: sealed(seal, 'thanks.more', thanks.id, thanks.more),
    kind: thanks.kind,
    message: thanks.message,
    may_be_public: thanks.mayBePublic,
    given_at: thanks.givenAt,
    read_at: thanks.readAt,
    landed_at: thanks.landedAt,
    landed_seen: thanks.landedSeen,
    hidden: thanks.hidden,
    reported: thanks.reported,
    posted_channel: thanks.posted?.channel ?? null,
    posted_message: thanks.posted?.message ?? null,
    digest: thanks.digest,
    taken_back: thanks.takenBack,
  };
}
