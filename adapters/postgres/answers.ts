import type { AnswerStore } from '../../src/engine/ports/stores.ts';
import type { Answer } from '../../src/engine/records/program.ts';
import type { CommunityScope, Row } from './scope.ts';
import { opened, type Seal, sealed } from './sealing.ts';

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
      const row = answerRow(answer, await seals.of(community));
      await db
        .insertInto('answers')
        .values({ community_id: community, ...row })
        .onConflict((conflict) => conflict.columns(['community_id', 'occurrence_id']).doUpdateSet(row))
        .execute();
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

function answerRow(answer: Answer, seal: Seal) {
  return {
    occurrence_id: answer.occurrence,
    member_id: answer.member,
    question: seal.seal('answers.question', answer.occurrence, answer.question),
    choice: sealed(seal, 'answers.choice', answer.occurrence, answer.choice),
    words: sealed(seal, 'answers.words', answer.occurrence, answer.words),
    answered_at: answer.answeredAt,
    edited_at: answer.editedAt,
  };
}
