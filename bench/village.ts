import pg from 'pg';
import { createKeyring, generateKeys } from '../adapters/crypto/keyring.ts';
import { type Database, openDatabase } from '../adapters/postgres/database.ts';
import type { CommunityId, LocalDate, LocalTime, ProgramId } from '../src/engine/ids.ts';
import type { Cipher } from '../src/engine/ports/cipher.ts';
import type { Log } from '../src/engine/ports/log.ts';
import type { Community } from '../src/engine/records/community.ts';
import type { Program } from '../src/engine/records/program.ts';
import { systemRandom } from '../src/random.ts';

/** What goes wrong ends the run; what is merely told costs what it costs in production at level `warn`: nothing. */
export const quietLog: Log = {
  info() {},
  warn() {},
  error(event, cause) {
    throw new Error(event, { cause });
  },
};

/** Monday, 23 November 2026, 10:00 in London: when everybody here is asked. */
export const DUE = Date.UTC(2026, 10, 23, 10);
export const SLOT = '2026-11-23' as LocalDate;

/** Zones in which that is by day, with the local time it then is. */
const PLACES = [
  ['Europe/London', '10:00'],
  ['Europe/Berlin', '11:00'],
  ['Africa/Nairobi', '13:00'],
  ['Asia/Dubai', '14:00'],
  ['Asia/Kolkata', '15:30'],
  ['Asia/Shanghai', '18:00'],
] as const;

export const TEAM = 'T0BENCH';

/** The name of communities that are only there to be many: nothing is measured of them. */
export const CROWD = 'Crowd';
/** The ids of all others, in SQL. */
export const OURS = `array(select id from kith.communities where name <> '${CROWD}')`;

/** One community with a weekly check-in, and its database. */
export interface Village {
  readonly url: string;
  readonly cipher: Cipher;
  /** What `KITH_ENCRYPTION_KEYS` would be. */
  readonly keys: string;
  readonly database: Database;
  readonly community: Community;
  readonly program: Program;
  /** Plain SQL beside the stores. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Founds it in an empty database. */
export async function found(url: string, pack = 'today'): Promise<Village> {
  const keys = generateKeys();
  const cipher = createKeyring(keys);
  const database = await openDatabase({ url, cipher, ownSessions: true, log: quietLog });
  await database.migrate();
  const program: Program = {
    id: systemRandom.id() as ProgramId,
    kind: 'check-in',
    name: 'Monday hello',
    cadence: { rule: 'FREQ=WEEKLY;BYDAY=MO', from: '2026-03-02' as LocalDate, until: null, time: '10:00' as LocalTime },
    windowMinutes: 240,
    expiryMinutes: 1440,
    pack,
    channel: null,
    ownDay: true,
    status: 'active',
    createdAt: DUE,
  };
  const community = await database.transactor.run(async (stores) => {
    const founded = await stores.communities.open(
      { platform: 'slack', externalId: TEAM, name: 'Bench' },
      { id: systemRandom.id() as CommunityId, mode: 'community', language: 'en', zone: null, createdAt: DUE },
    );
    await stores.in(founded.id).programs.add(program);
    return founded;
  });
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // The server is stopped under it when a scenario fails.
  pool.on('error', () => undefined);
  return {
    url,
    cipher,
    keys,
    database,
    community,
    program,
    pool,
    async close() {
      await pool.end();
      await database.close();
    },
  };
}

/** Lets so many people join and be enrolled, all due at {@link DUE}. Their names are not sealed as real ones: nothing reads them here. */
export async function settle({ pool, community, program }: Village, people: number): Promise<void> {
  await pool.query(
    `insert into kith.members (community_id, id, external_id, name, zone, language, place, weekday, "time",
        quiet_from, quiet_to, status, joined_at)
      select $1, lpad(n::text, 21, '0') || 'm', 'U' || lpad(n::text, 9, '0'), '\\x00', ($3::text[])[1 + n % cardinality($3)],
        'en', 'direct', 1, ($4::text[])[1 + n % cardinality($3)], '20:00', '08:00', 'joined', $5
      from generate_series(1, $2::integer) n`,
    [community.id, people, PLACES.map(([zone]) => zone), PLACES.map(([, time]) => time), DUE],
  );
  await pool.query(
    `insert into kith.enrolments (community_id, id, program_id, member_id, status, every, chosen_every, ignored_in_row,
        next_slot, next_due_at)
      select community_id, left(md5(id), 21) || 'e', $1, id, 'active', 1, 1, 0, $2, $3 from kith.members where community_id = $4`,
    [program.id, SLOT, DUE, community.id],
  );
  await pool.query('vacuum (analyze) kith.members');
}

/** Everything as it was before anything was planned, without the dead rows of the last round. */
export async function rewind({ pool }: Village): Promise<void> {
  await unplan(pool);
  await pool.query('vacuum (analyze) kith.enrolments, kith.occurrences, kith.deliveries, kith.prompts_seen');
  await pool.query('checkpoint');
}

/** As if nothing of ours had ever been planned. */
export async function unplan(pool: pg.Pool): Promise<void> {
  for (const table of ['deliveries', 'occurrences', 'prompts_seen', 'spreads'])
    await pool.query(`delete from kith.${table} where community_id = any(${OURS})`);
  await pool.query(
    `update kith.enrolments set last_slot = null, next_slot = $1, next_due_at = $2 where community_id = any(${OURS})`,
    [SLOT, DUE],
  );
}

/** Seals the names of who settled, as they must be where members are read whole. */
export async function sealNames({ pool, cipher, community }: Village): Promise<void> {
  const { rows } = await pool.query<{ key: Buffer }>('select key from kith.communities where id = $1', [community.id]);
  const key = rows[0]?.key;
  if (key === undefined) throw new Error('the community is gone');
  const members = await pool.query<{ id: string; external_id: string }>(
    'select id, external_id from kith.members where community_id = $1',
    [community.id],
  );
  const named = members.rows.map(({ id, external_id }) => ({
    id,
    name: `\\x${Buffer.from(cipher.seal(key, `members.name:${id}`, `Person ${external_id}`)).toString('hex')}`,
  }));
  await pool.query(
    'update kith.members m set name = n.name from jsonb_to_recordset($1) n(id text, name bytea) where m.community_id = $2 and m.id = n.id',
    [JSON.stringify(named), community.id],
  );
  await pool.query('vacuum (analyze) kith.members');
}
