import { sql, type Transaction } from 'kysely';
import type { CommunityId, EnrolmentId, OccurrenceId } from '../../src/engine/ids.ts';
import type { OccurrenceStore } from '../../src/engine/ports/stores.ts';
import type { Occurrence } from '../../src/engine/records/program.ts';
import { enrolmentOf } from './enrolments.ts';
import { type CommunityScope, hex, insertOrFind, type Row, recordset } from './scope.ts';
import { opened, type Seal, sealed } from './sealing.ts';
import { command } from './statement.ts';
import type { Tables } from './tables.ts';

type Kept = Pick<Row<'occurrences'>, 'id' | 'state' | 'prompt' | 'question'> & { readonly community: CommunityId };

const keep = command<Kept>(
  ({ community, id, state, prompt, question }) => sql`
    update kith.occurrences set state = ${state}, prompt = ${prompt}, question = ${question}
    where community_id = ${community} and id = ${id}
  `,
);

const close = command<Omit<Kept, 'prompt' | 'question'>>(
  ({ community, id, state }) => sql`
    update kith.occurrences set state = ${state} where community_id = ${community} and id = ${id}
  `,
);

export function occurrenceStore({ db, community, seals, ahead }: CommunityScope): OccurrenceStore {
  const ours = () => db.selectFrom('occurrences').selectAll().where('community_id', '=', community);
  const asRead = new Map<OccurrenceId, { readonly row: Row<'occurrences'>; readonly occurrence: Occurrence }>();

  async function all(rows: readonly Row<'occurrences'>[]): Promise<readonly Occurrence[]> {
    if (rows.length === 0) return [];
    const seal = await seals.of(community);
    return rows.map((row) => occurrenceOf(row, seal));
  }
  async function first(row: Row<'occurrences'> | undefined): Promise<Occurrence | null> {
    if (!row) return null;
    const known = asRead.get(row.id);
    if (known?.row === row) return known.occurrence;
    const occurrence = occurrenceOf(row, await seals.of(community));
    asRead.set(row.id, { row, occurrence });
    return occurrence;
  }
  /** Most often only the state has changed. */
  async function sealedQuestion({ id, question }: Occurrence): Promise<Uint8Array | null> {
    const before = asRead.get(id);
    if (before?.occurrence.question === question) return before.row.question;
    return sealed(await seals.of(community), 'occurrences.question', id, question);
  }

  return {
    async get(id) {
      const [row] = await ahead.or('occurrences', community, id, () => ours().where('id', '=', id).execute());
      return first(row);
    },
    async hold(id) {
      const [enrolled] = await ahead.or('enrolments', community, held(id), () =>
        db
          .selectFrom('enrolments')
          .selectAll()
          .where('community_id', '=', community)
          .where('id', '=', (query) =>
            query
              .selectFrom('occurrences')
              .select('enrolment_id')
              .where('community_id', '=', community)
              .where('occurrences.id', '=', id),
          )
          .forNoKeyUpdate()
          .execute(),
      );
      if (enrolled === undefined) return null;
      const [row] = await ahead.or('occurrences', community, held(id), () =>
        ours().where('id', '=', id).forNoKeyUpdate().execute(),
      );
      const occurrence = await first(row);
      return occurrence && { occurrence, enrolment: enrolmentOf(enrolled) };
    },
    async add(occurrence) {
      const row = occurrenceRow(community, occurrence, await seals.of(community));
      return insertOrFind(
        async () => ((await insertOccurrences(db, [row])).has(occurrence.id) ? occurrence : null),
        async () =>
          first(
            await ours()
              .where('enrolment_id', '=', occurrence.enrolment)
              .where('slot', '=', occurrence.slot)
              .executeTakeFirst(),
          ),
      );
    },
    async save(occurrence) {
      ahead.forget('occurrences');
      const { id, state, prompt } = occurrence;
      await keep(db, { community, id, state, prompt, question: await sealedQuestion(occurrence) });
    },
    async close(id, state) {
      ahead.forget('occurrences');
      await close(db, { community, id, state });
    },
    async newest(enrolment) {
      const [row] = await ahead.or('occurrences', community, newestOf(enrolment), () =>
        ours().where('enrolment_id', '=', enrolment).orderBy('slot', 'desc').limit(sql.lit(1)).execute(),
      );
      return first(row);
    },
    open: async (member, now) =>
      all(
        await ours()
          .where('member_id', '=', member)
          .where('state', 'in', [sql.lit('waiting' as const), sql.lit('shown' as const)])
          .where('due_at', '<=', now)
          .orderBy('due_at', 'desc')
          .orderBy('id')
          .execute(),
      ),
    inSlot: async (program, slot, member) =>
      first(
        await ours()
          .where('slot', '=', slot)
          .where(
            'enrolment_id',
            'in',
            db
              .selectFrom('enrolments')
              .select('id')
              .where('community_id', '=', community)
              .where('program_id', '=', program)
              .where('member_id', '=', member),
          )
          .executeTakeFirst(),
      ),
    async miss(which) {
      const waiting = db
        .updateTable('occurrences')
        .set({ state: 'missed' })
        .where('community_id', '=', community)
        .where('state', '=', sql.lit('waiting' as const));
      await ('enrolment' in which
        ? waiting.where('enrolment_id', '=', which.enrolment)
        : waiting.where('program_id', '=', which.program)
      ).execute();
    },
  };
}

/** Under what an occurrence that is held, and its enrolment, are read ahead. */
export function held(occurrence: OccurrenceId): string {
  return `held ${occurrence}`;
}

/** Under what an enrolment's newest is read ahead. */
export function newestOf(enrolment: EnrolmentId): string {
  return `newest of ${enrolment}`;
}

/** Inserts those whose enrolment does not have that slot yet, of any communities, in one statement; says which. */
export async function insertOccurrences(
  db: Transaction<Tables>,
  rows: readonly Row<'occurrences'>[],
): Promise<ReadonlySet<OccurrenceId>> {
  if (rows.length === 0) return new Set();
  const written = rows.map((row) => ({ ...row, question: hex(row.question) }));
  const inserted = await sql<{ id: OccurrenceId }>`
    insert into kith.occurrences
      (community_id, id, program_id, enrolment_id, member_id, slot, due_at, expires_at, state, prompt, question)
    select community_id, id, program_id, enrolment_id, member_id, slot, due_at, expires_at, state, prompt, question
    from ${recordset('occurrences', written)}
    on conflict (community_id, enrolment_id, slot) do nothing
    returning id
  `.execute(db);
  return new Set(inserted.rows.map((row) => row.id));
}

function occurrenceOf(row: Row<'occurrences'>, seal: Seal): Occurrence {
  return { ...unopened(row), question: opened(seal, 'occurrences.question', row.id, row.question) };
}

/** All but the question, which is sealed. */
export function unopened(row: Row<'occurrences'>): Omit<Occurrence, 'question'> {
  return {
    id: row.id,
    program: row.program_id,
    enrolment: row.enrolment_id,
    member: row.member_id,
    slot: row.slot,
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    state: row.state,
    prompt: row.prompt,
  };
}

export function occurrenceRow(community: CommunityId, occurrence: Occurrence, seal: Seal): Row<'occurrences'> {
  return {
    community_id: community,
    id: occurrence.id,
    program_id: occurrence.program,
    enrolment_id: occurrence.enrolment,
    member_id: occurrence.member,
    slot: occurrence.slot,
    due_at: occurrence.dueAt,
    expires_at: occurrence.expiresAt,
    state: occurrence.state,
    prompt: occurrence.prompt,
    question: sealed(seal, 'occurrences.question', occurrence.id, occurrence.question),
  };
}
