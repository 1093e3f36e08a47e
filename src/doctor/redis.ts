import { Redis } from 'ioredis';
import { type Finding, fine, sayingOf, warning, wrong } from './findings.ts';

const CONNECT_DEADLINE_MS = 5_000;
/** The oldest that BullMQ works on. */
const OLDEST_REDIS = 5;

/** Whether Redis answers, and keeps what it is given. */
export async function redisFindings(url: string): Promise<readonly Finding[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: CONNECT_DEADLINE_MS,
    commandTimeout: CONNECT_DEADLINE_MS,
    maxRetriesPerRequest: 0,
  });
  let reason: unknown;
  // What `connect` rejects with is only that the connection ended.
  redis.on('error', (error: Error) => {
    reason = error;
  });
  try {
    await redis.connect();
    return judge(await redis.info());
  } catch (error) {
    return [
      wrong(
        `Redis in REDIS_URL cannot be used: ${sayingOf(reason ?? error)}`,
        'check that Redis runs, and the host and password in the address; without REDIS_URL the queue lives in PostgreSQL',
      ),
    ];
  } finally {
    redis.disconnect();
  }
}

/** Reads what `INFO` says; unlike `CONFIG` it is allowed everywhere. */
function judge(info: string): readonly Finding[] {
  const said = (field: string) => new RegExp(`^${field}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  const version = said('redis_version');
  const policy = said('maxmemory_policy');
  const findings: Finding[] = [];
  if (Number.parseInt(version, 10) < OLDEST_REDIS) {
    findings.push(wrong(`Redis ${version} is too old`, `use Redis ${OLDEST_REDIS} or newer`));
  }
  if (policy !== '' && policy !== 'noeviction') {
    findings.push(
      wrong(
        `Redis may evict jobs when its memory is full (maxmemory-policy is ${policy})`,
        'set maxmemory-policy to noeviction in redis.conf',
      ),
    );
  }
  if (said('aof_enabled') === '0') {
    findings.push(
      warning(
        'Redis writes no append-only file: after a crash deliveries are late until the next sweep (five minutes)',
        'set appendonly to yes in redis.conf',
      ),
    );
  }
  return findings.length > 0 ? findings : [fine(`Redis ${version} answers, and keeps what it is given`)];
}
