import { type Logger, WebClient, type WebClientOptions } from '@slack/web-api';
import { times } from './limits.ts';
import { callSlack } from './transport.ts';

/** How every client of the Web API is made: retries belong to the deliveries, so the library's own are off. */
export function clientOptions(apiUrl: string, logger: Logger): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    fetch: callSlack,
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: times.call,
  };
}

/** A workspace's clients: one for everything, one for look-ups that somebody waits for. */
export interface Clients {
  readonly web: WebClient;
  readonly quick: WebClient;
}

const MOST_KEPT = 2000;

/** Keeps one pair of clients for each token, so that connections are reused. */
export function clientsByToken(apiUrl: string, logger: Logger): (token: string) => Clients {
  const kept = new Map<string, Clients>();
  return (token) => {
    const known = kept.get(token);
    if (known) return known;
    const options = clientOptions(apiUrl, logger);
    const clients = {
      web: new WebClient(token, options),
      quick: new WebClient(token, { ...options, timeout: times.profile }),
    };
    // Tokens that expire leave their clients behind.
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(token, clients);
    return clients;
  };
}
