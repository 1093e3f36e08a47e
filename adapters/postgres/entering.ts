import { type RawBuilder, sql } from 'kysely';
import type { OccurrenceId } from '../../src/engine/ids.ts';
import type { Entered, Entry } from '../../src/engine/ports/stores.ts';
import { claimStore } from './claims.ts';
import { communityOf } from './communities.ts';
import { newestOf } from './occurrences.ts';
import type { Row, Scope } from './scope.ts';
import { statement } from './statement.ts';
import {
  type AnswerJson,
  answerRowOf,
  type MemberJson,
  memberRowOf,
  type OccurrenceJson,
  occurrenceRowOf,
} from './work/joined-rows.ts';

interface Asked {
  readonly platform: string;
  readonly externalId: string;
  readonly claim: string;
  readonly at: number;
  readonly person: string;
}

interface CheckInJson {
  readonly occurrence: OccurrenceJson;
  readonly newest: OccurrenceJson;
  readonly enrolment: Row<'enrolments'>;
  readonly program: Row<'programs'>;
  readonly answer: AnswerJson | null;
}

interface EnteredRow {
  readonly community: Omit<Row<'communities'>, 'key'>;
  readonly key: Uint8Array;
  readonly claimed: boolean;
  readonly member: MemberJson | null;
  readonly check_in: CheckInJson | null;
}

function entering(
  { platform, externalId, claim, at, person }: Asked,
  checkIn: RawBuilder<unknown>,
): RawBuilder<EnteredRow> {
  // Meeting the key of a transaction in flight, the insert waits for its end; what the rest reads is then from before that.
  return sql`
    with here as (
      select * from kith.communities where platform = ${platform} and external_id = ${externalId}
    ), claimed as (
      insert into kith.claims (community_id, key, claimed_at) select id, ${claim}, ${at}::bigint from here
      on conflict (community_id, key) do nothing
      returning community_id
    )
    select to_jsonb(h) - 'key' as community, h.key, c.community_id is not null as claimed, to_jsonb(m) as member,
      ${checkIn} as check_in
    from here h
    left join claimed c on true
    left join kith.members m on m.community_id = h.id and m.external_id = ${person}
  `;
}

const enterWithNothing = statement<Asked, EnteredRow>((asked) => entering(asked, sql`null::jsonb`));

/**
 * The enrolment is locked, as whenever one is read; nobody can lock another's. When somebody else holds it, what they are about to write
 * would be missing here: the check-in is then read when it is asked for.
 */
const enterWithCheckIn = statement<Asked & { readonly checkIn: OccurrenceId }, EnteredRow>((asked) =>
  entering(
    asked,
    sql`(
      select jsonb_build_object('occurrence', to_jsonb(o), 'enrolment', to_jsonb(e), 'program', to_jsonb(p), 'answer', to_jsonb(a),
        'newest', (
          select to_jsonb(n) from kith.occurrences n
          where n.community_id = o.community_id and n.enrolment_id = o.enrolment_id order by n.slot desc limit 1))
      from kith.occurrences o
      join kith.enrolments e on e.community_id = o.community_id and e.id = o.enrolment_id
      join kith.programs p on p.community_id = o.community_id and p.id = o.program_id
      left join kith.answers a on a.community_id = o.community_id and a.occurrence_id = o.id
      where o.community_id = c.community_id and o.id = ${asked.checkIn} and o.member_id = m.id
      for no key update of e skip locked)`,
  ),
);

/** See `Stores.enter`. */
export function entrance(scope: Scope): (entry: Entry) => Promise<Entered | null> {
  return async ({ installation: { platform, externalId }, claim, at, person, checkIn }) => {
    const asked = { platform, externalId, claim, at, person };
    const [row] = await (checkIn === null
      ? enterWithNothing(scope.db, asked)
      : enterWithCheckIn(scope.db, { ...asked, checkIn }));
    if (row === undefined) return null;
    scope.seals.learn(row.community.id, row.key);
    const community = communityOf(row.community);
    // Claimed before: its reply is read, or it is free again by now.
    if (!row.claimed) {
      return { community, claim: await claimStore({ ...scope, community: community.id }).claim(claim, at) };
    }
    scope.ahead.keep('members', community.id, person, row.member === null ? [] : [memberRowOf(row.member)]);
    if (row.check_in !== null) keepCheckIn(scope, row.check_in);
    return { community, claim: { kind: 'new' } };
  };
}

function keepCheckIn({ ahead }: Scope, { occurrence, newest, enrolment, program, answer }: CheckInJson): void {
  const { community_id: of, id } = occurrence;
  const asked = occurrenceRowOf(occurrence);
  ahead.keep('occurrences', of, id, [asked]);
  ahead.keep('occurrences', of, newestOf(enrolment.id), [newest.id === id ? asked : occurrenceRowOf(newest)]);
  ahead.keep('enrolments', of, enrolment.id, [enrolment]);
  ahead.keep('programs', of, program.id, [program]);
  ahead.keep('answers', of, id, answer === null ? [] : [answerRowOf(answer)]);
}
