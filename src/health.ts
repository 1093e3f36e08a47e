import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { Database } from '../adapters/postgres/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { inTime } from './in-time.ts';

interface Checked {
  readonly database: Pick<Database, 'ping'>;
  readonly jobs: Pick<Jobs, 'ping'>;
  readonly slack: { connected(): boolean } | null;
  readonly discord: { connected(): boolean } | null;
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
      ...(parts.slack !== null && { slack: parts.slack.connected() }),
      ...(parts.discord !== null && { discord: parts.discord.connected() }),
    };
    const ok = Object.values(states).every(Boolean);
    return context.json({ ok, ...states }, ok ? 200 : 503);
  });
  app.get('/metrics', async (context) =>
    context.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  return app;
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await inTime(PATIENCE_MS, ask);
    return true;
  } catch {
    return false;
  }
}
