import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { lockFile } from './folder-lock.ts';
import { OneSession } from './one-session.ts';

export interface EmbeddedDatabase {
  /** For this process only: the next start has another one. */
  readonly url: string;
  /** Close the pools that use it first. */
  stop(): Promise<void>;
}

/** Ours and BullMQ's pools together; connections are cheap here, they all share one session. */
const maxConnections = 200;
/** The name pg looks for in the folder it is given as host. */
const socketName = '.s.PGSQL.5432';

/**
 * Starts a PostgreSQL inside this process, for the playground and for trying Kith out.
 *
 * It knows no passwords, so it listens on a socket file in a folder that only this user may enter. On Windows, where pg cannot
 * use one, it is a random port of 127.0.0.1: there every program on the machine that finds the port can read the data.
 * All connections share one session: statements of one transaction are kept together and the others wait, so transactions
 * should be short, and a connection must not wait for another while it is in one.
 * @param dataDir where it keeps its files, made when missing; `null` keeps everything in memory
 * @param beginning what is in them when they are made, as PGlite dumped it; without one an empty database is set up, which takes seconds
 * @throws OperatorError when another living process uses the folder
 */
export async function startEmbedded(dataDir: string | null, beginning?: Blob): Promise<EmbeddedDatabase> {
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const files = dataDir === null ? 'memory://' : lockedFolder(dataDir, undo);
    const db = new OneSession(files, beginning && { loadDataDir: beginning });
    await db.waitReady;
    undo.push(() => db.close());
    const address = socketAddress(undo);
    const server = new PGLiteSocketServer({ db, maxConnections, ...address.listen });
    await server.start();
    undo.push(() => server.stop());
    return { url: address.url(server), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function lockedFolder(dataDir: string, undo: (() => unknown)[]): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  undo.push(lockFile(join(dataDir, 'database.lock')));
  return join(dataDir, 'database');
}

function socketAddress(undo: (() => unknown)[]): {
  readonly listen: { readonly path: string } | { readonly host: string; readonly port: number };
  url(server: PGLiteSocketServer): string;
} {
  if (process.platform === 'win32') {
    return {
      listen: { host: '127.0.0.1', port: 0 },
      url: (server) => `postgres://postgres@${server.getServerConn()}/postgres`,
    };
  }
  // mkdtemp makes it with mode 0700. Not in the data folder: the path of a socket must stay under about 100 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'kith-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return {
    listen: { path: join(folder, socketName) },
    url: () => `postgres:///postgres?user=postgres&host=${encodeURIComponent(folder)}&port=5432`,
  };
}
