import { Hono } from 'hono';
import type { Database } from '../adapters/postgres/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Config } from './config.ts';

interface Checked {
  readonly database: Pick<Database, 'ping' | 'pending'>;
  readonly jobs: Pick<Jobs, 'ping'>;
  readonly slack: { connected(): boolean } | null;
  readonly discord: { connected(): boolean } | null;
}

/** `/healthz`: the process lives. `/readyz`: everything it stands on answers, each named with its state. */
export function health(parts: Checked, role: Config['role']): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ ok: true }));
  app.get('/readyz', async (context) => {
    const states = {
      database: await answers(() => parts.database.ping()),
      queue: await answers(() => parts.jobs.ping()),
      ...(role !== 'worker' && parts.slack !== null && { slack: parts.slack.connected() }),
      ...(role !== 'worker' && parts.discord !== null && { discord: parts.discord.connected() }),
    };
    const ok = Object.values(states).every(Boolean);
    return context.json({ ok, ...states }, ok ? 200 : 503);
  });
  return app;
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch {
    return false;
  }
}
