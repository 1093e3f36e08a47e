import { type Kysely, sql } from 'kysely';

/** What is sent and at what pace. A delivery is taken by its id alone, so that is its primary key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table kith.deliveries (
      community_id text collate "C" not null references kith.communities on delete cascade,
      id text collate "C" primary key,
      kind text not null,
      occurrence_id text collate "C",
      member_id text collate "C",
      program_id text collate "C",
      enrolment_id text collate "C",
      slot text collate "C",
      to_kind text not null,
      to_id text not null,
      due_at bigint not null,
      expires_at bigint not null,
      state text not null,
      reason text,
      attempts integer not null,
      receipt_channel text,
      receipt_message text,
      sent_at bigint,
      lease_until timestamptz,
      not_before timestamptz,
      paced boolean not null default false,
      begun_at timestamptz,
      -- A prompt once for each occurrence, a doorbell once for each program and slot; nulls never collide.
      unique (community_id, occurrence_id),
      unique (community_id, program_id, slot),
      check (kind <> 'prompt' or (occurrence_id is not null and member_id is not null)),
      check (kind <> 'doorbell' or (program_id is not null and slot is not null)),
      check ((occurrence_id is null or kind = 'prompt') and (program_id is null or kind = 'doorbell')),
      foreign key (community_id, occurrence_id) references kith.occurrences on delete cascade,
      foreign key (community_id, member_id) references kith.members on delete cascade
    );
    create index deliveries_of_member on kith.deliveries (community_id, member_id, sent_at);
    create index deliveries_due on kith.deliveries (due_at) where state = 'pending';
    create index deliveries_unfinished on kith.deliveries (id) where state in ('pending', 'sending');

    -- The key is hashed: a pace may be named after a person's direct message, and nothing of a person outlives an erasure.
    create table kith.paces (
      key bytea primary key,
      tat timestamptz not null
    );
  `)
    .execute(db);
}
