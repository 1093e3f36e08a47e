import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, type Authorize, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import type { CommandDescription } from '../../src/engine/commands/spec.ts';
import type { Platform } from '../../src/engine/ports/platform.ts';
import { keepAcknowledging } from './acknowledging.ts';
import { Answers } from './answers.ts';
import { clientOptions } from './clients.ts';
import { libraryLogger } from './library-log.ts';
import { type Inbound, listen } from './listeners.ts';
import { botScopes } from './manifest.ts';
import { Ear } from './read-events.ts';
import { INSTALLED_BY_OTHERS, type SlackSendingOptions, sendingBySlack } from './sending.ts';
import { SocketConnection } from './socket-connection.ts';
import { boltInstallations } from './workspaces.ts';

export type { SlackSettings } from './sending.ts';
export type { SlackInstallations } from './workspaces.ts';

export type SlackRequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface Slack {
  readonly platform: Platform;
  /** Begins to receive; resolves when Slack has us connected (Socket Mode) or has accepted the token. */
  start(inbound: Inbound): Promise<void>;
  /** In HTTP mode, to be mounted beside other routes: `/slack/events`, `/slack/install`, `/slack/oauth_redirect`. */
  readonly requestListener: SlackRequestListener | null;
  connected(): boolean;
  /** Receives no more and waits for what is under way. */
  stop(): Promise<void>;
}

export interface SlackOptions extends SlackSendingOptions {
  /** The commands a text line may mean; Kith's own unless told otherwise. */
  readonly commands?: readonly CommandDescription[];
}

const REAL_API = 'https://slack.com/api/';
/** No request of Slack's has as much (bytes). */
const LARGEST_BODY = 1024 * 1024;
const REDIRECT_PATH = '/slack/oauth_redirect';

/** Builds the whole Slack adapter, sending and receiving; nothing is called before it is started or asked to send. */
export function createSlack(options: SlackOptions): Slack {
  const { settings, log } = options;
  const receiver = settings.appToken ? socketReceiver(options, settings.appToken) : httpReceiver(options);
  const { workspaces, people, direct, easel, logger, platform } = sendingBySlack(options);
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    ignoreSelf: false,
    socketMode: receiver instanceof SocketModeReceiver,
    clientOptions: clientOptions(settings.apiUrl, logger),
    // A receiver that installs brings its own.
    ...(settings.botToken ? { authorize: unasked } : {}),
  });

  let inbound: Inbound | undefined;
  let listening = false;
  const intake = keepAcknowledging(app, log);
  listen(app, {
    inbound() {
      if (!inbound) throw new Error('Slack was heard before it was started');
      return inbound;
    },
    workspaces,
    people,
    ear: new Ear(people, options.commands ?? describeCommands('en')),
    answers: new Answers(easel, direct, log),
    log,
  });
  const socket = receiver instanceof SocketModeReceiver ? new SocketConnection(receiver.client, log) : null;

  return {
    platform,
    requestListener: receiver instanceof HTTPReceiver ? mountable(receiver) : null,
    async start(engine) {
      inbound = engine;
      await workspaces.check();
      await socket?.start();
      listening = true;
    },
    connected: () => listening && (socket?.connected ?? true),
    async stop() {
      listening = false;
      // In this order: what is under way, unacknowledged, would be given to another process, and be answered twice.
      await intake.close();
      await socket?.stop();
      await intake.idle();
    },
  };
}

/**
 * Bolt asks for a token before anybody is heard, and hears nobody where there is none. Each listener looks for its workspace itself, and has an
 * answer where it finds none.
 */
const unasked: Authorize<boolean> = async ({ teamId }) => (teamId === undefined ? {} : { teamId });

/**
 * The library pings every five seconds and takes the connection for dead when the last pong is older than this. Its own bound is those five seconds, so
 * that a process that was busy for a moment as its next ping was due lost a connection that was well (ms).
 */
const PONG_WITHIN_MS = 15_000;

function socketReceiver({ settings, log }: SlackOptions, appToken: string): SocketModeReceiver {
  if (!settings.botToken) throw new Error('SLACK_APP_TOKEN (Socket Mode) needs SLACK_BOT_TOKEN beside it');
  const logger = libraryLogger(log);
  return new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    clientPingTimeout: PONG_WITHIN_MS,
    installerOptions: { clientOptions: clientOptions(settings.apiUrl, logger) },
  });
}

function httpReceiver({ settings, installations, log }: SlackOptions): HTTPReceiver {
  const { signingSecret, apiUrl, botToken } = settings;
  if (!signingSecret) throw new Error('Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)');
  const logger = libraryLogger(log);
  const common = { signingSecret, logger, endpoints: '/slack/events', bodyLimit: LARGEST_BODY };
  if (botToken) return new HTTPReceiver(common);
  const { clientId, clientSecret, stateSecret, publicUrl } = settings;
  if (!clientId || !clientSecret || !stateSecret) throw new Error(INSTALLED_BY_OTHERS);
  const redirect = publicUrl ? { redirectUri: new URL(REDIRECT_PATH, publicUrl).href } : {};
  const receiver = new HTTPReceiver({
    ...common,
    clientId,
    clientSecret,
    stateSecret,
    scopes: [...botScopes],
    installationStore: boltInstallations(installations),
    ...redirect,
    installerOptions: {
      redirectUriPath: REDIRECT_PATH,
      clientOptions: clientOptions(apiUrl, logger),
      ...(apiUrl === REAL_API ? {} : { authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href }),
    },
  });
  if (receiver.installer) receiver.installer.authorize = unasked;
  return receiver;
}

/** Bolt throws for paths that are not its own. */
function mountable(receiver: HTTPReceiver): SlackRequestListener {
  return (request, response) => {
    try {
      receiver.requestListener(request, response);
    } catch {
      response.writeHead(404).end();
    }
  };
}
