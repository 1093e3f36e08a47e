import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { Database } from '../adapters/postgres/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { inTime } from './in-time.ts';

/** Which shards of Discord's gateway a process holds, of how many. */
export interface ShardsHeld {
  readonly held: readonly { readonly shard: number; readonly ready: boolean }[];
  readonly of: number;
}

interface Checked {
  readonly database: Pick<Database, 'ping'>;
  readonly jobs: Pick<Jobs, 'ping'>;
  readonly slack: { connected(): boolean } | null;
  readonly discord: { connected(): boolean; shards(): ShardsHeld } | null;
  readonly isDraining: () => boolean;
}

/** A part that answers later than this is not ready (ms); orchestrators ask again every few seconds. */
const PATIENCE_MS = 2_000;

/**
 * `/healthz`: the process lives. `/readyz`: everything it stands on answers, each named with its state. `/metrics`: for Prometheus; it
 * tells how much a community uses Kith, so it is not for the internet.
 */
export function health(parts: Checked, registry: Registry): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ ok: true }));
  app.get('/readyz', async (context) => {
    const [database, queue] = await Promise.all([
      answers(() => parts.database.ping()),
      answers(() => parts.jobs.ping()),
    ]);
    const states = {
      database,
      queue,
      ...(parts.isDraining() && { draining: true }),
      ...(parts.slack !== null && { slack: parts.slack.connected() }),
      ...(parts.discord !== null && { discord: parts.discord.connected() }),
    };
    const ok = !parts.isDraining() && Object.values(states).every(Boolean);
    const shards = parts.discord !== null ? { shards: spelled(parts.discord.shards()) } : {};
    return context.json({ ok, ...states, ...shards }, ok ? 200 : 503);
  });
  app.get('/metrics', async (context) =>
    context.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  return app;
}

/** `0, 2 of 4`: the shards that this process holds; the others are held elsewhere. */
function spelled({ held, of }: ShardsHeld): string {
  return `${held.length === 0 ? 'none' : held.map(({ shard }) => shard).join(', ')} of ${of}`;
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await inTime(PATIENCE_MS, ask);
    return true;
  } catch {
    return false;
  }
}
