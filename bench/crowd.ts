import pg from 'pg';
import { createKeyring, generateKeys } from '../adapters/crypto/keyring.ts';
import { openDatabase } from '../adapters/postgres/database.ts';
import type { Ground } from './ground.ts';
import { CROWD, DUE, OURS, quietLog } from './village.ts';

const PEOPLE_EACH = 500;
const DAY = 86_400_000;

/**
 * The same ground, but its database holds so many enrolments of others: communities of {@link PEOPLE_EACH}, half of them Slack's and half
 * Discord's, everybody with the last prompt answered and delivered and the next one due in one to seven days. Each time it is asked for, what
 * was measured last is gone from it and its statistics are fresh.
 */
export async function crowdedGround(ground: Ground, enrolments: number): Promise<Ground> {
  const url = await ground.database();
  await gather(url, enrolments);
  return {
    ...ground,
    async database() {
      await within(url, async (client) => {
        const { rows } = await client.query(
          "select table_name from information_schema.columns where table_schema = 'kith' and column_name = 'community_id'",
        );
        await unchecked(client, async () => {
          for (const { table_name } of rows)
            await client.query(`delete from kith.${table_name} where community_id = any(${OURS})`);
          await client.query(`delete from kith.communities where id = any(${OURS})`);
        });
        await client.query('truncate kith.paces, kith.slack_installations');
        await client.query('vacuum (analyze)');
        await client.query('checkpoint');
      });
      return url;
    },
  };
}

async function gather(url: string, enrolments: number): Promise<void> {
  const database = await openDatabase({ url, cipher: createKeyring(generateKeys()), ownSessions: true, log: quietLog });
  await database.migrate();
  await database.close();
  // A worker that is started beside them goes by the real clock: nothing of theirs may be due.
  const soonest = Math.max(DUE, Date.now()) + DAY;
  await within(url, async (client) => {
    await client.query(
      `create temporary table crowd as
        select n, left(md5('c' || n / $2), 21) || 'c' as community, left(md5('p' || n / $2), 21) || 'p' as program,
          left(md5('m' || n), 21) || 'm' as member, left(md5('e' || n), 21) || 'e' as enrolment,
          left(md5('o' || n), 21) || 'o' as occurrence, $3::bigint + (random() * $4)::bigint as next
        from generate_series(0, $1::integer - 1) n`,
      [enrolments, PEOPLE_EACH, soonest, 6 * DAY],
    );
    await unchecked(client, async () => {
      for (const statement of EVERYBODY) await client.query(statement);
    });
    await client.query('drop table crowd');
    const { rows } = await client.query('select count(*)::integer as count from kith.enrolments');
    if (rows[0]?.count !== enrolments) throw new Error(`of ${enrolments} enrolments there are ${rows[0]?.count}`);
  });
}

/** Keys and names are not sealed as real ones: nothing reads them. */
const EVERYBODY = [
  `insert into kith.communities (id, platform, external_id, name, mode, language, created_at, key)
    select community, case min(n) / ${PEOPLE_EACH} % 2 when 0 then 'slack' else 'discord' end, (3 * 10 ^ 17 + min(n))::bigint::text,
      '${CROWD}', 'community', 'en', ${DUE}, '\\x00' from crowd group by community`,
  `insert into kith.programs (community_id, id, kind, name, cadence, window_minutes, expiry_minutes, pack, status, created_at)
    select distinct community, program, 'check-in', 'Hello', '{"rule":"FREQ=WEEKLY","from":"2026-03-02","until":null,"time":"10:00"}'::jsonb,
      240, 1440, 'today', 'active', ${DUE} from crowd`,
  `insert into kith.members (community_id, id, external_id, name, zone, language, place, weekday, "time", quiet_from, quiet_to,
      status, joined_at, looked_up_at)
    select community, member, 'U' || n, '\\x00', 'Europe/London', 'en', 'direct', 1, '10:00', '20:00', '08:00', 'joined', ${DUE}, next
    from crowd`,
  `insert into kith.enrolments (community_id, id, program_id, member_id, status, every, chosen_every, ignored_in_row,
      last_slot, next_slot, next_due_at)
    select community, enrolment, program, member, 'active', 1, 1, 0, to_char(to_timestamp(next / 1000 - 604800), 'YYYY-MM-DD'),
      to_char(to_timestamp(next / 1000), 'YYYY-MM-DD'), next from crowd`,
  `insert into kith.occurrences (community_id, id, program_id, enrolment_id, member_id, slot, due_at, expires_at, state, prompt)
    select community, occurrence, program, enrolment, member, to_char(to_timestamp(next / 1000 - 604800), 'YYYY-MM-DD'),
      next - ${7 * DAY}, next - ${6 * DAY}, 'answered', 'prompt.today' from crowd`,
  `insert into kith.deliveries (community_id, id, kind, occurrence_id, member_id, to_kind, to_id, due_at, expires_at, state, attempts,
      sent_at, receipt_channel, receipt_message)
    select community, left(md5('d' || n), 21) || 'd', 'prompt', occurrence, member, 'direct', 'U' || n, next - ${7 * DAY},
      next - ${7 * DAY} + 14400000, 'sent', 1, next - ${7 * DAY}, 'D' || n, '1700000000.' || n from crowd`,
];

/** Whole communities come and go: foreign keys have nothing to say, and a million times of asking them takes minutes. */
async function unchecked(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('set session_replication_role = replica');
  await work();
  await client.query('set session_replication_role = origin');
}

async function within(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
