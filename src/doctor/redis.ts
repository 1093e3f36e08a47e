import { Redis } from 'ioredis';
import { type Finding, fine, sayingOf, warning, wrong } from './findings.ts';

const CONNECT_DEADLINE_MS = 5_000;
/** The oldest that BullMQ works on. */
const OLDEST_REDIS = 5;

const options = {
  lazyConnect: true,
  retryStrategy: () => null,
  connectTimeout: CONNECT_DEADLINE_MS,
  commandTimeout: CONNECT_DEADLINE_MS,
  maxRetriesPerRequest: 0,
} as const;

/** Whether Redis answers, on every node when it is a cluster, and keeps what it is given. @param url one address, or several separated by commas */
export async function redisFindings(url: string): Promise<readonly Finding[]> {
  const addresses = url.split(',').map((one) => one.trim());
  const answers = await Promise.all(addresses.map(ask));
  const reached = answers.flatMap((answer) => ('info' in answer ? [answer] : []));
  const [first] = reached;
  if (first === undefined) return [unusable(answers.find((answer) => 'reason' in answer)?.reason)];
  if (!first.isCluster) return judge([first.info], '');
  const nodes = await Promise.all(addressesOf(first.nodes, addresses[0] ?? '').map(ask));
  const infos = nodes.flatMap((node) => ('info' in node ? [node.info] : []));
  const lost = nodes.length - infos.length;
  const isWhole = reached.every(({ state }) => state === 'ok') && lost === 0;
  const broken = wrong(
    'The Redis cluster does not serve all of its slots',
    `redis-cli --cluster check ${hostOf(addresses[0] ?? '')}, and start the nodes that are missing`,
  );
  return [...(isWhole ? [] : [broken]), ...judge(infos, ` on ${infos.length} nodes of a cluster`)];
}

interface Node {
  readonly info: string;
  readonly isCluster: boolean;
  /** `ok` as long as all slots are served. */
  readonly state: string;
  /** Every node of its cluster that keeps keys, as the node itself knows them. */
  readonly nodes: string;
}

async function ask(url: string): Promise<Node | { readonly reason: unknown }> {
  const redis = new Redis(url, options);
  let reason: unknown;
  // What `connect` rejects with is only that the connection ended.
  redis.on('error', (error: Error) => {
    reason = error;
  });
  try {
    await redis.connect();
    const info = await redis.info();
    const isCluster = fieldOf(info, 'cluster_enabled') === '1';
    const state = isCluster ? fieldOf(String(await redis.call('CLUSTER', 'INFO')), 'cluster_state') : 'ok';
    return { info, isCluster, state, nodes: isCluster ? String(await redis.call('CLUSTER', 'NODES')) : '' };
  } catch (error) {
    return { reason: reason ?? error };
  } finally {
    redis.disconnect();
  }
}

/** Addresses of the nodes that keep keys, with the password of the one that named them. Each line: id, host:port@bus, flags, … */
function addressesOf(nodes: string, known: string): readonly string[] {
  return nodes.split('\n').flatMap((line) => {
    const [, place = '', flags = ''] = line.split(' ');
    const [at = ''] = place.split('@');
    if (!flags.includes('master') || at === '') return [];
    const url = new URL(known);
    url.host = at;
    return [url.href];
  });
}

const hostOf = (url: string): string => new URL(url).host;

function fieldOf(info: string, field: string): string {
  return new RegExp(`^${field}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
}

function unusable(reason: unknown): Finding {
  return wrong(
    `Redis in REDIS_URL cannot be used: ${sayingOf(reason)}`,
    'check that Redis runs, and the host and password in the address; without REDIS_URL the queue lives in PostgreSQL',
  );
}

/** Reads what `INFO` says of each server; unlike `CONFIG` it is allowed everywhere. */
function judge(infos: readonly string[], where: string): readonly Finding[] {
  const said = (field: string) => infos.map((info) => fieldOf(info, field));
  const old = said('redis_version').find((version) => Number.parseInt(version, 10) < OLDEST_REDIS);
  const policy = said('maxmemory_policy').find((one) => one !== '' && one !== 'noeviction');
  const findings: Finding[] = [];
  if (old !== undefined) findings.push(wrong(`Redis ${old} is too old`, `use Redis ${OLDEST_REDIS} or newer`));
  if (policy !== undefined) {
    findings.push(
      wrong(
        `Redis may evict jobs when its memory is full (maxmemory-policy is ${policy})`,
        'set maxmemory-policy to noeviction in redis.conf',
      ),
    );
  }
  if (said('aof_enabled').includes('0')) {
    findings.push(
      warning(
        'Redis writes no append-only file: after a crash deliveries are late until the next sweep (five minutes)',
        'set appendonly to yes in redis.conf',
      ),
    );
  }
  const [version = ''] = said('redis_version');
  return findings.length > 0 ? findings : [fine(`Redis ${version} answers${where}, and keeps what it is given`)];
}
