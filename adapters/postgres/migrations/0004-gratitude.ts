import { type Kysely, sql } from 'kysely';

/** Notes of thanks, ties with an id and a label, blocks, and acts of support. `nulls not distinct` needs PostgreSQL 15. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statements of [settings, ties, thanks, others, deliveries]) await sql.raw(statements).execute(db);
}

const settings = `
  alter table kith.members
    add column public_thanks text,
    add column ledger boolean;

  alter table kith.enrolments add column chosen_every integer;
  update kith.enrolments set chosen_every = every;
  alter table kith.enrolments alter column chosen_every set not null;
`;

const ties = `
  alter table kith.ties
    add column id text collate "C",
    add column label bytea,
    add column every_days integer,
    add column created_at bigint;
  -- Ids are 22 letters and digits, as the engine's own are.
  update kith.ties set
    id = left(replace(gen_random_uuid()::text, '-', ''), 22),
    created_at = coalesce(greeted_at, extract(epoch from now()) * 1000);
  alter table kith.ties
    drop constraint ties_pkey,
    alter column id set not null,
    alter column created_at set not null,
    alter column person drop not null,
    add primary key (community_id, id),
    add unique (community_id, member_id, person),
    add check (person is not null or label is not null);
`;

const thanks = `
  create table kith.thanks (
    community_id text collate "C" not null,
    id text collate "C" not null,
    giver_id text collate "C" not null,
    receiver_id text collate "C" not null,
    among integer not null,
    words bytea not null,
    more bytea,
    kind text,
    message text,
    may_be_public boolean not null,
    given_at bigint not null,
    read_at bigint,
    landed_at bigint,
    landed_seen boolean not null,
    hidden boolean not null,
    reported boolean not null,
    primary key (community_id, id),
    -- Thanks for no message in particular never collide.
    unique (community_id, giver_id, receiver_id, message),
    foreign key (community_id, giver_id) references kith.members on delete cascade,
    foreign key (community_id, receiver_id) references kith.members on delete cascade
  );
  create index thanks_received on kith.thanks (community_id, receiver_id, given_at);
  create index thanks_to_tell on kith.thanks (community_id, giver_id) where landed_at is not null and not landed_seen;
  create index thanks_reported on kith.thanks (community_id, given_at) where reported;

  create table kith.thanks_days (
    community_id text collate "C" not null,
    giver_id text collate "C" not null,
    day text collate "C" not null,
    count integer not null check (count between 0 and 20),
    primary key (community_id, giver_id, day),
    foreign key (community_id, giver_id) references kith.members on delete cascade
  );
  create index thanks_days_by_age on kith.thanks_days (day);
`;

const others = `
  create table kith.drafts (
    community_id text collate "C" not null,
    id text collate "C" not null,
    member_id text collate "C" not null,
    words bytea not null,
    created_at bigint not null,
    primary key (community_id, id),
    foreign key (community_id, member_id) references kith.members on delete cascade
  );
  create index drafts_of_member on kith.drafts (community_id, member_id);
  create index drafts_by_age on kith.drafts (created_at);

  create table kith.blocks (
    community_id text collate "C" not null,
    member_id text collate "C" not null,
    person text not null,
    primary key (community_id, member_id, person),
    foreign key (community_id, member_id) references kith.members on delete cascade
  );
  -- An erasure looks for the blocks of others that name the person.
  create index blocks_by_person on kith.blocks (community_id, person);

  create table kith.support_events (
    community_id text collate "C" not null references kith.communities on delete cascade,
    id bigint generated always as identity,
    giver_id text collate "C",
    receiver_id text collate "C",
    kind text,
    share double precision not null,
    at bigint not null,
    source text not null,
    source_id text not null,
    primary key (community_id, id),
    unique nulls not distinct (community_id, source, source_id, giver_id, receiver_id),
    check (giver_id is not null or receiver_id is not null),
    -- An erasure has taken the member's side out before: the other side's act stays.
    foreign key (community_id, giver_id) references kith.members on delete cascade,
    foreign key (community_id, receiver_id) references kith.members on delete cascade
  );
  create index support_given on kith.support_events (community_id, giver_id, at) where giver_id is not null;
  create index support_received on kith.support_events (community_id, receiver_id, at) where receiver_id is not null;
  create index support_by_age on kith.support_events (at);
`;

const deliveries = `
  alter table kith.deliveries
    add column thanks_id text collate "C",
    -- A note once, and its public post once.
    add unique (community_id, thanks_id, kind),
    add check ((kind in ('thanks', 'public-thanks')) = (thanks_id is not null)),
    add check (kind <> 'thanks' or member_id is not null);
`;
