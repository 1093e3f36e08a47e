import type { Certificates } from './certificates.ts';
import { freePort, type PrivateServer, privateFolder, privateServer } from './private-server.ts';

/** Each test takes a numbered database of its own from the one server; an empty one costs a few hundred bytes. */
export const redisDatabases = 4096;

/**
 * A started Redis on a free port of 127.0.0.1.
 * With `certificates` it speaks TLS alone. With `keeps` it writes its append-only file and remembers across restarts, as a production Redis does; without, it forgets.
 */
export async function startRedis(
  program: string,
  options: { keeps?: boolean; inCluster?: boolean; certificates?: Certificates } = {},
): Promise<PrivateServer> {
  const folder = privateFolder('redis', 'KILL');
  const port = await freePort();
  const settings = {
    ...(options.certificates ? overTls(port, options.certificates) : { port: String(port) }),
    bind: '127.0.0.1',
    dir: folder.path,
    ...(options.inCluster ? await inCluster() : { databases: String(redisDatabases) }),
    save: '',
    appendonly: options.keeps ? 'yes' : 'no',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
  };
  const server = privateServer(`${options.certificates ? 'rediss' : 'redis'}://127.0.0.1:${port}`, folder, {
    command: program,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    options: { cwd: folder.path },
    ready: /Ready to accept connections/,
  });
  await server.start();
  return server;
}

function overTls(port: number, { authority, certificate, key }: Certificates): Record<string, string> {
  return {
    port: '0',
    'tls-port': String(port),
    'tls-cert-file': certificate,
    'tls-key-file': key,
    'tls-ca-cert-file': authority,
    'tls-auth-clients': 'no',
  };
}

/** A node is called dead after a second; the port its fellows talk to it is its own choice. */
async function inCluster(): Promise<Record<string, string>> {
  return {
    'cluster-enabled': 'yes',
    'cluster-port': String(await freePort()),
    'cluster-node-timeout': '1000',
    'cluster-announce-ip': '127.0.0.1',
  };
}
