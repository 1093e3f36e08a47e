import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { platformErrorOf, preparing } from '../../../adapters/slack/errors.ts';

const refused = (error: string) => platformErrorOf(new WebAPIPlatformError({ ok: false, error }));
const network = (code: string) =>
  platformErrorOf(
    new WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })),
  );

describe("Slack's errors in the engine's terms", () => {
  test.each([
    ['channel_not_found', 'channel-gone'],
    ['is_archived', 'channel-archived'],
    ['not_in_channel', 'not-in-channel'],
    ['user_not_found', 'person-gone'],
    ['user_disabled', 'person-gone'],
    ['cannot_dm_bot', 'person-unreachable'],
    ['missing_scope', 'not-allowed'],
    ['restricted_action', 'not-allowed'],
    ['token_revoked', 'installation-gone'],
    ['account_inactive', 'installation-gone'],
    ['invalid_auth', 'installation-gone'],
    ['invalid_blocks', 'malformed'],
    ['some_new_error', 'malformed'],
  ])('%s is %s for ever', (code, refusal) => {
    expect(refused(code)).toMatchObject({ outcome: 'refused', refusal });
    expect(refused(code).message).toBe(`refused: ${code}`);
  });

  test.each([
    [refused('internal_error'), 'unclear'],
    [refused('ratelimited'), 'busy'],
    [refused('<html>Bad gateway</html>'), 'unclear'],
    [platformErrorOf(new WebAPIHTTPError(502, 'Bad Gateway', {}, 'secret words')), 'unclear'],
    [platformErrorOf(new WebAPIHTTPError(413, 'Too Large', {}, 'secret words')), 'refused'],
    [network('ECONNRESET'), 'unclear'],
    [network('UND_ERR_SOCKET'), 'unclear'],
    [network('ECONNREFUSED'), 'busy'],
    [network('ENOTFOUND'), 'busy'],
    [platformErrorOf(new WebAPIRequestError(new DOMException('The operation timed out', 'TimeoutError'))), 'unclear'],
  ])('%s is %s', (error, outcome) => {
    expect(error.outcome).toBe(outcome);
    expect(`${error.stack} ${String(error.cause)} ${JSON.stringify(error.cause)}`).not.toContain('secret');
  });

  test('a rate limit keeps its seconds', () => {
    expect(platformErrorOf(new WebAPIRateLimitedError(7))).toMatchObject({ outcome: 'busy', retryAfterMs: 7000 });
    // No platform means centuries: nothing waits for ever because of one answer.
    expect(platformErrorOf(new WebAPIRateLimitedError(1e12))).toMatchObject({ retryAfterMs: 86_400_000 });
  });

  test('before a send nothing is unclear: it has not happened', async () => {
    const failed = preparing(Promise.reject(new WebAPIHTTPError(500, 'Oops', {})));
    await expect(failed).rejects.toMatchObject({ outcome: 'busy' });
  });

  test('a bug of ours stays what it is', () => {
    expect(() => platformErrorOf(new TypeError('x is not a function'))).toThrow(TypeError);
  });
});
