import { DiscordAPIError, HTTPError } from 'discord.js';
import { expect, test } from 'vitest';
import { type Call, failureOf, loggable } from '../../../adapters/discord/failures.ts';

const SECRET = 'marmalade';

function apiError(code: number, status: number, errors: object = {}): DiscordAPIError {
  const raw = { code, message: `about ${SECRET}`, errors } as never;
  return new DiscordAPIError(raw, code, status, 'POST', '/channels/1/messages', { body: { content: SECRET } } as never);
}

test.each<[code: number, status: number, call: Call, refusal: string]>([
  [50007, 403, 'post', 'person-unreachable'],
  [50278, 403, 'post', 'person-gone'],
  [10007, 404, 'read-member', 'person-gone'],
  [10013, 404, 'open-direct', 'person-gone'],
  [50033, 400, 'open-direct', 'person-gone'],
  [10003, 404, 'post', 'channel-gone'],
  [50001, 403, 'post', 'not-in-channel'],
  [50001, 403, 'read-member', 'installation-gone'],
  [10004, 404, 'read-member', 'installation-gone'],
  [0, 401, 'post', 'installation-gone'],
  [50013, 403, 'post', 'not-allowed'],
  [160_005, 403, 'post', 'not-allowed'],
  [50035, 400, 'post', 'malformed'],
  [99_999, 400, 'post', 'malformed'],
])('code %i (%i) of a %s is %s', (code, status, call, refusal) => {
  expect(failureOf(apiError(code, status), call)).toMatchObject({ outcome: 'refused', refusal });
});

test('what asks for patience is busy', () => {
  expect(failureOf(apiError(40003, 400), 'open-direct')).toMatchObject({ outcome: 'busy', retryAfterMs: 60_000 });
});

test('an unanswered post is unclear; an unanswered question may simply be asked again', () => {
  const down = new HTTPError(503, 'Service Unavailable', 'POST', '/x', {} as never);
  expect(failureOf(down, 'post').outcome).toBe('unclear');
  expect(failureOf(down, 'open-direct').outcome).toBe('busy');
  const reset = Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error(), { code: 'ECONNRESET' }),
  });
  expect(failureOf(reset, 'post').outcome).toBe('unclear');
});

test('what never left this machine had no effect', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(failureOf(refused, 'post').outcome).toBe('busy');
});

test('what may be logged names codes and places, and no text', () => {
  const error = apiError(50035, 400, {
    embeds: { 0: { description: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: `not ${SECRET}` }] } } },
  });
  const shown = loggable(error);
  expect(shown).toMatchObject({ message: 'refused: 50035 embeds.0.description=BASE_TYPE_MAX_LENGTH' });
  expect(`${(shown as Error).stack} ${JSON.stringify(shown)} ${(shown as Error).cause}`).not.toContain(SECRET);
});
