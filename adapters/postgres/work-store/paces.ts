import { createHash } from 'node:crypto';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { CommunityId } from '../../../src/engine/ids.ts';
import type { Pace } from '../../../src/engine/ports/platform.ts';
import type { Slot, Taken } from '../../../src/engine/ports/work-store.ts';
import { quickly } from '../gathering.ts';
import type { Scope } from '../scope.ts';
import type { Tables } from '../tables.ts';

interface ReservedRow {
  /** Milliseconds from now to the slot at the paces that are the delivery's own, and at the shared one. */
  readonly own_ms: number;
  readonly shared_ms: number | null;
  readonly line: string | null;
  readonly turn: number | null;
}

/**
 * So much before its slot at a shared pace somebody is woken (ms): queues wake late by some of it, and whoever is early is let through at the right
 * moment by the adapter, so that nothing stands idle meanwhile.
 */
const EARLY_MS = 200;

/**
 * The generic cell rate algorithm (ITU-T I.371, annex A, virtual scheduling), turned from policing into reserving: a call that would
 * not conform now is not refused but told when it will.
 *
 * For each pace, with T = `everyMs` and the tolerance τ = (burst − 1)·T, the stored `tat` is the theoretical arrival time of the
 * next call. A call at t takes the slot max(t, tat − τ) and moves tat to max(t, tat) + T. In any stretch of L milliseconds thus lie
 * at most burst + L/T slots. With several paces the slot is the latest of theirs; each tat moves by its own T.
 *
 * Who has to wait at a shared pace gets a turn as well, by start-time fair queueing (Goyal, Vin & Cheng 1996): max(V, the community's last turn
 * + 1), where V is the first turn in the line now. Slots say when something goes, turns say what: see `take`. So each of a community's
 * deliveries is overtaken by at most as many of each other community's as that community has let go before itself.
 *
 * Slots at a shared pace, and at one that is `counted`, are estimates. What really goes is counted in a second stream, `sent_tat` (see {@link admit}): a
 * worker that is late for its slots loses none, and one that was away does not let them go all at once.
 *
 * One statement: the row lock of the upsert makes it atomic, the order of the keys keeps two callers from waiting for each other.
 */
export async function reserve(
  { db }: Scope,
  community: CommunityId,
  paces: readonly Pace[],
  had: Taken['paced'],
): Promise<Slot> {
  const still = had === 'own' || had === 'late' ? await admittedAs(db, paces, had) : had;
  const byKey = new Map(paces.map((pace) => [hashed(pace.key), pace]));
  if (byKey.size === 0 || still === 'admitted') return NOW;
  const wanted = [...byKey.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { everyMs, burst, shared = false, counted = false }]) => {
      const owed = still === 'none' || (still === 'own' && shared) || (still === 'late' && !counted);
      return sql`(decode(${key}, 'hex'), ${everyMs}::float8, ${burst}::integer, ${shared}::boolean, ${counted}::boolean, ${owed}::boolean)`;
    });
  const { rows } = await sql<ReservedRow>`
    with wanted (key, every, burst, shared, counted, owed) as (values ${sql.join(wanted)}),
    held as (
      select count(*) > 0 as yes from kith.paces p join wanted w using (key), (${quickly}) quickly where p.held_until > clock_timestamp()
    ), own as (${upsert(sql`wanted w, held where not w.shared and (w.owed or held.yes)`)}),
    own_slot as (select coalesce(max(${waitOf(sql`o`)}), 0) as ms from own o join wanted w using (key)),
    together as (${upsert(sql`wanted w, held, own_slot where w.shared and (w.owed or held.yes) and own_slot.ms <= 0`)}),
    slot as (select t.key as line, ${waitOf(sql`t`)} - ${EARLY_MS} as ms from together t join wanted w using (key)),
    lane as (
      insert into kith.lanes as l (community_id, line, turn, last_slot)
      select ${community}, s.line, coalesce(first.turn, 0), clock_timestamp() + s.ms * interval '1 millisecond'
      from slot s
      left join lateral (
        select d.turn from kith.deliveries d
        where d.line = s.line and d.state = 'pending' order by d.turn limit 1
      ) first on true
      where s.ms > 0
      on conflict (community_id, line) do update
        -- Whose last slot has passed is not in the line any more and begins anew.
        set turn = case when l.last_slot > clock_timestamp() then greatest(l.turn + 1, excluded.turn) else excluded.turn end,
          last_slot = excluded.last_slot
      returning encode(line, 'hex') as line, turn
    )
    select own_slot.ms as own_ms, (select max(ms) from slot) as shared_ms, lane.line, lane.turn
    from own_slot left join lane on true
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('A reservation returned nothing.');
  const waitMs = Math.max(0, Math.ceil(row.own_ms), Math.ceil(row.shared_ms ?? 0));
  return { waitMs, place: row.line === null || row.turn === null ? null : { line: row.line, turn: row.turn } };
}

const NOW: Slot = { waitMs: 0, place: null };

/** Whether one whose slot has come may go: at the paces that are counted only if they conform now, and else it has lost its slots. */
async function admittedAs(
  db: Kysely<Tables>,
  paces: readonly Pace[],
  had: 'own' | 'late',
): Promise<'admitted' | 'none' | 'own' | 'late'> {
  const counted = paces.filter((pace) => pace.counted);
  const others = paces.filter((pace) => !pace.counted);
  for (const pace of counted) {
    if (!(await admit(db, pace, 0, others)).admitted) return 'none';
  }
  const owesNothing = had === 'own' ? !paces.some((pace) => pace.shared) : others.length === 0;
  return counted.length > 0 && owesNothing ? 'admitted' : had;
}

/** Others may wait for longer than the one who asks (ms). */
const MOST_AHEAD_MS = 5_000;

const interval = (ms: number) => sql`${ms} * interval '1 millisecond'`;

/** See `Restraints.admit`; nobody is admitted while one of `besides` is held back. */
export async function admit(
  db: Kysely<Tables>,
  { key, everyMs, burst }: Pace,
  withinMs: number,
  besides: readonly Pace[] = [],
): Promise<{ readonly admitted: boolean; readonly waitMs: number }> {
  // Further ahead it can only be because the clock was set back since.
  const ahead = sql`clock_timestamp() + ${interval(withinMs + MOST_AHEAD_MS + burst * everyMs)}`;
  const sent = sql`case when p.sent_tat < ${ahead} then p.sent_tat else clock_timestamp() end`;
  const next = sql`greatest(${sent} - ${interval((burst - 1) * everyMs)}, p.held_until, clock_timestamp())`;
  const moved = sql`greatest(${sent}, p.held_until, clock_timestamp()) + ${interval(everyMs)}`;
  const held = besides.map((other) => sql`decode(${hashed(other.key)}, 'hex')`);
  const free =
    held.length === 0
      ? sql`true`
      : sql`not exists (select from kith.paces where key in (${sql.join(held)}) and held_until > clock_timestamp())`;
  const { rows } = await sql<{ admitted_ms: number | null; soonest_ms: number | null }>`
    with quickly as (${quickly}), admitted as (
      insert into kith.paces as p (key, tat, sent_tat)
      select decode(${hashed(key)}, 'hex'), clock_timestamp(), clock_timestamp() + ${interval(everyMs)} from quickly where ${free}
      on conflict (key) do update set sent_tat = ${moved}
        where ${next} <= clock_timestamp() + ${interval(withinMs)}
      returning greatest(${untilMs(sql`sent_tat`)} - ${burst * everyMs}, ${untilMs(sql`held_until`)}) as ms
    )
    select (select ms from admitted)::float8 as admitted_ms,
      (select ${untilMs(next)} from kith.paces p where key = decode(${hashed(key)}, 'hex'))::float8 as soonest_ms
  `.execute(db);
  const { admitted_ms: admittedMs = null, soonest_ms: soonestMs = null } = rows[0] ?? {};
  return { admitted: admittedMs !== null, waitMs: Math.max(0, admittedMs ?? soonestMs ?? 0) };
}

/** Where so many may go in a time, who goes after one that was late goes as much sooner after it, until what was lost is made up for. */
const CATCHING_UP = 0.8;

/**
 * As {@link admit}, for a pace that is a number of calls in a time (`window`): the moments of the last calls are kept, and each goes as long after
 * the one so many before it. An idle moment is thus not lost; at a pace alone it is, and a hundred of them are a hundredth of the rate.
 */
export async function admitInWindow(
  db: Kysely<Tables>,
  { key, everyMs, window }: Pace & { readonly window: number },
  withinMs: number,
): Promise<{ readonly admitted: boolean; readonly waitMs: number }> {
  const now = sql`clock_timestamp()`;
  const ahead = sql`${now} + ${interval(withinMs + MOST_AHEAD_MS + window * everyMs)}`;
  const sent = sql`case when p.sent[cardinality(p.sent)] < ${ahead} then p.sent else '{}' end`;
  const next = sql`greatest(
    ${now}, p.held_until,
    (${sent})[cardinality(${sent})] + ${interval(CATCHING_UP * everyMs)},
    (${sent})[cardinality(${sent}) - ${window - 1}] + ${interval(window * everyMs)}
  )`;
  const { rows } = await sql<{ admitted_ms: number | null; soonest_ms: number | null }>`
    with quickly as (${quickly}), admitted as (
      insert into kith.paces as p (key, tat, sent_tat, sent)
      select decode(${hashed(key)}, 'hex'), ${now}, ${now} + ${interval(everyMs)}, array[${now}] from quickly
      on conflict (key) do update
        set sent = (${sent})[greatest(1, cardinality(${sent}) - ${window - 2}):] || ${next}, sent_tat = ${next} + ${interval(everyMs)}
        where ${next} <= ${now} + ${interval(withinMs)}
      returning ${untilMs(sql`p.sent[cardinality(p.sent)]`)} as ms
    )
    select (select ms from admitted)::float8 as admitted_ms,
      (select ${untilMs(next)} from kith.paces p where key = decode(${hashed(key)}, 'hex'))::float8 as soonest_ms
  `.execute(db);
  const { admitted_ms: admittedMs = null, soonest_ms: soonestMs = null } = rows[0] ?? {};
  return { admitted: admittedMs !== null, waitMs: Math.max(0, admittedMs ?? soonestMs ?? 0) };
}

/** Moves the `tat` of the paces selected, and counts what goes at once. */
function upsert(which: RawBuilder<unknown>): RawBuilder<unknown> {
  // `statement_timestamp()` stands still within the statement: subtracting it gives back T. `clock_timestamp()`, because waiting for another
  // caller's lock takes time that has really passed.
  const next = sql`statement_timestamp() + w.every * interval '1 millisecond'`;
  const every = sql`(excluded.tat - statement_timestamp())`;
  const arrival = sql`greatest(p.tat, p.sent_tat, clock_timestamp())`;
  const tolerance = sql`(select (w.burst - 1) * w.every * interval '1 millisecond' from wanted w where w.key = excluded.key)`;
  return sql`
    insert into kith.paces as p (key, tat, sent_tat)
    select w.key, ${next}, case when w.counted then ${next} end
    from ${which} order by w.key
    on conflict (key) do update set
      tat = ${arrival} + ${every},
      sent_tat = case
        when excluded.sent_tat is null or ${arrival} > clock_timestamp() + ${tolerance} then p.sent_tat
        else greatest(p.sent_tat, clock_timestamp()) + ${every}
      end
    returning p.key, p.tat`;
}

/** The new tat is max(t, old tat) + T, so the slot, old tat − τ, lies burst·T before it. */
function waitOf(moved: RawBuilder<unknown>): RawBuilder<number> {
  return sql`${untilMs(sql`${moved}.tat`)} - w.burst * w.every`;
}

/** Milliseconds from now until then, below zero when it has passed. */
function untilMs(moment: RawBuilder<unknown>): RawBuilder<number> {
  return sql`(extract(epoch from ${moment} - clock_timestamp()) * 1000)::float8`;
}

/** A pace may be named after a person's direct message; its hash names nobody. */
export function hashed(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
