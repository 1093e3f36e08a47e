import type pg from 'pg';
import type { LocalPlatform } from '../playground/driver.ts';
import type { Arrival, Row } from './judge.ts';
import type { Residents } from './residents.ts';

/** What of a raw message of either platform matters here. */
interface Raw {
  /** Slack. */
  readonly ts?: string;
  readonly metadata?: { readonly event_payload: { readonly id?: string } };
  /** Discord. */
  readonly timestamp?: string;
  readonly nonce?: string;
}

/** The messages of Kith that are marked with a delivery, from the platform's own record. */
export function arrivalsAt(local: LocalPlatform): readonly Arrival[] {
  return local.sent().flatMap(({ author, ephemeral, place, id, raw }) => {
    const { ts, metadata, timestamp = '', nonce } = raw as Raw;
    const delivery = metadata?.event_payload.id ?? nonce;
    if (author !== local.botId || ephemeral || delivery === undefined) return [];
    return [
      { delivery, place, message: id, at: ts === undefined ? Date.parse(timestamp) : Math.round(Number(ts) * 1000) },
    ];
  });
}

/** What the database says of every enrolment with a private place, and of every doorbell. */
export async function rowsOf(pool: pg.Pool, { community }: Residents): Promise<readonly Row[]> {
  const { rows } = await pool.query<Row>(
    `select m.external_id as person, o.state as occurrence, d.id as delivery, d.state, d.reason,
        d.receipt_message as receipt, d.due_at::float8 as "dueAt", d.expires_at::float8 as "expiresAt"
      from kith.enrolments e
      join kith.members m on m.community_id = e.community_id and m.id = e.member_id and m.place = 'direct'
      left join kith.occurrences o on o.community_id = e.community_id and o.enrolment_id = e.id
      left join kith.deliveries d on d.community_id = e.community_id and d.occurrence_id = o.id
      where e.community_id = $1
    union all
    select null, null, d.id, d.state, d.reason, d.receipt_message, d.due_at, d.expires_at
      from kith.deliveries d where d.community_id = $1 and d.kind = 'doorbell'`,
    [community.id],
  );
  return rows;
}

/** How much is still to be planned or to end, of what was due until then. */
export async function unfinished(pool: pg.Pool, dueUntil: number): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select ((select count(*) from kith.enrolments where status = 'active' and next_due_at <= $1)
      + (select count(*) from kith.deliveries where state in ('pending', 'sending')))::float8 as count`,
    [dueUntil],
  );
  return rows[0]?.count ?? Number.NaN;
}
