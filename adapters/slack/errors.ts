import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PlatformError, type Refusal } from '../../src/engine/errors.ts';

/** What Slack's error codes mean for us: https://docs.slack.dev/reference/methods/chat.postMessage#errors and the pages of the other methods. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  channel_not_found: 'channel-gone',
  is_archived: 'channel-archived',
  not_in_channel: 'not-in-channel',
  user_not_found: 'person-gone',
  user_disabled: 'person-gone',
  user_not_visible: 'person-gone',
  users_not_found: 'person-gone',
  cannot_dm_bot: 'person-unreachable',
  messages_tab_disabled: 'person-unreachable',
  missing_scope: 'not-allowed',
  not_allowed_token_type: 'not-allowed',
  restricted_action: 'not-allowed',
  restricted_action_read_only_channel: 'not-allowed',
  restricted_action_thread_only_channel: 'not-allowed',
  ekm_access_denied: 'not-allowed',
  access_denied: 'not-allowed',
  no_permission: 'not-allowed',
  cant_delete_message: 'not-allowed',
  team_access_not_granted: 'not-allowed',
  invalid_auth: 'installation-gone',
  not_authed: 'installation-gone',
  token_revoked: 'installation-gone',
  token_expired: 'installation-gone',
  account_inactive: 'installation-gone',
  org_login_required: 'installation-gone',
};
/** Slack itself cannot say whether the call took effect. */
const UNCLEAR = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'external_channel_migrating',
]);
/** The call took no effect and may be tried again. */
const BUSY = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded', 'team_added_to_org', 'accesslimited']);
const BUSY_MS = 30_000;

/** The connection was never made, so nothing can have taken effect. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const UNREACHABLE_MS = 5000;
/** What we stopped waiting for may still be done: a look-up before this would prove nothing (ms; our own choice, Slack names none). */
const SETTLES_MS = 20_000;

/** Slack's codes are lower-case words; anything else in their place (a proxy's page) is not repeated. */
function codeOf(text: unknown): string {
  return typeof text === 'string' && /^[a-z0-9_]{1,80}$/.test(text) ? text : 'unreadable_answer';
}

function networkCode(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    if (cause.name === 'TimeoutError') return 'timeout';
  }
  return 'network';
}

/** Only what is safe to log of a library's error: never the request, never the answer's body. */
function trace(error: Error): Error {
  const pointers = error instanceof WebAPIPlatformError ? (error.data.response_metadata?.messages ?? []) : [];
  const where = pointers.flatMap((line) => /\[json-pointer:[^\]]*\]/.exec(line)?.[0] ?? []);
  const kept = new Error([error.name, ...where].join(' '));
  if (error.stack) kept.stack = `${kept.message}\n${error.stack.slice(error.stack.indexOf('\n') + 1)}`;
  return kept;
}

/** `needed` names one scope, or several of which any would do. */
function neededScope(data: object): string | null {
  const needed = 'needed' in data ? data.needed : null;
  return typeof needed === 'string' && /^[a-z.:,]{1,200}$/.test(needed) ? needed : null;
}

function fromCode(code: string, cause: Error, needed: string | null): PlatformError {
  if (BUSY.has(code)) return PlatformError.busy(BUSY_MS, code, cause);
  if (UNCLEAR.has(code)) return PlatformError.unclear(code, cause);
  if (code === 'unreadable_answer') return PlatformError.unclear(code, cause);
  return PlatformError.refused(REFUSALS[code] ?? 'malformed', code, cause, needed);
}

/** Turns what `@slack/web-api` throws into the engine's terms; a bug of ours is thrown on as it is. */
export function platformErrorOf(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return PlatformError.busy(error.retryAfter * 1000, 'ratelimited', trace(error));
  }
  if (error instanceof WebAPIPlatformError) {
    return fromCode(codeOf(error.data.error), trace(error), neededScope(error.data));
  }
  if (error instanceof WebAPIHTTPError) {
    const code = `http_${error.statusCode}`;
    if (error.statusCode >= 500 || error.statusCode === 408) return PlatformError.unclear(code, trace(error));
    return PlatformError.refused('malformed', code, trace(error));
  }
  if (error instanceof WebAPIRequestError) {
    const code = networkCode(error.original);
    if (NEVER_SENT.has(code)) return PlatformError.busy(UNREACHABLE_MS, code, trace(error));
    return PlatformError.unclear(code, trace(error), code === 'timeout' ? SETTLES_MS : 0);
  }
  // A 429 without a readable Retry-After comes as a bare Error.
  if (error instanceof Error && error.message.startsWith('Retry header')) {
    return PlatformError.busy(BUSY_MS, 'ratelimited', trace(error));
  }
  throw error;
}

/** Slack does not know this Kith in the workspace, or not any more: its token is refused, or none is kept. */
export function isUnconnected(error: unknown): error is PlatformError {
  return error instanceof PlatformError && error.refusal === 'installation-gone';
}

/** Slack answered 429, and said how long nothing more will be taken. */
export function isRateLimited(error: unknown): error is PlatformError {
  return error instanceof PlatformError && error.cause instanceof Error && error.message === 'busy: ratelimited';
}

/** A call that decides the outcome of a send. */
export async function calling<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw platformErrorOf(error);
  }
}

/** A call made before a send, which may be repeated without harm: unclear is as good as not done. */
export async function preparing<T>(work: Promise<T>): Promise<T> {
  try {
    return await calling(work);
  } catch (error) {
    if (error instanceof PlatformError && error.outcome === 'unclear') {
      throw PlatformError.busy(UNREACHABLE_MS, error.message, error.cause);
    }
    throw error;
  }
}
