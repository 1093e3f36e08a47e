import { Gauge, type Registry } from 'prom-client';
import type { SharedRestraints } from '../adapters/postgres/restraints.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Clock } from './engine/ports/clock.ts';
import type { Transactor } from './engine/ports/stores.ts';
import type { ShardsHeld } from './health.ts';
import { inTime } from './in-time.ts';

export interface Gauged {
  readonly clock: Clock;
  readonly transactor: Transactor;
  readonly jobs: Pick<Jobs, 'depth'>;
  readonly restraints: Pick<SharedRestraints, 'standing'>;
  /** Connections of this process to the platforms; a worker has none. */
  readonly connections: Readonly<Record<string, { connected(): boolean; readonly shards?: () => ShardsHeld }>>;
}

/** A store that answers later than this is left out of the scrape (ms). */
const PATIENCE_MS = 1_000;
/** Waiting this long beyond the due time is more than a platform's pace explains (ms). */
const OVERDUE_MS = 60_000;
/** Whoever is this far behind needs no exact number. */
const MOST_COUNTED = 1_000;

/** What is asked at each scrape. A store that does not answer in time leaves its gauge out, or not a number. */
export function watch({ clock, transactor, jobs, restraints, connections }: Gauged, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'kith_queue_jobs',
    help: 'Deliveries in the queue, by state; absent when the queue does not answer',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      const depth = await inTime(PATIENCE_MS, () => jobs.depth()).catch(() => ({}));
      for (const [state, count] of Object.entries(depth)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'kith_deliveries_overdue',
    help: `Unfinished deliveries more than a minute past their time, counted up to ${MOST_COUNTED}; NaN when the database does not answer`,
    registers,
    async collect() {
      const overdue = () => transactor.run(({ work }) => work.unfinished(clock.now() - OVERDUE_MS, null, MOST_COUNTED));
      this.set(
        await inTime(PATIENCE_MS, overdue).then(
          (found) => found.length,
          () => Number.NaN,
        ),
      );
    },
  });
  new Gauge({
    name: 'kith_limits',
    help: "Deliveries that wait for their slot at a platform's pace; paces a platform holds back; requests a platform called invalid in ten minutes; absent when the database does not answer",
    labelNames: ['what'],
    registers,
    async collect() {
      this.reset();
      const standing = await inTime(PATIENCE_MS, () => restraints.standing()).catch(() => ({}));
      for (const [what, count] of Object.entries(standing)) this.set({ what }, count);
    },
  });
  new Gauge({
    name: 'kith_connected',
    help: 'Whether this process is connected to the platform (1) or not (0)',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const [platform, connection] of Object.entries(connections))
        this.set({ platform }, connection.connected() ? 1 : 0);
    },
  });
  if (!Object.values(connections).some(({ shards }) => shards !== undefined)) return;
  new Gauge({
    name: 'kith_discord_shard',
    help: 'Shards of Discord’s gateway that this process holds: whether each is connected (1) or not (0)',
    labelNames: ['shard'],
    registers,
    collect() {
      this.reset();
      const held = Object.values(connections).flatMap(({ shards }) => shards?.().held ?? []);
      for (const { shard, ready } of held) this.set({ shard }, ready ? 1 : 0);
    },
  });
}
