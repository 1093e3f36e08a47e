import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Fault, Refusal } from '../driver.ts';
import type { Faults } from './faults.ts';
import type { RateLimits } from './rate-limits.ts';
import { readArguments, readUpload, tokenOf } from './request-body.ts';
import type { ResponseUrls } from './response-urls.ts';
import { acceptedScopes, callMethod } from './web-api/index.ts';
import { type Api, SlackError } from './web-api/method.ts';

interface Outcome {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly refusal?: Refusal;
}

/** Everything that the app may ask of Slack over HTTP: methods, response addresses, uploads and files. */
export class WebServer {
  readonly #api: Api;
  readonly #faults: Faults;
  readonly #responseUrls: ResponseUrls;
  readonly #refuse: (refusal: Refusal) => void;
  readonly #rates: RateLimits | undefined;
  /** How often each method was called. */
  readonly calls = new Map<string, number>();

  constructor(
    api: Api,
    faults: Faults,
    responseUrls: ResponseUrls,
    rates: RateLimits | undefined,
    refuse: (refusal: Refusal) => void,
  ) {
    this.#rates = rates;
    this.#api = api;
    this.#faults = faults;
    this.#responseUrls = responseUrls;
    this.#refuse = refuse;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const subject = subjectOf(path);
    this.calls.set(subject, (this.calls.get(subject) ?? 0) + 1);
    const fault = this.#faults.forRequest(subject);
    await this.#faults.delayed(fault, 'delay');
    const broken = fault && brokenAnswer(fault);
    if (fault?.kind === 'drop') return void request.socket.destroy();
    const outcome = broken ?? (await this.#answer(path, request, body));
    if (outcome.refusal) this.#refuse(outcome.refusal);
    if (fault?.kind === 'lose-answer') return void request.socket.destroy();
    await this.#faults.delayed(fault, 'late-answer');
    const raw = outcome.body instanceof Uint8Array;
    const type = raw ? 'application/octet-stream' : 'application/json; charset=utf-8';
    response.writeHead(outcome.status, { 'content-type': type, ...outcome.headers });
    response.end(raw ? outcome.body : JSON.stringify(outcome.body));
  }

  async #answer(path: string, request: IncomingMessage, body: Buffer): Promise<Outcome> {
    const [, first, ...rest] = path.split('/');
    if (first === 'api') return this.#method(rest.join('/'), request, body);
    if (first === 'commands' || first === 'actions') return this.#respond(path, body);
    if (first === 'upload') return this.#upload(rest[1] ?? '', request, body);
    if (first === 'files-pri') return this.#file(rest[0] ?? '');
    if (path === '/oauth/v2/authorize')
      return this.#authorize(new URL(request.url ?? '/', this.#api.origin).searchParams);
    return {
      status: 404,
      body: { ok: false },
      refusal: { request: path, code: 'not_found', detail: 'no such address' },
    };
  }

  async #method(name: string, request: IncomingMessage, body: Buffer): Promise<Outcome> {
    const headers = {
      'x-oauth-scopes': [...this.#api.installation.scopes].join(','),
      'x-accepted-oauth-scopes': acceptedScopes(name).join(','),
      'x-slack-req-id': crypto.randomUUID(),
    };
    try {
      const args = await readArguments(request, body);
      const seconds = this.#rates?.retryAfter(name, typeof args.channel === 'string' ? args.channel : undefined);
      if (seconds !== undefined) return tooMany(seconds);
      const answer = callMethod(name, args, tokenOf(request, args), this.#api);
      return { status: 200, headers, body: { ok: true, ...answer } };
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      const metadata = error.messages.length > 0 ? { response_metadata: { messages: error.messages } } : {};
      const refusal = { request: name, code: error.code, detail: error.messages.join('; ') };
      return { status: 200, headers, body: { ok: false, error: error.code, ...error.extra, ...metadata }, refusal };
    }
  }

  #respond(path: string, body: Buffer): Outcome {
    try {
      const parsed: unknown = JSON.parse(body.toString());
      this.#responseUrls.accept(path, parsed);
      return { status: 200, body: { ok: true } };
    } catch (error) {
      const code = error instanceof SlackError ? error.code : 'invalid_payload';
      const detail = error instanceof SlackError ? error.messages.join('; ') : String(error);
      const status = code.endsWith('_url') ? 404 : 400;
      return { status, body: { ok: false, error: code }, refusal: { request: 'response_url', code, detail } };
    }
  }

  async #upload(id: string, request: IncomingMessage, body: Buffer): Promise<Outcome> {
    const file = this.#api.workspace.files.get(id);
    const bytes = await readUpload(request, body);
    if (!file || bytes.length !== file.length) {
      const detail = file ? `announced ${file.length} bytes, got ${bytes.length}` : 'no such upload';
      return { status: 400, body: 'failed', refusal: { request: 'upload', code: 'invalid_upload', detail } };
    }
    file.bytes = bytes;
    return { status: 200, body: `OK - ${bytes.length}` };
  }

  /** The page on which an admin allows the app; this one allows it at once and sends the browser back. */
  #authorize(query: URLSearchParams): Outcome {
    const { identity } = this.#api.workspace;
    const back = query.get('redirect_uri');
    if (query.get('client_id') !== identity.clientId || back === null) return { status: 400, body: { ok: false } };
    const target = new URL(back);
    target.searchParams.set('code', this.#api.installation.newCode());
    target.searchParams.set('state', query.get('state') ?? '');
    return { status: 302, headers: { location: target.href }, body: {} };
  }

  #file(id: string): Outcome {
    const bytes = this.#api.workspace.files.get(id)?.bytes;
    return bytes ? { status: 200, body: bytes } : { status: 404, body: { ok: false } };
  }
}

function subjectOf(path: string): string {
  if (path.startsWith('/api/')) return path.slice('/api/'.length);
  return path.startsWith('/commands/') || path.startsWith('/actions/') ? 'response_url' : path;
}

function tooMany(seconds: number): Outcome {
  return { status: 429, headers: { 'retry-after': String(seconds) }, body: { ok: false, error: 'ratelimited' } };
}

function brokenAnswer(fault: Fault): Outcome | undefined {
  if (fault.kind === 'rate-limit') {
    // The header holds whole seconds.
    return tooMany(Math.max(1, Math.ceil(fault.retryAfterMs / 1000)));
  }
  return fault.kind === 'status' ? { status: fault.status, body: { ok: false, error: 'internal_error' } } : undefined;
}
