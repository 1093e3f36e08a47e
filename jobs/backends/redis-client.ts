import { Cluster, Redis } from 'ioredis';

/** One Redis, or a client of a whole cluster. */
export type RedisClient = Redis | Cluster;

/** How long a node may take to let us in, and, where somebody waits, to answer (ms). */
const answerDeadlineMs = 2_000;

const retryStrategy = (attempt: number) => Math.min(attempt * 100, 2_000);

/** For those who add jobs: fails quickly instead of waiting for a store that is away. */
const impatient = {
  connectTimeout: answerDeadlineMs,
  commandTimeout: answerDeadlineMs,
  maxRetriesPerRequest: 1,
} as const;
/** For those who wait for jobs. BullMQ demands null here: a worker waits for as long as it takes. */
const patient = { maxRetriesPerRequest: null } as const;

/** The addresses in `REDIS_URL`: one, or several nodes of a cluster separated by commas. */
export function addressesIn(url: string): readonly string[] {
  return url.split(',').map((one) => one.trim());
}

/** A client that is not connected yet. `known`: nodes of the cluster that others have found. */
export function clientFor(
  url: string,
  isCluster: boolean,
  manner: 'impatient' | 'patient',
  known: readonly Redis[] = [],
): RedisClient {
  const options = manner === 'impatient' ? impatient : patient;
  const enableOfflineQueue = manner === 'patient';
  const [first = ''] = addressesIn(url);
  if (!isCluster) return new Redis(first, { ...options, enableOfflineQueue, lazyConnect: true, retryStrategy });
  const found = known.map(({ options: { host = '', port = 0 } }) => ({ host, port }));
  const seeds = [...addressesIn(url).map(partsOf), ...found];
  return new Cluster(seeds, clusterOptions(first, options, enableOfflineQueue));
}

function clusterOptions(url: string, options: typeof impatient | typeof patient, enableOfflineQueue: boolean) {
  const { username, password, tls } = partsOf(url);
  return {
    lazyConnect: true,
    enableOfflineQueue,
    clusterRetryStrategy: retryStrategy,
    // A node that starts again keeps its slots: nobody sends us elsewhere, so the client itself has to come back to it.
    clusterNodeRetryStrategy: retryStrategy,
    slotsRefreshTimeout: answerDeadlineMs,
    slotsRefreshInterval: 5_000,
    // Certificates name hosts, not the addresses they resolve to.
    ...(tls ? { dnsLookup: (host: string, found: (error: null, address: string) => void) => found(null, host) } : {}),
    redisOptions: {
      ...options,
      ...(username ? { username } : {}),
      ...(password ? { password } : {}),
      ...(tls ? { tls } : {}),
    },
  };
}

/** What stands in an address, as the library reads it. */
function partsOf(url: string) {
  const { host = 'localhost', port = 6379, username, password, tls } = new Redis(url, { lazyConnect: true }).options;
  return { host, port, username, password, tls };
}

/** Host and port of each address, for messages: an address may hold a password. */
export function placesIn(url: string): string {
  return addressesIn(url)
    .map(partsOf)
    .map(({ host, port }) => `${host}:${port}`)
    .join(', ');
}

/** Every server behind a client that keeps keys. */
export function nodesOf(client: RedisClient): readonly Redis[] {
  return client instanceof Cluster ? client.nodes('master') : [client];
}

/** A field of what `INFO` says; unlike `CONFIG` that is allowed everywhere. */
export function fieldOf(info: string, field: string): string {
  return new RegExp(`^${field}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
}
