import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import { PlatformError, type Refusal } from '../../src/engine/errors.ts';
import { DiscordAPIError, HTTPError, RateLimitError } from './rest-library.ts';

/** What a call was for: it decides what an answer such as 404 means, and whether an unanswered one may have left a message. */
export type Call = 'post' | 'open-direct' | 'read-channel' | 'read-member' | 'other';

/** topics/opcodes-and-status-codes#json-json-error-codes */
const REFUSALS: ReadonlyMap<number | string, Refusal> = new Map<number | string, Refusal>([
  [Code.UnknownChannel, 'channel-gone'],
  [Code.UnknownGuild, 'installation-gone'],
  [Code.UnknownMember, 'person-gone'],
  [Code.UnknownUser, 'person-gone'],
  [Code.Unauthorized, 'installation-gone'],
  [Code.MissingAccess, 'not-in-channel'],
  [Code.CannotSendMessagesToThisUser, 'person-unreachable'],
  // They left the last server they shared with us.
  [Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds, 'person-gone'],
  [Code.MissingPermissions, 'not-allowed'],
  [Code.InvalidFormBodyOrContentType, 'malformed'],
  [Code.CannotSendAnEmptyMessage, 'malformed'],
  [Code.RequestEntityTooLarge, 'malformed'],
]);

/** Answers that ask for patience without being a 429, and how long it should be (ms; our own choice, Discord names none). */
const PATIENCE: ReadonlyMap<number | string, number> = new Map<number | string, number>([
  [Code.OpeningDirectMessagesTooFast, 60_000],
  [Code.ServiceResourceIsBeingRateLimited, 10_000],
  [Code.APIResourceOverloaded, 10_000],
  [Code.ActionCannotBePerformedDueToSlowmodeRateLimit, 10_000],
]);

const BY_STATUS: ReadonlyMap<number, Refusal> = new Map<number, Refusal>([
  [400, 'malformed'],
  [401, 'installation-gone'],
  [403, 'not-allowed'],
  [404, 'channel-gone'],
  [413, 'malformed'],
]);

/** The connection was never made, so the request had no effect. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** When to try again what had no effect and named no time. */
const SOON_MS = 2000;

/**
 * Names by its cause why a call failed. Errors of the API carry the request's body, which holds what members wrote: only their code goes on.
 */
export function failureOf(error: unknown, call: Call): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof RateLimitError) return PlatformError.busy(Math.max(error.retryAfter, 1000), '429');
  if (error instanceof DiscordAPIError) return refusedBy(error, call);
  if (error instanceof HTTPError) return lost(`http ${error.status}`, call);
  if (error instanceof Error && error.message.startsWith('Expected token')) {
    // discord.js forgets a token that was answered with 401.
    return PlatformError.refused('installation-gone', 'token refused before');
  }
  const code = systemCode(error);
  if (NEVER_SENT.has(code)) return PlatformError.busy(SOON_MS, code);
  return lost(code, call);
}

function refusedBy(error: DiscordAPIError, call: Call): PlatformError {
  const code = describeApiError(error);
  const patience = PATIENCE.get(error.code);
  if (patience !== undefined) return PlatformError.busy(patience, code);
  // An id that belongs to nobody.
  if (call === 'open-direct' && error.code === Code.InvalidRecipients)
    return PlatformError.refused('person-gone', code);
  if (call === 'read-member' && error.code === Code.MissingAccess)
    return PlatformError.refused('installation-gone', code);
  const refusal = REFUSALS.get(error.code) ?? BY_STATUS.get(error.status);
  return refusal ? PlatformError.refused(refusal, code) : lost(code, call);
}

/** Only posting a message can leave something behind; everything else may simply be asked again. */
function lost(code: string, call: Call): PlatformError {
  return call === 'post' ? PlatformError.unclear(code) : PlatformError.busy(SOON_MS, code);
}

function systemCode(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** `50035 embeds.0.description=BASE_TYPE_MAX_LENGTH`: codes and where they stand, never a value or Discord's sentence about it. */
export function describeApiError(error: DiscordAPIError): string {
  const errors = 'errors' in error.rawError ? error.rawError.errors : undefined;
  return [String(error.code), ...leaves(errors, [])].join(' ').slice(0, 300);
}

function leaves(node: unknown, path: readonly string[]): string[] {
  if (typeof node !== 'object' || node === null || path.length > 12) return [];
  if ('_errors' in node && Array.isArray(node._errors)) {
    return node._errors.map((each: { code?: unknown }) => `${path.join('.')}=${String(each.code)}`);
  }
  return Object.entries(node).flatMap(([key, value]) => leaves(value, [...path, key]));
}

/** Whether nobody can say if the call took effect. */
export const isLost = (error: unknown): boolean => failureOf(error, 'post').outcome === 'unclear';

/** What may be logged of any error: its code where it came from Discord, itself where it is ours. */
export function loggable(error: unknown): unknown {
  const isFromDiscord =
    error instanceof DiscordAPIError || error instanceof HTTPError || error instanceof RateLimitError;
  return isFromDiscord ? failureOf(error, 'other') : error;
}
