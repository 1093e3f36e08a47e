import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Acknowledgement, AppLink, Delivery } from './app-link.ts';

export interface Forgery {
  /** Signs with a wrong secret. */
  readonly badSignature?: boolean;
  /** Claims to be six minutes old; Slack's guide has apps refuse what is older than five. */
  readonly staleTimestamp?: boolean;
}

interface Outgoing {
  readonly body: string;
  readonly contentType: string;
}

function encode({ kind, payload }: Pick<Delivery, 'kind' | 'payload'>): Outgoing {
  if (kind === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const fields =
    kind === 'slash_commands'
      ? Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)])
      : [['payload', JSON.stringify(payload)] as [string, string]];
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return text;
  }
}

/** Requests to the app's URL, signed as https://docs.slack.dev/authentication/verifying-requests-from-slack says. */
export class SignedHttp implements AppLink {
  readonly #secret: string;
  readonly #verificationToken: string;
  readonly #stopped = new AbortController();
  #eventsUrl: () => string | undefined;

  constructor(secret: string, verificationToken: string, eventsUrl: () => string | undefined) {
    this.#secret = secret;
    this.#verificationToken = verificationToken;
    this.#eventsUrl = eventsUrl;
  }

  set eventsUrl(url: string) {
    this.#eventsUrl = () => url;
  }

  #post({ body, contentType }: Outgoing, extra: Record<string, string>, forgery: Forgery, timeoutMs: number) {
    const url = this.#eventsUrl();
    if (url === undefined) throw new Error('The address of the app is not set yet');
    const timestamp = Math.floor(Date.now() / 1000) - (forgery.staleTimestamp ? 6 * 60 : 0);
    const secret = forgery.badSignature ? 'not-the-signing-secret' : this.#secret;
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-signature': `v0=${signature}`,
        'x-slack-request-timestamp': String(timestamp),
        ...extra,
      },
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#stopped.signal]),
    });
  }

  async deliver(delivery: Delivery, timeoutMs: number): Promise<Acknowledgement> {
    const { retry } = delivery;
    const extra: Record<string, string> = retry
      ? { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }
      : {};
    try {
      const response = await this.#post(encode(delivery), extra, {}, timeoutMs);
      const body = await bodyOf(response);
      if (response.status === 200) return { kind: 'acknowledged', body };
      return { kind: 'failed', why: `the app answered with status ${response.status}` };
    } catch (error) {
      if (error instanceof DOMException && error.name === 'TimeoutError') return { kind: 'timeout' };
      return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Sends a request as somebody other than Slack would; gives the status of the answer. */
  async forge(delivery: Delivery, forgery: Forgery, timeoutMs: number): Promise<number> {
    const response = await this.#post(encode(delivery), {}, forgery, timeoutMs);
    await response.body?.cancel();
    return response.status;
  }

  /** Slack's handshake: the address must answer with the challenge. Tried again until the deadline. */
  async connected(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    const challenge = randomBytes(16).toString('hex');
    const payload = { type: 'url_verification', token: this.#verificationToken, challenge };
    for (;;) {
      try {
        const response = await this.#post(encode({ kind: 'events_api', payload }), {}, {}, timeoutMs);
        const answer = await bodyOf(response);
        if (response.status === 200 && JSON.stringify(answer).includes(challenge)) return;
        throw new Error(`the challenge was answered with status ${response.status}`);
      } catch (error) {
        if (Date.now() > deadline || this.#stopped.signal.aborted)
          throw new Error(`The app's address did not answer within ${timeoutMs} ms`, { cause: error });
        await wait(25);
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
  }
}
