import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** One thing a person does, as the payload Slack would send. */
export type Payload = Readonly<Record<string, unknown>>;

export interface Acknowledged {
  /** When it was to be sent, in milliseconds of `process.hrtime`. */
  readonly at: number;
  /** From then until the whole 200 was there, in milliseconds. */
  readonly tookMs: number;
  readonly body: string;
}

export const SIGNING_SECRET = 'bench-signing-secret';
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/**
 * Sends payloads at a steady rate whatever the answers do (an open loop), and times each from the moment it was due: a server that
 * stalls is charged for all who wait.
 */
export async function press(
  address: string,
  payloads: readonly Payload[],
  perSecond: number,
): Promise<readonly Acknowledged[]> {
  const began = performance.now();
  const origin = Number(process.hrtime.bigint()) / 1e6 - began;
  const answers: Promise<Acknowledged>[] = [];
  while (answers.length < payloads.length) {
    const dueBy = Math.floor(((performance.now() - began) / 1000) * perSecond) + 1;
    for (const payload of payloads.slice(answers.length, dueBy)) {
      const at = began + (answers.length * 1000) / perSecond;
      answers.push(send(address, payload).then((body) => ({ at: origin + at, tookMs: performance.now() - at, body })));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return Promise.all(answers);
}

function send(address: string, payload: Payload): Promise<string> {
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${address}/slack/events`, { method: 'POST', headers, agent, timeout: 30_000 }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (some: string) => {
        answer += some;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(answer);
        else reject(new Error(`acknowledged with ${response.statusCode}: ${answer}`));
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('not acknowledged within 30 s')));
    sent.on('error', reject);
    sent.end(body);
  });
}
