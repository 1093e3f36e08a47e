import { execFile, execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, type PrivateServer, privateFolder, privateServer } from './private-server.ts';

const run = promisify(execFile);

/**
 * A started, empty PostgreSQL on a free port of 127.0.0.1. `programs` is the folder with `initdb` and `postgres`.
 * `durable`: every commit reaches the disk, as in production; tests do without.
 */
export async function startPostgres(programs: string, { durable = false } = {}): Promise<PrivateServer> {
  // "Immediate shutdown": the next start recovers as after a crash. KILL would leave backends holding the data folder.
  const folder = privateFolder('postgres', 'QUIT');
  const owner = unprivilegedUser();
  if (owner) chownSync(folder.path, owner.uid, owner.gid);
  const data = join(folder.path, 'data');
  const options = {
    ...owner,
    cwd: folder.path,
    // initdb takes the server's time zone from TZ: an odd one shows SQL that leans on the session's zone.
    env: { PATH: '/usr/bin:/bin', LC_ALL: locale, TZ: 'Pacific/Chatham' },
  };
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', `--locale=${locale}`, '--no-sync'],
    options,
  );
  const port = await freePort();
  const server = privateServer(`postgres://postgres@127.0.0.1:${port}/postgres`, folder, {
    command: join(programs, 'postgres'),
    args: [
      '-D',
      data,
      ...Object.entries(settings(port, durable)).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    options,
    ready: /database system is ready to accept connections/,
  });
  await server.start();
  return server;
}

const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';

function settings(port: number, durable: boolean): Record<string, string> {
  const synced = durable ? 'on' : 'off';
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // No socket file: macOS's temporary folders are longer than a socket path may be.
    unix_socket_directories: '',
    max_connections: '300',
    // Safe against a crash of the server, which is all a test can cause; only a power cut would lose data.
    fsync: synced,
    full_page_writes: synced,
    shared_buffers: '64MB',
    autovacuum_naptime: '10s',
  };
}

/** PostgreSQL refuses to run as root; its own user is there when a package brought it, `nobody` always. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string, name: string) =>
    Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u', 'postgres'), gid: id('-g', 'postgres') };
  } catch {
    return { uid: id('-u', 'nobody'), gid: id('-g', 'nobody') };
  }
}
