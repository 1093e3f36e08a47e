import { sql } from 'kysely';
import type { CommunityId } from '../../src/engine/ids.ts';
import type { AnswerStore } from '../../src/engine/ports/stores.ts';
import type { Answer } from '../../src/engine/records/program.ts';
import type { CommunityScope, Row } from './scope.ts';
import { opened, type Seal, sealed } from './sealing.ts';
import { command } from './statement.ts';

const keep = command<Row<'answers'>>(
  ({ community_id, occurrence_id, member_id, question, choice, words, answered_at, edited_at }) => sql`
    insert into kith.answers (community_id, occurrence_id, member_id, question, choice, words, answered_at, edited_at)
    values (${community_id}, ${occurrence_id}, ${member_id}, ${question}, ${choice}, ${words}, ${answered_at}, ${edited_at})
    on conflict (community_id, occurrence_id) do update
    set member_id = excluded.member_id, question = excluded.question, choice = excluded.choice, words = excluded.words,
      answered_at = excluded.answered_at, edited_at = excluded.edited_at
  `,
);

export function answerStore({ db, community, seals, ahead }: CommunityScope): AnswerStore {
  const ours = () => db.selectFrom('answers').selectAll().where('community_id', '=', community);
  return {
    async get(occurrence) {
      const [row] = await ahead.or('answers', community, occurrence, () =>
        ours().where('occurrence_id', '=', occurrence).execute(),
      );
      return row ? answerOf(row, await seals.of(community)) : null;
    },
    async put(answer) {
      ahead.forget('answers');
      await keep(db, answerRow(community, answer, await seals.of(community)));
    },
    async of(member, limit) {
      const rows = await ours()
        .where('member_id', '=', member)
        .orderBy('answered_at', 'desc')
        .orderBy('occurrence_id')
        .limit(limit)
        .execute();
      if (rows.length === 0) return [];
      const seal = await seals.of(community);
      return rows.map((row) => answerOf(row, seal));
    },
  };
}

function answerOf(row: Row<'answers'>, seal: Seal): Answer {
  return {
    occurrence: row.occurrence_id,
    member: row.member_id,
    question: seal.open('answers.question', row.occurrence_id, row.question),
    choice: opened(seal, 'answers.choice', row.occurrence_id, row.choice),
    words: opened(seal, 'answers.words', row.occurrence_id, row.words),
    answeredAt: row.answered_at,
    editedAt: row.edited_at,
  };
}

function answerRow(community: CommunityId, answer: Answer, seal: Seal): Row<'answers'> {
  return {
    community_id: community,
    occurrence_id: answer.occurrence,
    member_id: answer.member,
    question: seal.seal('answers.question', answer.occurrence, answer.question),
    choice: sealed(seal, 'answers.choice', answer.occurrence, answer.choice),
    words: sealed(seal, 'answers.words', answer.occurrence, answer.words),
    answered_at: answer.answeredAt,
    edited_at: answer.editedAt,
  };
}
