import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import type { QueueBackend } from '../../jobs/jobs.ts';
import { freshDatabase, freshRedis } from '../servers/database.ts';

/** An empty store for queues, for one test. */
export interface Store {
  readonly backend: QueueBackend;
  drop(): Promise<void>;
}

export const stores: Readonly<Record<string, () => Promise<Store>>> = {
  async Redis() {
    const { url, prefix } = await freshRedis();
    return { backend: { kind: 'redis', url, prefix }, drop: async () => undefined };
  },
  async PostgreSQL() {
    const { url, drop } = await freshDatabase();
    return { backend: { kind: 'postgres', url, embedded: false }, drop };
  },
  async PGlite() {
    const db = await PGlite.create();
    const server = new PGLiteSocketServer({ db, port: 0, maxConnections: 20 });
    await server.start();
    return {
      backend: { kind: 'postgres', url: `postgres://postgres@${server.getServerConn()}/postgres`, embedded: true },
      async drop() {
        await server.stop();
        await db.close();
      },
    };
  },
};
