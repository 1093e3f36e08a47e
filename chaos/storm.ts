import { once } from 'node:events';
import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Seeded } from './seeded.ts';

/** What becomes of a call between Kith and a platform, and how many of a thousand meet it. */
const fates = {
  /** 429 with `Retry-After`, no effect. */
  busy: 80,
  /** 500, no effect. */
  broken: 60,
  /** 500, although it took effect. */
  'broken after': 60,
  /** The connection is reset, no effect. */
  cut: 45,
  /** It takes effect and the connection is reset. */
  'cut after': 45,
  /** No answer until the caller gives up, no effect. */
  silent: 3,
  /** It takes effect, and no answer comes until the caller gives up. */
  'silent after': 4,
  /** It takes effect, and is answered when the caller has given up. */
  late: 3,
} as const;

export type Fate = keyof typeof fates | 'calm';

/** Where a send is: Kith has asked, the platform has the message, Kith has the answer. */
export type Passing = 'asked' | 'arrived' | 'answered';

export interface StormSettings {
  readonly platform: 'slack' | 'discord';
  /** The platform's own address: `http://127.0.0.1:1234`. */
  readonly origin: string;
  readonly chance: Seeded;
  /** How long a call without an answer is left hanging (ms). */
  readonly silenceMs: number;
  /** Told where each send is, and whose. */
  readonly passed: (where: Passing, caller: string) => void;
}

/**
 * Calls whose limit is everybody's: after a 429 to one of them nobody sends for as long as it says, a second at the least, which cannot be
 * compressed. So fewer of them meet one, and more a 500.
 */
const shared = ['/chat.postMessage', '/conversations.open', '/conversations.history', '/users/@me/channels'];
const sharesLimit = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'POST' && shared.some((call) => url.endsWith(call));
const BUSY_OF_SHARED = 5;

/** A stretch of bad network and a bad day of the platform: three calls of ten meet a fault. */
export class Storm {
  readonly #settings: StormSettings;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #gates: ReturnType<typeof createServer>[] = [];
  #over = false;
  readonly calls = new Map<Fate, number>();
  /** Answers of 429 that were the platform's own: Kith went faster than it may. By call. */
  readonly tooFast = new Map<string, number>();

  constructor(settings: StormSettings) {
    this.#settings = settings;
  }

  /** An address through which one process calls the platform. */
  async gate(caller: string): Promise<string> {
    const gate = createServer((request, response) => {
      this.#pass(request, response, caller).catch(() => request.socket.destroy());
    });
    this.#gates.push(gate);
    gate.listen(0, '127.0.0.1');
    await once(gate, 'listening');
    return `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  }

  /** From now on every call passes. */
  end(): void {
    this.#over = true;
  }

  close(): void {
    for (const gate of this.#gates) {
      gate.closeAllConnections();
      gate.close();
    }
    this.#agent.destroy();
  }

  async #pass(request: IncomingMessage, response: ServerResponse, caller: string): Promise<void> {
    const body = await buffer(request);
    const passed = isSend(request) ? this.#settings.passed : () => undefined;
    passed('asked', caller);
    const fate = this.#over ? 'calm' : this.#draw(sharesLimit(request));
    if (fate === 'busy') return this.#busy(response);
    if (fate === 'broken') return this.#broken(response);
    if (fate === 'silent') await wait(this.#settings.silenceMs);
    if (fate === 'cut' || fate === 'silent') return void request.socket.destroy();
    const answer = await this.#forward(request, body);
    passed('arrived', caller);
    if (fate === 'broken after') return this.#broken(response);
    if (fate === 'silent after' || fate === 'late') await wait(this.#settings.silenceMs);
    if (fate === 'cut after' || fate === 'silent after') return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
    passed('answered', caller);
  }

  #draw(isShared: boolean): Fate {
    let drawn = this.#settings.chance.fraction() * 1000;
    let fate: Fate = 'calm';
    for (const [name, share] of Object.entries(fates)) {
      drawn -= share;
      if (drawn < 0) {
        fate = name as Fate;
        break;
      }
    }
    if (fate === 'busy' && isShared && this.#settings.chance.below(fates.busy) >= BUSY_OF_SHARED) fate = 'broken';
    this.calls.set(fate, (this.calls.get(fate) ?? 0) + 1);
    return fate;
  }

  #busy(response: ServerResponse): void {
    const isSlack = this.#settings.platform === 'slack';
    const body = isSlack
      ? { ok: false, error: 'ratelimited' }
      : { message: 'You are being rate limited.', retry_after: 1, global: false };
    const scope = isSlack ? {} : { 'x-ratelimit-scope': 'user' };
    answerJson(response, 429, body, { 'retry-after': '1', ...scope });
  }

  #broken(response: ServerResponse): void {
    const isSlack = this.#settings.platform === 'slack';
    const body = isSlack ? { ok: false, error: 'internal_error' } : { message: '500: Internal Server Error', code: 0 };
    answerJson(response, 500, body, {});
  }

  async #forward(request: IncomingMessage, body: Buffer) {
    const { method, headers, url = '' } = request;
    const onward = ask(`${this.#settings.origin}${url}`, { method, headers, agent: this.#agent });
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 502;
    if (status === 429) {
      const call = `${method} ${url.replaceAll(/\d{6,}/g, '…')}`;
      this.tooFast.set(call, (this.tooFast.get(call) ?? 0) + 1);
    }
    return { status, headers: answer.headers, body: await buffer(answer) };
  }
}

function isSend({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && (url.endsWith('/chat.postMessage') || /\/channels\/\d+\/messages$/.test(url));
}

function answerJson(response: ServerResponse, status: number, body: object, headers: Record<string, string>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
