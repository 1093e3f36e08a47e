import { REQUESTS_PER_SECOND } from './limits.ts';
import { REST, type RESTOptions } from './rest-library.ts';
import type { DiscordSettings } from './settings.ts';

/** How long a call may take to its last byte (ms). */
const CALL_DEADLINE_MS = 12_000;

/** Retries belong to the delivery's row: the library neither repeats nor waits. */
export function restOptions(settings: DiscordSettings): Partial<RESTOptions> {
  return { api: settings.apiUrl, version: '10', retries: 0, rejectOnRateLimit: () => true, timeout: 10_000 };
}

export function restFor(settings: DiscordSettings, options: Partial<RESTOptions> = {}): REST {
  const globalRequestsPerSecond = REQUESTS_PER_SECOND;
  return new REST({ ...restOptions(settings), globalRequestsPerSecond, ...options }).setToken(settings.token);
}

/** The library's own timeout ends with the head of the answer; this one also covers its body. */
export function deadline(): AbortSignal {
  return AbortSignal.timeout(CALL_DEADLINE_MS);
}
