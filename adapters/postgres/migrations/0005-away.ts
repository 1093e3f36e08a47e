import { type Kysely, sql } from 'kysely';
import { countryOf } from '../../../src/engine/cadence/countries.ts';
import type { Zone } from '../../../src/engine/ids.ts';

/** What setup asks, where members live, which days they have off and until when they are away; what was skipped is counted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
  const { rows } = await sql<{ readonly zone: Zone }>`select distinct zone from kith.members`.execute(db);
  // Proposed from the zone, as to who joins from now on: settings show it.
  for (const { zone } of rows)
    await sql`update kith.members set country = ${countryOf(zone)} where zone = ${zone}`.execute(db);
}

const statements = `
  alter table kith.communities
    add column country text,
    add column minors boolean not null default true,
    add column channel text,
    add column set_up_at bigint;

  alter table kith.members
    add column country text,
    add column days_off boolean not null default true;

  -- Of members only, and never what they wrote: just until when.
  create table kith.presences (
    community_id text collate "C" not null,
    member_id text collate "C" not null,
    away_until bigint,
    silent_from bigint,
    silent_until bigint,
    asked_at bigint,
    primary key (community_id, member_id),
    foreign key (community_id, member_id) references kith.members on delete cascade
  );

  -- Counted, never whose: rows are only ever added, so that planners do not wait for one another.
  create table kith.skips (
    community_id text collate "C" not null references kith.communities on delete cascade,
    id bigint generated always as identity,
    at bigint not null,
    reason text not null,
    count integer not null,
    primary key (community_id, id)
  );
  create index skips_by_age on kith.skips (at);
`;
