import { createServer, type IncomingMessage } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** The thread of {@link import('./strict-platform.ts')}: takes messages as fast as the platform allows and refuses the rest with 429. */
const { limit, windowMs } = workerData as { readonly limit: number; readonly windowMs: number };

let taken: number[] = [];
let refused = 0;
let window = { from: 0, used: 0 };

/** Milliseconds by a clock that all threads of a process share. */
const now = () => Number(process.hrtime.bigint()) / 1e6;

/** Counts in windows, each beginning with the first call after the last one: at no time do more than `limit` fit into one. */
function refusedForMs(): number {
  const at = now();
  if (at >= window.from + windowMs) window = { from: at, used: 0 };
  if (window.used >= limit) return window.from + windowMs - at;
  window.used += 1;
  return 0;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

function tooMany(ms: number): Answer {
  refused += 1;
  const seconds = ms / 1000;
  const headers = {
    'retry-after': String(Math.ceil(seconds)),
    'x-ratelimit-global': 'true',
    'x-ratelimit-scope': 'global',
  };
  return {
    status: 429,
    headers,
    body: { ok: false, error: 'ratelimited', message: 'limited', retry_after: seconds, global: true },
  };
}

function answerTo(path: string, body: string): Answer {
  if (path.endsWith('auth.test'))
    return { status: 200, body: { ok: true, team_id: 'T0BENCH', team: 'Bench', user_id: 'U0KITH', bot_id: 'B0KITH' } };
  const ms = refusedForMs();
  if (ms > 0) return tooMany(ms);
  taken.push(now());
  const number = String(taken.length);
  const posted = /\/channels\/(\d+)\/messages$/.exec(path)?.[1];
  if (posted !== undefined) return { status: 200, body: { id: number, channel_id: posted } };
  if (path.endsWith('/users/@me/channels')) {
    const { recipient_id } = JSON.parse(body) as { recipient_id: string };
    return { status: 200, body: { id: `9${recipient_id}` } };
  }
  const to = /(?:^|&)channel=(\w+)/.exec(body)?.[1] ?? '';
  return { status: 200, body: { ok: true, channel: `D${to.slice(1)}`, ts: `1700000000.${number.padStart(6, '0')}` } };
}

const server = createServer((request, response) => {
  void textOf(request).then((text) => {
    const { status, body, headers } = answerTo(request.url ?? '', text);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => parentPort?.postMessage({ port: (server.address() as { port: number }).port }));

parentPort?.on('message', () => {
  parentPort?.postMessage({ taken, refused });
  taken = [];
  refused = 0;
});
