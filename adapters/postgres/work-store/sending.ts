import { sql } from 'kysely';
import type { Given, Lease, Taken, WorkStore } from '../../../src/engine/ports/work-store.ts';
import { communityOf } from '../communities.ts';
import { deliveryOf } from '../delivery-rows.ts';
import { hex, type Scope } from '../scope.ts';
import { reserve } from './paces.ts';
import { keepPrompt } from './prompt-ahead.ts';
import { beginNow, firstDue, postponeNow, sentNow } from './steps.ts';
import { after, CROWDED_MS, ours, type TakenRow, takenBy } from './taking.ts';

type Sending = Pick<
  WorkStore,
  'take' | 'reserve' | 'dueInLine' | 'postpone' | 'notYet' | 'defer' | 'begin' | 'sent' | 'end' | 'unfinished'
>;

const nothingGiven = { occurrence: null, member: null, prompt: null, question: null, at: null };

/** The life of one delivery, each step a single statement. */
export function sending(scope: Scope): Sending {
  const { db } = scope;

  /** Whoever held it may still be sending: it is looked up once that cannot be so any more. */
  async function leaveAlone(lease: Lease, quietMs: number): Promise<{ readonly againInMs: number }> {
    await sql`
      update kith.deliveries set state = 'pending', lease_until = null, not_before = ${after(quietMs)}
      where ${ours(lease)}
    `.execute(db);
    return { againInMs: quietMs };
  }

  async function givenNow({ community, occurrence, at }: Given) {
    const { id, member, prompt } = occurrence;
    const seal = await scope.seals.of(community);
    const question = hex(seal.seal('occurrences.question', id, occurrence.question));
    return { occurrence: id, member, prompt, question, at };
  }

  return {
    reserve: (community, paces, had) => reserve(scope, community, paces, had),
    async take(id, now, leaseMs) {
      const row = await takenBy(scope, { id, now, leaseMs });
      if (row === 'crowded') return { againInMs: CROWDED_MS };
      if (!row || !(row.state === 'pending' || row.state === 'sending')) return null;
      if (row.lease_us === null) {
        const notDueMs = row.state === 'pending' ? row.due_at - now : 0;
        return { againInMs: Math.max(1, notDueMs, row.wait_ms ?? 0) };
      }
      const lease = { id: row.id, until: row.lease_us };
      if (row.state === 'sending' && row.begun_ms !== null) return leaveAlone(lease, leaseMs);
      scope.seals.learn(row.community_id, row.key);
      if (row.prompt !== null) keepPrompt(scope, row, row.prompt);
      return {
        lease,
        community: communityOf(row.community),
        paused: row.community.paused_at !== null,
        delivery: { ...deliveryOf(row), state: 'sending' },
        begunAt: row.begun_ms,
        paced: pacedOf(row),
        insteadInMs: row.instead_ms === null ? null : Math.max(1, row.instead_ms),
      };
    },
    async dueInLine(line) {
      const [due] = await firstDue(db, { line });
      return due?.id ?? null;
    },
    async postpone({ id, until }, inMs, { slot, begun }) {
      const { line, turn } = slot?.place ?? { line: null, turn: null };
      await scope.ask(postponeNow, { id, until, inMs, paced: slot !== null, line, turn, begun });
    },
    async notYet(lease, inMs) {
      await sql`
        update kith.deliveries
        set state = 'pending', lease_until = null, not_before = ${after(inMs)}, paced = false, begun_at = null,
          attempts = attempts - 1
        where ${ours(lease)}
      `.execute(db);
    },
    async defer(lease, at) {
      await sql`
        update kith.deliveries
        set state = 'pending', due_at = ${at}, lease_until = null, not_before = null, paced = false, line = null,
          turn = null, begun_at = null
        where ${ours(lease)}
      `.execute(db);
    },
    async begin({ id, until }, given) {
      const outcome = await scope.ask(beginNow, {
        id,
        until,
        ...(given === null ? nothingGiven : await givenNow(given)),
      });
      if (!outcome) throw new Error(`The delivery ${id} is no longer ours to send.`);
      return outcome.begun;
    },
    async sent(id, receipt, at) {
      const row = await scope.ask(sentNow, { id, at, ...receipt });
      return row?.wished_at ?? null;
    },
    async end(lease, state, reason) {
      await sql`
        update kith.deliveries
        set state = ${state}, reason = ${reason}, lease_until = null, not_before = null
        where ${ours(lease)}
      `.execute(db);
    },
    async unfinished(until, after, limit) {
      const rows = await db
        .selectFrom('deliveries')
        .select(['id', 'due_at'])
        .where('state', 'in', [sql.lit('pending' as const), sql.lit('sending' as const)])
        .where('due_at', '<=', until)
        .$if(after !== null, (query) => query.where('id', '>', after))
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: row.id, at: row.due_at }));
    },
  };
}

function pacedOf({ paced, in_line: inLine, late }: TakenRow): Taken['paced'] {
  if (!paced) return 'none';
  if (inLine) return 'whole';
  return late === true ? 'late' : 'own';
}
