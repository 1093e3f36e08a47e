import { createServer, type IncomingMessage } from 'node:http';
import { parentPort } from 'node:worker_threads';

/** The thread of {@link import('./fast-slack.ts')}: answers as Slack does and looks at nothing. */
let posted = 0;
let opened = 0;
let lastBody = '';
const responses = new Map<string, number>();

function user(id: string) {
  const profile = { display_name: `Person ${id}`, real_name: `Person ${id}` };
  return { id, team_id: 'T0BENCH', name: id, tz: 'Europe/London', locale: 'en-GB', is_admin: false, profile };
}

function answerTo(method: string, body: string): object {
  const fields = new URLSearchParams(method === 'chat.postMessage' ? '' : body);
  switch (method) {
    case 'chat.postMessage': {
      posted += 1;
      lastBody = body;
      const channel = /(?:^|&)channel=(\w+)/.exec(body)?.[1] ?? '';
      return { ok: true, channel, ts: `1700000000.${String(posted).padStart(6, '0')}` };
    }
    case 'conversations.open':
      opened += 1;
      return { ok: true, channel: { id: `D${fields.get('users')?.slice(1)}` } };
    case 'conversations.history':
      return { ok: true, messages: [], has_more: false };
    case 'auth.test':
      return { ok: true, team_id: 'T0BENCH', team: 'Bench', user_id: 'U0KITH', bot_id: 'B0KITH' };
    case 'users.info':
      return { ok: true, user: user(fields.get('user') ?? '') };
    default:
      return { ok: true };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const server = createServer((request, response) => {
  void textOf(request).then((body) => {
    const [, kind, name = ''] = (request.url ?? '').split('/');
    // The moment by the clock that all threads of a process share.
    if (kind === 'response') responses.set(name, Number(process.hrtime.bigint()) / 1e6);
    const answer = kind === 'response' ? 'ok' : JSON.stringify(answerTo(name, body));
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => parentPort?.postMessage({ port: (server.address() as { port: number }).port }));

parentPort?.on('message', () => {
  parentPort?.postMessage({ posted, opened, lastBody, responses });
  responses.clear();
});
