import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Plan, run } from '../../chaos/run.ts';
import { faultsOf } from '../../chaos/telling.ts';
import { freshDatabaseIn, restartablePostgres, restartableRedis } from '../servers/database.ts';
import type { PrivateServer } from '../servers/private-server.ts';

/** The short run of `npm run chaos`: both platforms at once, and Kith's own waits shorter, too. */
const plan: Omit<Plan, 'seed' | 'deliveries' | 'receivers' | 'kills' | 'tell'> = {
  platforms: ['slack', 'discord'],
  workers: 2,
  spanMs: 3_000,
  hurry: { compression: 100, haste: 10 },
  silenceMs: 700,
  patienceMs: 100_000,
};

let postgres: PrivateServer;
let redis: PrivateServer;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([restartablePostgres(), restartableRedis({ keeps: true })]);
});
afterAll(async () => {
  await Promise.all([postgres?.stop(), redis?.stop()]);
});

test.each([
  ['Redis', 80, 1, 4],
  ['PostgreSQL', 40, 0, 2],
])(
  'with the queue in %s, nothing is lost and nothing doubled whatever breaks',
  {
    timeout: 240_000,
  },
  async (queue, deliveries, receivers, kills) => {
    const seed = 'npm test';
    const { url: databaseUrl } = await freshDatabaseIn(postgres);
    const story: string[] = [`seed: ${seed}`];
    const told = await run(
      { ...plan, seed, deliveries, receivers, kills, tell: (line) => void story.push(line) },
      { postgres, databaseUrl, redis: queue === 'Redis' ? redis : null },
    );
    // All it says is needed to understand a failure.
    expect({ faults: faultsOf(told), story }).toEqual({ faults: [], story });
    for (const { verdict } of told.outcomes) {
      expect(verdict.planned).toBeGreaterThan(deliveries * 0.8);
      expect(verdict.unknown).toEqual([]);
    }
  },
);
