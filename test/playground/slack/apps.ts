import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { patientSlack } from '../../servers/patience.ts';

const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** A client that leaves retries to the caller, as Kith's does. */
export function clientOf(slack: LocalSlack, token = slack.environment.SLACK_BOT_TOKEN): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.environment.SLACK_API_URL ?? '',
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });
}

const clientOptions = (slack: LocalSlack) => ({
  slackApiUrl: slack.environment.SLACK_API_URL ?? '',
  retryConfig: { retries: 0 },
});

export interface Running {
  readonly slack: LocalSlack;
  readonly app: App;
  readonly stop: () => Promise<void>;
}

/** A local Slack with the real Bolt connected to it by Socket Mode. */
export async function boltBySocket(
  options: LocalSlackOptions,
  prepare: (app: App) => void,
  reconnectsAfterMs = 20_000,
): Promise<Running> {
  const slack = await startLocalSlack({ ...patientSlack, ...options });
  const receiver = new SocketModeReceiver({
    appToken: slack.environment.SLACK_APP_TOKEN ?? '',
    logger: quiet,
    // How old the last pong may be, and how long the client waits before it connects again.
    clientPingTimeout: reconnectsAfterMs,
    installerOptions: { clientOptions: clientOptions(slack) },
  });
  const app = new App({
    token: slack.environment.SLACK_BOT_TOKEN ?? '',
    receiver,
    logger: quiet,
    clientOptions: clientOptions(slack),
  });
  prepare(app);
  await app.start();
  await slack.connected();
  return {
    slack,
    app,
    stop: async () => {
      await app.stop();
      await slack.stop();
    },
  };
}

/** A local Slack that sends signed requests to the real Bolt. */
export async function boltByHttp(options: LocalSlackOptions, prepare: (app: App) => void): Promise<Running> {
  const slack = await startLocalSlack({ ...patientSlack, ...options, mode: 'http' });
  const receiver = new HTTPReceiver({
    signingSecret: slack.environment.SLACK_SIGNING_SECRET ?? '',
    endpoints: '/slack/events',
    logger: quiet,
  });
  const app = new App({
    token: slack.environment.SLACK_BOT_TOKEN ?? '',
    receiver,
    logger: quiet,
    clientOptions: clientOptions(slack),
  });
  prepare(app);
  const server = createServer(receiver.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  slack.setEventsUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  await slack.connected();
  return {
    slack,
    app,
    stop: async () => {
      await slack.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
