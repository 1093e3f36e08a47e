import { type Kysely, sql } from 'kysely';

/** Programs, who takes part, what is due to whom and what was answered. Partial indexes hold only what is still to be done. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table kith.programs (
      community_id text collate "C" not null references kith.communities on delete cascade,
      id text collate "C" not null,
      kind text not null,
      name text not null,
      cadence jsonb not null,
      window_minutes integer not null,
      expiry_minutes integer not null,
      pack text not null,
      channel text,
      status text not null,
      created_at bigint not null,
      primary key (community_id, id)
    );

    create table kith.enrolments (
      community_id text collate "C" not null,
      id text collate "C" not null,
      program_id text collate "C" not null,
      member_id text collate "C" not null,
      status text not null,
      every integer not null,
      ignored_in_row integer not null,
      last_slot text collate "C",
      next_slot text collate "C",
      next_due_at bigint,
      primary key (community_id, id),
      unique (community_id, program_id, member_id),
      foreign key (community_id, program_id) references kith.programs on delete cascade,
      foreign key (community_id, member_id) references kith.members on delete cascade
    );
    create index enrolments_of_member on kith.enrolments (community_id, member_id);
    create index enrolments_due on kith.enrolments (next_due_at) where status = 'active' and next_due_at is not null;

    create table kith.occurrences (
      community_id text collate "C" not null,
      id text collate "C" not null,
      program_id text collate "C" not null,
      enrolment_id text collate "C" not null,
      member_id text collate "C" not null,
      slot text collate "C" not null,
      due_at bigint not null,
      expires_at bigint not null,
      state text not null,
      prompt text,
      question bytea,
      primary key (community_id, id),
      unique (community_id, enrolment_id, slot),
      foreign key (community_id, enrolment_id) references kith.enrolments on delete cascade
    );
    create index occurrences_open on kith.occurrences (community_id, member_id, due_at)
      where state in ('waiting', 'shown');
    create index occurrences_expiring on kith.occurrences (expires_at) where state in ('waiting', 'shown');

    create table kith.answers (
      community_id text collate "C" not null,
      occurrence_id text collate "C" not null,
      member_id text collate "C" not null,
      question bytea not null,
      choice bytea,
      words bytea,
      answered_at bigint not null,
      edited_at bigint,
      primary key (community_id, occurrence_id),
      foreign key (community_id, occurrence_id) references kith.occurrences on delete cascade
    );
    create index answers_of_member on kith.answers (community_id, member_id, answered_at);
    create index answers_by_age on kith.answers (answered_at);
  `)
    .execute(db);
}
