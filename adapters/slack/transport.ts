import { type IncomingMessage, request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { text } from 'node:stream/consumers';
import type { FetchFunction } from '@slack/web-api';

type Init = NonNullable<Parameters<FetchFunction>[1]>;
type Answer = Awaited<ReturnType<FetchFunction>>;

/**
 * How Slack's client makes its calls: by Node's own HTTP client. `fetch` takes three times the processor's time for a call, and 30 MB for its
 * parser. The answer is read to its end here, so that the client's timeout covers all of it.
 */
export const callSlack: FetchFunction = (url, init = {}) => {
  // Slack's client sends forms with files only, and Kith uploads its pictures elsewhere.
  if (init.body !== undefined && typeof init.body !== 'string') return fetch(url, init as RequestInit);
  return exchange(new URL(url), { ...init, body: init.body ?? '' });
};

async function exchange(url: URL, { method = 'GET', headers, signal, body }: Init & { body: string }): Promise<Answer> {
  const { promise: heard, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === 'https:' ? requestSecurely : requestPlainly;
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  const request = send(url, { method, headers: { ...headers, ...length }, ...(signal && { signal }) }, resolve);
  request.on('error', reject);
  request.end(body);
  try {
    const response = await heard;
    return answer(url, response, await text(response));
  } catch (error) {
    // Why it was given up says more than that it was.
    throw signal?.aborted ? signal.reason : error;
  }
}

function answer(url: URL, response: IncomingMessage, body: string): Answer {
  const { statusCode: status = 0, statusMessage: statusText = '' } = response;
  // As `redirect: 'error'` of fetch: Slack's methods never redirect, so this was somebody else.
  if (status >= 300 && status < 400) throw new Error(`redirected with ${status}`);
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText,
    url: url.href,
    headers: readable(response),
    text: async () => body,
    json: async () => JSON.parse(body),
    arrayBuffer: async () => new TextEncoder().encode(body).buffer,
  };
}

/** Not `Headers`: the first of them loads all of `fetch`. */
function readable({ headers }: IncomingMessage): Answer['headers'] {
  const of = (name: string) => headers[name.toLowerCase()];
  const joined = (value: string | string[]) => (typeof value === 'string' ? value : value.join(', '));
  return {
    get: (name) => joined(of(name) ?? '') || null,
    entries: () => Object.entries(headers).map(([name, value = '']): [string, string] => [name, joined(value)]),
  };
}
