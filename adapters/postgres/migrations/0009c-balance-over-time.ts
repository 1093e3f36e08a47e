import { type Kysely, sql } from 'kysely';

/** What is left of acts that had their time: how many, without a date or another side. And what members said of their balance. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table kith.support_totals (
      community_id text collate "C" not null,
      member_id text collate "C" not null,
      side text not null check (side in ('given', 'received')),
      kind text,
      acts integer not null check (acts > 0),
      unique nulls not distinct (community_id, member_id, side, kind),
      foreign key (community_id, member_id) references kith.members on delete cascade
    );

    create table kith.self_ratings (
      community_id text collate "C" not null,
      member_id text collate "C" not null,
      day text collate "C" not null,
      feels text not null check (feels in ('right', 'too-much', 'more')),
      rated_at bigint not null,
      primary key (community_id, member_id, day),
      foreign key (community_id, member_id) references kith.members on delete cascade
    );
    create index self_ratings_by_age on kith.self_ratings (rated_at);
  `)
    .execute(db);
}
