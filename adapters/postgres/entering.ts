import { type RawBuilder, sql } from 'kysely';
import type { OccurrenceId } from '../../src/engine/ids.ts';
import type { Entered, Entry } from '../../src/engine/ports/stores.ts';
import { claimStore } from './claims.ts';
import { communityOf } from './communities.ts';
import { held, newestOf } from './occurrences.ts';
import type { Row, Scope } from './scope.ts';
import { statement } from './statement.ts';
import {
  type AnswerJson,
  answerRowOf,
  type MemberJson,
  memberRowOf,
  type OccurrenceJson,
  occurrenceRowOf,
} from './work-store/joined-rows.ts';

interface Asked {
  readonly platform: string;
  readonly externalId: string;
  readonly claim: string;
  readonly at: number;
  readonly person: string;
}

interface AskedOfCheckIn extends Asked {
  readonly checkIn: OccurrenceId;
}

interface CheckInJson {
  readonly occurrence: OccurrenceJson;
  readonly newest: OccurrenceJson;
  readonly enrolment: Row<'enrolments'>;
  readonly program: Row<'programs'>;
  readonly answer: AnswerJson | null;
}

interface ClaimedRow {
  readonly claimed: boolean;
  /** The check-in is there, theirs, and locked. */
  readonly held: boolean;
}

interface EnteredRow {
  readonly community: Omit<Row<'communities'>, 'key'>;
  readonly key: Uint8Array;
  readonly member: MemberJson | null;
  readonly check_in: CheckInJson | null;
}

const here = ({ platform, externalId }: Asked) =>
  sql`select * from kith.communities where platform = ${platform} and external_id = ${externalId}`;
const claimed = ({ claim, at }: Asked) => sql`
  insert into kith.claims (community_id, key, claimed_at) select id, ${claim}, ${at}::bigint from here
  on conflict (community_id, key) do nothing
  returning community_id`;

const claimOnly = statement<Asked, ClaimedRow>(
  (asked) => sql`
    with here as (${here(asked)}), claimed as (${claimed(asked)})
    select exists (select from claimed) as claimed, false as held
  `,
);

/** Locks the check-in as `OccurrenceStore.hold` does. */
const claimAndHold = statement<AskedOfCheckIn, ClaimedRow>(
  (asked) => sql`
    with here as (${here(asked)}), claimed as (${claimed(asked)}), enrolled as (
      select e.community_id
      from claimed c
      join kith.members m on m.community_id = c.community_id and m.external_id = ${asked.person}
      join kith.occurrences o on o.community_id = c.community_id and o.id = ${asked.checkIn} and o.member_id = m.id
      join kith.enrolments e on e.community_id = o.community_id and e.id = o.enrolment_id
      for no key update of e
    ), held as (
      select o.id from enrolled e
      join kith.occurrences o on o.community_id = e.community_id and o.id = ${asked.checkIn}
      for no key update of o
    )
    select exists (select from claimed) as claimed, exists (select from held) as held
  `,
);

function reading(asked: Asked, checkIn: RawBuilder<unknown>): RawBuilder<EnteredRow> {
  return sql`
    with here as (${here(asked)})
    select to_jsonb(h) - 'key' as community, h.key, to_jsonb(m) as member, ${checkIn} as check_in
    from here h
    left join kith.members m on m.community_id = h.id and m.external_id = ${asked.person}
  `;
}

const readMember = statement<Asked, EnteredRow>((asked) => reading(asked, sql`null::jsonb`));

const readCheckIn = statement<AskedOfCheckIn, EnteredRow>((asked) =>
  reading(
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
      where o.community_id = h.id and o.id = ${asked.checkIn} and o.member_id = m.id)`,
  ),
);

/**
 * See `Stores.enter`. Claiming and locking may have to wait for somebody else; what is read comes in a statement of its own, which sees what they
 * have left. Both travel together.
 */
export function entrance(scope: Scope): (entry: Entry) => Promise<Entered | null> {
  return async ({ installation: { platform, externalId }, claim, at, person, checkIn }) => {
    const asked = { platform, externalId, claim, at, person };
    const [[outcome], [row]] = await (checkIn === null
      ? Promise.all([claimOnly(scope.db, asked), readMember(scope.db, asked)])
      : Promise.all([claimAndHold(scope.db, { ...asked, checkIn }), readCheckIn(scope.db, { ...asked, checkIn })]));
    if (row === undefined) return null;
    scope.seals.learn(row.community.id, row.key);
    const community = communityOf(row.community);
    // Claimed before: its reply is read, or it is free again by now.
    if (outcome?.claimed !== true) {
      return { community, claim: await claimStore({ ...scope, community: community.id }).claim(claim, at) };
    }
    scope.ahead.keep('members', community.id, person, row.member === null ? [] : [memberRowOf(row.member)]);
    if (outcome.held && row.check_in !== null) keepCheckIn(scope, row.check_in);
    return { community, claim: { kind: 'new' } };
  };
}

function keepCheckIn({ ahead }: Scope, { occurrence, newest, enrolment, program, answer }: CheckInJson): void {
  const { community_id: of, id } = occurrence;
  const asked = occurrenceRowOf(occurrence);
  ahead.keep('enrolments', of, held(id), [enrolment]);
  ahead.keep('occurrences', of, held(id), [asked]);
  ahead.keep('occurrences', of, newestOf(enrolment.id), [newest.id === id ? asked : occurrenceRowOf(newest)]);
  ahead.keep('programs', of, program.id, [program]);
  ahead.keep('answers', of, id, answer === null ? [] : [answerRowOf(answer)]);
}
