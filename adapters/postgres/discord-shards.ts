import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import type { Tables } from './tables.ts';

interface Shard {
  readonly shard: number;
  readonly session: string | null;
}

const after = (ms: number): RawBuilder<Date> => sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;

/**
 * Shards of one application's gateway, shared among processes, as the Discord adapter asks for it. Sessions are sealed, each with a key of its own.
 */
export function discordShards(db: Kysely<Tables>, cipher: Cipher, application: string) {
  const context = (shard: number) => `discord_shards.session:${application}/${shard}`;

  function sealed({ shard, session }: Shard) {
    if (session === null) return { key: null, session: null };
    const key = cipher.newKey();
    return { key, session: cipher.seal(key, context(shard), session) };
  }

  /** Locks the gateway, so that looks of several processes come one after the other. */
  async function locked(transaction: Transaction<Tables>): Promise<{ shards: number; wanted: number }> {
    return await transaction
      .selectFrom('discord_gateways')
      .select(['shards', 'wanted'])
      .where('application_id', '=', application)
      .forUpdate()
      .executeTakeFirstOrThrow();
  }

  async function renew(transaction: Transaction<Tables>, holder: string, held: readonly Shard[], leaseMs: number) {
    const kept: number[] = [];
    for (const one of held) {
      const { numUpdatedRows } = await transaction
        .updateTable('discord_shards')
        .set({ until: after(leaseMs), ...sealed(one) })
        .where('application_id', '=', application)
        .where('shard', '=', one.shard)
        .where('holder', '=', holder)
        .where(sql<boolean>`until > clock_timestamp()`)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) kept.push(one.shard);
    }
    return kept;
  }

  async function countLiving(transaction: Transaction<Tables>, holder: string, leaseMs: number): Promise<number> {
    await transaction
      .deleteFrom('discord_processes')
      .where('application_id', '=', application)
      .where(sql<boolean>`until < clock_timestamp()`)
      .execute();
    const row = { application_id: application, holder, until: after(leaseMs) as unknown as Date };
    await transaction
      .insertInto('discord_processes')
      .values(row)
      .onConflict((conflict) => conflict.columns(['application_id', 'holder']).doUpdateSet({ until: after(leaseMs) }))
      .execute();
    const { n } = await transaction
      .selectFrom('discord_processes')
      .select((of) => of.fn.countAll<number>().as('n'))
      .where('application_id', '=', application)
      .executeTakeFirstOrThrow();
    return n;
  }

  async function take(
    transaction: Transaction<Tables>,
    holder: string,
    most: number,
    leaseMs: number,
  ): Promise<Shard[]> {
    if (most <= 0) return [];
    const { rows } = await sql<{ shard: number; key: Uint8Array | null; session: Uint8Array | null }>`
      update kith.discord_shards s set holder = ${holder}, until = ${after(leaseMs)}
      from (
        select shard from kith.discord_shards
        where application_id = ${application} and (holder is null or until <= clock_timestamp())
        order by shard limit ${most}
      ) free
      where s.application_id = ${application} and s.shard = free.shard
      returning s.shard, s.key, s.session
    `.execute(transaction);
    return rows.map(({ shard, key, session }) => ({
      shard,
      session: key === null || session === null ? null : opened(key, shard, session),
    }));
  }

  /** A session that no key opens any more is none: the shard identifies anew. */
  function opened(key: Uint8Array, shard: number, session: Uint8Array): string | null {
    try {
      return cipher.open(key, context(shard), session);
    } catch {
      return null;
    }
  }

  /** Cuts the gateway anew, once nobody holds a part of it. */
  async function cut(transaction: Transaction<Tables>, shards: number): Promise<boolean> {
    const live = await transaction
      .selectFrom('discord_shards')
      .select('shard')
      .where('application_id', '=', application)
      .where(sql<boolean>`until > clock_timestamp()`)
      .limit(1)
      .executeTakeFirst();
    if (live) return false;
    await transaction.deleteFrom('discord_shards').where('application_id', '=', application).execute();
    await sql`
      insert into kith.discord_shards (application_id, shard) select ${application}, generate_series(0, ${shards}::int - 1)
    `.execute(transaction);
    await transaction
      .updateTable('discord_gateways')
      .set({ shards })
      .where('application_id', '=', application)
      .execute();
    return true;
  }

  return {
    want: (count: number, binding: boolean) =>
      db.transaction().execute(async (transaction) => {
        const made = await transaction
          .insertInto('discord_gateways')
          .values({ application_id: application, shards: count, wanted: count })
          .onConflict((conflict) => conflict.column('application_id').doNothing())
          .executeTakeFirst();
        if (made.numInsertedOrUpdatedRows) {
          await cut(transaction, count);
          return;
        }
        const { wanted } = await locked(transaction);
        if (!binding && count <= wanted) return;
        await transaction
          .updateTable('discord_gateways')
          .set({ wanted: count })
          .where('application_id', '=', application)
          .execute();
      }),
    look: (
      holder: string,
      held: readonly Shard[],
      { leaseMs, most }: { readonly leaseMs: number; readonly most: number },
    ) =>
      db.transaction().execute(async (transaction) => {
        const { shards, wanted } = await locked(transaction);
        const kept = await renew(transaction, holder, held, leaseMs);
        const processes = await countLiving(transaction, holder, leaseMs);
        const changing = wanted !== shards && !(await cut(transaction, wanted));
        const count = changing ? shards : wanted;
        const share = Math.ceil(count / processes);
        const room = changing ? 0 : Math.min(share, most) - kept.length;
        return { count, changing, kept, share, processes, taken: await take(transaction, holder, room, leaseMs) };
      }),
    async release(holder: string, shard: number, session: string | null): Promise<void> {
      await db
        .updateTable('discord_shards')
        .set({ holder: null, until: null, ...sealed({ shard, session }) })
        .where('application_id', '=', application)
        .where('shard', '=', shard)
        .where('holder', '=', holder)
        .execute();
    },
    async leave(holder: string): Promise<void> {
      await db
        .deleteFrom('discord_processes')
        .where('application_id', '=', application)
        .where('holder', '=', holder)
        .execute();
    },
    async mayIdentify(
      holder: string,
      shard: number,
      { bucket, everyMs }: { readonly bucket: number; readonly everyMs: number },
    ): Promise<number | null> {
      const { rows } = await sql<{ held: boolean; went: boolean; wait_ms: number | null }>`
        with held as (
          select from kith.discord_shards
          where application_id = ${application} and shard = ${shard} and holder = ${holder} and until > clock_timestamp()
        ), went as (
          insert into kith.discord_identifies as i (application_id, bucket, next_at)
          select ${application}, ${bucket}::int, ${after(everyMs)} from held
          on conflict (application_id, bucket) do update set next_at = excluded.next_at
            where i.next_at <= clock_timestamp()
          returning 1
        )
        select exists (select from held) as held, exists (select from went) as went,
          extract(epoch from (select next_at from kith.discord_identifies
            where application_id = ${application} and bucket = ${bucket}) - clock_timestamp())::float8 * 1000 as wait_ms
      `.execute(db);
      const [row] = rows;
      if (!row?.held) return null;
      return row.went ? 0 : Math.max(1, Math.ceil(row.wait_ms ?? 1));
    },
  };
}
