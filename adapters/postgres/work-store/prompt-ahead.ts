import { type RawBuilder, sql } from 'kysely';
import { CHOSEN } from '../../../src/engine/cadence/caps.ts';
import type { MemberId } from '../../../src/engine/ids.ts';
import type { Row, Scope } from '../scope.ts';
import {
  type AnswerJson,
  answerRowOf,
  type MemberJson,
  memberRowOf,
  type OccurrenceJson,
  occurrenceRowOf,
} from './joined-rows.ts';

/** What composing a prompt asks the stores for. */
export interface PromptJson {
  readonly member: MemberJson | null;
  readonly occurrence: OccurrenceJson | null;
  readonly program: Row<'programs'> | null;
  readonly answer: AnswerJson | null;
  readonly seen: readonly Row<'prompts_seen'>[] | null;
  readonly rests: readonly Row<'category_rests'>[] | null;
  readonly presence: Row<'presences'> | null;
  readonly sent: readonly Pick<Row<'deliveries'>, 'sent_at'>[] | null;
}

/** Everything about the prompt of a delivery, as one value of its row `d`. */
export function promptOf(d: RawBuilder<unknown>): RawBuilder<PromptJson> {
  const mine = sql`x.community_id = ${d}.community_id and x.member_id = ${d}.member_id`;
  return sql`(
    select jsonb_build_object(
      'member', to_jsonb(m), 'occurrence', to_jsonb(o), 'program', to_jsonb(p), 'answer', to_jsonb(a), 'presence', to_jsonb(w),
      'seen', (select jsonb_agg(x) from kith.prompts_seen x where ${mine}),
      'rests', (select jsonb_agg(x) from kith.category_rests x where ${mine}),
      'sent', (select jsonb_agg(jsonb_build_object('sent_at', x.sent_at) order by x.sent_at) from kith.deliveries x
        where ${mine} and ${isPrompt(sql`x`)} and x.id <> ${d}.id and ${countsForCaps(sql`x`)}))
    from kith.occurrences o
    join kith.programs p on p.community_id = o.community_id and p.id = o.program_id
    left join kith.members m on m.community_id = o.community_id and m.id = ${d}.member_id
    left join kith.presences w on w.community_id = o.community_id and w.member_id = ${d}.member_id
    left join kith.answers a on a.community_id = o.community_id and a.occurrence_id = o.id
    where o.community_id = ${d}.community_id and o.id = ${d}.occurrence_id)`;
}

/** Lets the stores of this transaction have it when they are asked. */
export function keepPrompt(
  { ahead }: Scope,
  { community_id: of, member_id }: Pick<Row<'deliveries'>, 'community_id' | 'member_id'>,
  { member, occurrence, program, answer, presence, seen, rests, sent }: PromptJson,
): void {
  if (occurrence === null || member_id === null) return;
  ahead.keep('members', of, member_id, member === null ? [] : [memberRowOf(member)]);
  ahead.keep('programs', of, occurrence.program_id, program === null ? [] : [program]);
  ahead.keep('answers', of, occurrence.id, answer === null ? [] : [answerRowOf(answer)]);
  ahead.keep('presences', of, member_id, presence === null ? [] : [presence]);
  ahead.keep('prompts_seen', of, member_id, seen ?? []);
  ahead.keep('category_rests', of, member_id, rests ?? []);
  ahead.keep('deliveries', of, sentTo(member_id), sent ?? []);
  ahead.keep('occurrences', of, occurrence.id, [occurrenceRowOf(occurrence)]);
}

/** Compared so that no index knows of it: PostgreSQL would take one of kinds, which has all of a community, for one of a few. */
function isPrompt(delivery: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`${delivery}.kind || '' = 'prompt'`;
}

/** A prompt that counts for its member's caps: not chosen by themselves; and one that has begun may have arrived, whoever knows it. */
export function countsForCaps(delivery: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`(
    (${delivery}.state = 'sent' or (${delivery}.state in ('pending', 'sending') and ${delivery}.begun_at is not null))
    and not exists (
      select from kith.occurrences co join kith.programs cp on cp.community_id = co.community_id and cp.id = co.program_id
      where co.community_id = ${delivery}.community_id and co.id = ${delivery}.occurrence_id
        and cp.kind in (${sql.join(CHOSEN.map((kind) => sql.lit(kind)))})
    )
  )`;
}

/** Under what the deliveries that reached a member are kept. */
export function sentTo(member: MemberId): string {
  return `sent to ${member}`;
}
