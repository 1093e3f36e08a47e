import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono, type Next } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Fault, Refusal } from '../../driver.ts';
import { ApiError, refusal } from '../api-error.ts';
import type { Local } from '../local.ts';
import type { RateLimits } from '../rate-limits.ts';
import { routeGroups } from './index.ts';
import type { Env } from './routes.ts';

const BASE = '/api/v10';
/** Reached without the app's token: the gateway's address, and whatever carries an interaction's token. */
const OPEN = /^\/(gateway$|interactions\/|webhooks\/)/;

export interface RestOptions {
  readonly rateLimits: RateLimits;
  /** Told of everything the platform refused. */
  readonly refused: (refusal: Refusal) => void;
}

/** Discord's REST API over the world of this local Discord. */
export function createRestApp(local: Local, { rateLimits, refused }: RestOptions): Hono<Env> {
  const app = new Hono<Env>();
  app.use('/api/*', async (c, next) => {
    c.set('request', `${c.req.method} ${c.req.path.replace(/^\/api(\/v\d+)?/, '')}`);
    const fault = local.faults.take(c.get('request'));
    return fault ? suffer(fault, local.faults, c, next) : next();
  });
  app.use('/api/*', async (c, next) => {
    if (!c.req.path.startsWith(`${BASE}/`))
      throw refusal(/^\/api\/v\d+\//.test(c.req.path) ? 'invalidApiVersion' : 'notFound');
    const isOpen = OPEN.test(c.req.path.slice(BASE.length));
    const isOurs = !local.world.refused && c.req.header('authorization') === `Bot ${local.world.token}`;
    if (!isOpen && !isOurs) throw refusal('unauthorized');
    await next();
  });
  app.use(`${BASE}/*`, async (c, next) => limitRate(rateLimits, c, next));
  const api = new Hono<Env>();
  for (const addRoutes of routeGroups) addRoutes(api, local);
  app.route(BASE, api);
  app.get('/attachments/:channel/:attachment/:name', (c) => {
    const { channel, attachment } = c.req.param();
    const file = local.world.files.get(`${channel}/${attachment}`);
    if (!file) return c.notFound();
    return c.body(new Uint8Array(file.bytes), 200, { 'content-type': file.type });
  });
  app.notFound((c) => fail(c, refusal('notFound')));
  app.onError((error, c) => {
    if (error instanceof ApiError) return fail(c, error);
    refused({ request: c.get('request'), code: 'bug', detail: `the local Discord failed: ${error.stack}` });
    return c.json({ message: '500: Internal Server Error', code: 0 }, 500);
  });

  const fail = (c: Context<Env>, error: ApiError): Response => {
    const request = c.get('request') ?? `${c.req.method} ${c.req.path}`;
    refused({ request, code: String(error.code || error.status), detail: error.detail() });
    return Response.json(error.body(), { status: error.status, headers: c.res.headers });
  };
  return app;
}

async function suffer(
  fault: Fault,
  faults: Local['faults'],
  c: Context<Env>,
  next: Next,
): Promise<Response | undefined> {
  switch (fault.kind) {
    case 'rate-limit':
      return tooManyRequests(fault.retryAfterMs, { 'X-RateLimit-Scope': 'user' });
    case 'status': {
      const text = { 500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable' }[fault.status];
      return c.json({ message: `${fault.status}: ${text}`, code: 0 }, fault.status);
    }
    case 'lose-answer':
      await next();
      return cut(c);
    case 'drop':
      return cut(c);
    case 'delay':
      await faults.delay(fault.ms);
      await next();
      return undefined;
    case 'late-answer':
      await next();
      await faults.delay(fault.ms);
      return undefined;
    default:
      return fault satisfies never;
  }
}

function cut(c: Context<Env>): Response {
  c.env.incoming.socket.destroy();
  c.res = RESPONSE_ALREADY_SENT;
  return RESPONSE_ALREADY_SENT;
}

async function limitRate(rateLimits: RateLimits, c: Context<Env>, next: Next): Promise<Response | undefined> {
  const route = matchedRoutes(c).find(({ path }) => !path.includes('*'));
  const pattern = route?.path.slice(BASE.length) ?? 'unknown';
  // The first parameter of a path is what Discord calls its major parameter: channel, server or webhook.
  const major = c.req.path.slice(BASE.length).split('/')[2] ?? '';
  const { headers, retryAfterMs, global = false } = rateLimits.take(c.req.method, pattern, major);
  if (retryAfterMs !== undefined) {
    const scope = global
      ? { 'X-RateLimit-Global': 'true', 'X-RateLimit-Scope': 'global' }
      : { 'X-RateLimit-Scope': 'user' };
    return tooManyRequests(retryAfterMs, { ...headers, ...scope }, global);
  }
  // Set before the route runs, so that refusals carry them too.
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  await next();
  return undefined;
}

/** topics/rate-limits#exceeding-a-rate-limit; the header counts whole seconds. */
function tooManyRequests(retryAfterMs: number, headers: Record<string, string>, global = false): Response {
  const body = { message: 'You are being rate limited.', retry_after: retryAfterMs / 1000, global };
  const retryAfter = String(Math.ceil(retryAfterMs / 1000));
  return Response.json(body, { status: 429, headers: { ...headers, 'Retry-After': retryAfter } });
}
