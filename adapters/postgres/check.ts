import { Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { EpochMs } from '../../src/engine/ids.ts';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import { Dialect, openPool } from './dialect.ts';
import { pending } from './migrate.ts';
import { slackInstallations } from './slack-installations.ts';
import { schema, type Tables } from './tables.ts';

/** What can be said about a database by looking at it; nothing is changed. */
export interface DatabaseFacts {
  /** PostgreSQL's major version. */
  readonly version: number;
  /** Migrations still to be done. While there are any, the rest is not looked at. */
  readonly pending: readonly string[];
  /** May this user make Kith's schema and tables? */
  readonly mayCreate: boolean;
  /** Deliveries that did not end well, by how and why. */
  readonly troubled: readonly TroubledDeliveries[];
  /** Channels in which running programs post. */
  readonly channels: readonly { readonly platform: string; readonly channel: string }[];
  readonly keys: KeyFacts;
  /** Slack workspaces that installed Kith by themselves, with the token of each: to ask with, never to show. */
  readonly workspaces: readonly WorkspaceFacts[];
  readonly gateways: readonly GatewayFacts[];
  /** Workspaces and servers that refuse Kith. */
  readonly refusing: readonly RefusingFacts[];
}

export interface RefusingFacts {
  readonly platform: string;
  /** The platform's own id. */
  readonly id: string;
  readonly name: string;
  readonly since: EpochMs;
  /** When all that is kept of it is to be erased, as far as its platform says that Kith was removed. */
  readonly eraseAt: EpochMs | null;
}

interface WorkspaceFacts {
  readonly name: string;
  readonly token: string;
}

/** Discord's gateway of one application: into how many shards it is cut, how many run now, in how many processes. */
export interface GatewayFacts {
  readonly application: string;
  readonly shards: number;
  readonly running: number;
  readonly processes: number;
}

export interface TroubledDeliveries {
  readonly state: 'failed' | 'unknown';
  readonly reason: string;
  readonly count: number;
}

/** Of the communities' wrapped keys: how many no given key opens, and how many are not yet under the newest. */
export interface KeyFacts {
  readonly lost: number;
  readonly old: number;
}

/** Enough to see that keys fit; a large database is not read through for it. */
const KEYS_LOOKED_AT = 1_000;
/** More would not be read; those that are to be erased come first. */
const REFUSING_TOLD = 30;
/** So many workspaces are asked about; with more the rest is left to what sending them meets. */
const WORKSPACES_LOOKED_AT = 100;
const NOTHING = { troubled: [], channels: [], keys: { lost: 0, old: 0 }, workspaces: [], gateways: [], refusing: [] };

/**
 * Looks at PostgreSQL.
 * @param cipher `null` when no keys are configured: then they are not looked at
 * @param since deliveries due before this are left out
 * @throws Error when it cannot be reached
 */
export async function inspectDatabase(options: {
  readonly url: string;
  readonly cipher: Cipher | null;
  readonly since: EpochMs;
  readonly log: Log;
}): Promise<DatabaseFacts> {
  const { url, cipher, since, log } = options;
  const db = new Kysely<Tables>({ dialect: new Dialect({ pool: openPool({ url, poolSize: 1, log }) }) }).withSchema(
    schema,
  );
  try {
    const { rows } = await sql<{ version: number; may_create: boolean }>`
      select current_setting('server_version_num')::int / 10000 as version,
        has_database_privilege(current_database(), 'create') as may_create
    `.execute(db);
    const { version, may_create: mayCreate } = rows[0] ?? { version: 0, may_create: false };
    const toDo = await pending(db);
    if (toDo.length > 0) return { version, mayCreate, pending: toDo, ...NOTHING };
    return {
      version,
      mayCreate,
      pending: [],
      troubled: await troubledDeliveries(db, since),
      channels: await programChannels(db),
      keys: cipher === null ? NOTHING.keys : await keyFacts(db, cipher),
      workspaces: cipher === null ? [] : await workspaceFacts(db, cipher),
      gateways: await gatewayFacts(db),
      refusing: await refusingFacts(db),
    };
  } finally {
    await db.destroy();
  }
}

async function troubledDeliveries(db: Kysely<Tables>, since: EpochMs): Promise<TroubledDeliveries[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select((of) => ['state', 'reason', of.fn.countAll<number>().as('count')])
    .where('state', 'in', ['failed', 'unknown'])
    .where('due_at', '>=', since)
    .groupBy(['state', 'reason'])
    .orderBy('state')
    .orderBy('reason')
    .execute();
  return rows.map(({ state, reason, count }) => ({
    state: state === 'failed' ? 'failed' : 'unknown',
    reason: reason ?? 'no reason noted',
    count,
  }));
}

function programChannels(db: Kysely<Tables>): Promise<{ platform: string; channel: string }[]> {
  return db
    .selectFrom('programs as p')
    .innerJoin('communities as c', 'c.id', 'p.community_id')
    .select(['c.platform', 'p.channel'])
    .distinct()
    .where('p.status', '=', 'active')
    .where('p.channel', 'is not', null)
    .$narrowType<{ channel: string }>()
    .execute();
}

/** What Bolt keeps of an installation, as far as it is needed to ask Slack about it. */
const installed = z.object({
  team: z.object({ id: z.string(), name: z.string().optional() }),
  bot: z.object({ token: z.string() }),
});

async function workspaceFacts(db: Kysely<Tables>, cipher: Cipher): Promise<WorkspaceFacts[]> {
  const installations = slackInstallations(db, cipher);
  const rows = await db
    .selectFrom('slack_installations')
    .select('team_id')
    .orderBy('team_id')
    .limit(WORKSPACES_LOOKED_AT)
    .execute();
  const facts: WorkspaceFacts[] = [];
  for (const { team_id } of rows) {
    // One that no key opens is told with the communities' own.
    const stored = await installations.find(team_id).catch(() => null);
    const { success, data } = installed.safeParse(stored === null ? null : JSON.parse(stored));
    if (success) facts.push({ name: data.team.name ?? team_id, token: data.bot.token });
  }
  return facts;
}

async function refusingFacts(db: Kysely<Tables>): Promise<readonly RefusingFacts[]> {
  const rows = await db
    .selectFrom('communities')
    .select(['platform', 'external_id as id', 'name', 'erase_at as eraseAt'])
    .select((of) => of.fn.coalesce('missed_since', 'paused_at').$notNull().as('since'))
    .where((where) => where.or([where('paused_at', 'is not', null), where('erase_at', 'is not', null)]))
    .orderBy(sql`erase_at nulls last`)
    .orderBy('paused_at')
    .limit(REFUSING_TOLD)
    .execute();
  return rows;
}

async function gatewayFacts(db: Kysely<Tables>): Promise<readonly GatewayFacts[]> {
  const { rows } = await sql<GatewayFacts>`
    select g.application_id as application, g.shards,
      (select count(*)::int from kith.discord_shards s
        where s.application_id = g.application_id and s.until > clock_timestamp()) as running,
      (select count(*)::int from kith.discord_processes p
        where p.application_id = g.application_id and p.until > clock_timestamp()) as processes
    from kith.discord_gateways g order by g.application_id
  `.execute(db);
  return rows;
}

async function keyFacts(db: Kysely<Tables>, cipher: Cipher): Promise<KeyFacts> {
  const rows = await db.selectFrom('communities').select('key').limit(KEYS_LOOKED_AT).execute();
  const opened = rows.filter(({ key }) => opens(cipher, key));
  return {
    lost: rows.length - opened.length,
    old: opened.filter(({ key }) => cipher.rewrap(key) !== null).length,
  };
}

/** Sealing needs the community's key in the clear, and leaves nothing behind. */
function opens(cipher: Cipher, key: Uint8Array): boolean {
  try {
    cipher.seal(key, 'doctor', '');
    return true;
  } catch {
    return false;
  }
}
