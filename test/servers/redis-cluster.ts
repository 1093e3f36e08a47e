import { setTimeout as after } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { PrivateServer } from './private-server.ts';
import { startRedis } from './redis.ts';

/** All hash slots of a cluster. */
const SLOTS = 16_384;
const NODES = 3;
/** On a busy machine they take long to hear of each other; only a failure waits so long. */
const deadlineMs = 50_000;

/** Three Redis servers that share out the slots among them; each keeps what it has across a restart. */
export interface RedisCluster {
  /** All three, separated by commas. */
  readonly url: string;
  readonly nodes: readonly PrivateServer[];
  /** The node that has a key, and so all with the same braces in them. */
  nodeOf(key: string): Promise<PrivateServer>;
  /** A fourth server, which follows one of the nodes and takes its place when that is lost. */
  replicaOf(node: PrivateServer): Promise<Replica>;
  /** Empties every node. */
  flush(): Promise<void>;
  /** Resolves when every node says that all slots are served. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

export interface Replica extends PrivateServer {
  /** Resolves when it has taken the place of the node it followed, and all slots are served. */
  promoted(): Promise<void>;
}

export async function startRedisCluster(program: string): Promise<RedisCluster> {
  const nodes = await Promise.all(
    Array.from({ length: NODES }, () => startRedis(program, { keeps: true, inCluster: true })),
  );
  const each = <T>(act: (redis: Redis, index: number) => Promise<T>) =>
    Promise.all(nodes.map((node, index) => asking(node, (redis) => act(redis, index))));
  const introduce = async () => {
    const ports = await each(async (redis) => ({
      port: redis.options.port ?? 0,
      busPort: Number(((await redis.config('GET', 'cluster-port')) as string[])[1]),
    }));
    await each(async (redis, index) => {
      const from = Math.floor((index * SLOTS) / NODES);
      const to = Math.floor(((index + 1) * SLOTS) / NODES);
      await redis.call('CLUSTER', 'ADDSLOTS', ...Array.from({ length: to - from }, (_, slot) => from + slot));
      await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    });
    // Not before each has its epoch, which is given to those who know nobody. Who meets one hears of the others.
    await each(async (redis, index) => {
      const [first] = ports;
      if (index > 0 && first) await redis.call('CLUSTER', 'MEET', '127.0.0.1', first.port, first.busPort);
    });
  };
  const isWhole = async () => {
    const said = await each((redis) => redis.call('CLUSTER', 'INFO') as Promise<string>);
    return said.every((info) => info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`));
  };
  const whole = () => until('The Redis servers did not become a cluster', isWhole);
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  try {
    await introduce();
    await whole();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: nodes.map(({ url }) => url).join(','),
    nodes,
    async nodeOf(key) {
      const [slot = 0] = await each((redis) => redis.call('CLUSTER', 'KEYSLOT', key) as Promise<number>);
      return nodes[Math.floor((slot * NODES) / SLOTS)] as PrivateServer;
    },
    replicaOf: (node) => startReplica(program, node),
    flush: async () => void (await each((redis) => redis.flushall())),
    whole,
    stop,
  };
}

async function startReplica(program: string, node: PrivateServer): Promise<Replica> {
  const replica = await startRedis(program, { keeps: true, inCluster: true });
  const [id, port, bus] = await asking(node, async (redis) => [
    await redis.call('CLUSTER', 'MYID'),
    redis.options.port ?? 0,
    Number(((await redis.config('GET', 'cluster-port')) as string[])[1]),
  ]);
  const follows = (redis: Redis) =>
    redis.call('CLUSTER', 'REPLICATE', String(id)).then(
      () => true,
      // It has not heard of the node yet.
      () => false,
    );
  const says = async (what: string, redis: Redis) => (await redis.info('replication')).includes(what);
  await asking(replica, async (redis) => {
    await redis.call('CLUSTER', 'MEET', '127.0.0.1', Number(port), Number(bus));
    await until('The replica did not meet its node', () => follows(redis));
    await until('The replica did not catch up', () => says('master_link_status:up', redis));
  });
  const serves = (redis: Redis) =>
    redis.call('CLUSTER', 'INFO').then((info) => String(info).includes('cluster_state:ok'));
  return {
    ...replica,
    promoted: () =>
      asking(replica, async (redis) => {
        await until('The replica did not take over', () => says('role:master', redis));
        await until('The cluster did not serve again', () => serves(redis));
      }),
  };
}

async function until(otherwise: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${otherwise} in time.`);
    await after(50);
  }
}

async function asking<T>(node: PrivateServer, act: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(node.url);
  redis.on('error', () => undefined);
  try {
    return await act(redis);
  } finally {
    redis.disconnect();
  }
}
