import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { type CommandDescription, describeCommands } from '../../src/engine/commands/describe.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Platform, Restraints } from '../../src/engine/ports/platform.ts';
import { Answers } from './answers.ts';
import { clientOptions, clientsByToken } from './clients.ts';
import { DirectChannels } from './direct-channels.ts';
import { Easel } from './drawing.ts';
import { libraryLogger } from './library-log.ts';
import { ratesOf } from './limits.ts';
import { type Inbound, listen } from './listeners.ts';
import { botScopes } from './manifest.ts';
import { slackPlatform } from './outbound.ts';
import { People } from './people.ts';
import { Ear } from './read-events.ts';
import { SocketConnection } from './socket-connection.ts';
import {
  boltInstallations,
  installedWorkspaces,
  oneWorkspace,
  type SlackInstallations,
  type Workspaces,
} from './workspaces.ts';

export type { SlackInstallations } from './workspaces.ts';

/** As they stand in the environment (`SLACK_…`, `PUBLIC_URL`); `null` where one is not set. */
export interface SlackSettings {
  readonly botToken: string | null;
  /** Set: Socket Mode. Not set: signed HTTP requests. */
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  /** With the client secret and without a bot token: any workspace may install Kith at `/slack/install`. */
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly apiUrl: string;
  readonly publicUrl: string | null;
  /** Signs the state that guards the installation against forged redirects. */
  readonly stateSecret: string | null;
}

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

export interface SlackOptions {
  readonly settings: SlackSettings;
  readonly installations: SlackInstallations;
  readonly log: Log;
  /** The commands a text line may mean; Kith's own unless told otherwise. */
  readonly commands?: readonly CommandDescription[];
  /** What a workspace takes in a minute; the documented least unless told otherwise. */
  readonly messagesPerMinute?: number;
  /** Where what Slack says about its limits is kept; not needed where nothing is sent by itself. */
  readonly restraints?: Restraints;
  /** Against a local Slack whose limits are so many times faster; 1 unless told otherwise. */
  readonly compression?: number;
}

const REAL_API = 'https://slack.com/api/';
const REDIRECT_PATH = '/slack/oauth_redirect';

/** Builds the Slack adapter; nothing is called before it is started or asked to send. */
export function createSlack(options: SlackOptions): Slack {
  const { settings, log } = options;
  const logger = libraryLogger(log);
  const clientsOf = clientsByToken(settings.apiUrl, logger);
  const receiver = settings.appToken ? socketReceiver(options, settings.appToken) : httpReceiver(options);
  const workspaces = workspacesOf(options, receiver, clientsOf);
  const people = new People(log);
  const direct = new DirectChannels();
  const easel = new Easel(people, log);
  const rates = ratesOf(options.messagesPerMinute, options.compression);
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    ignoreSelf: false,
    socketMode: receiver instanceof SocketModeReceiver,
    clientOptions: clientOptions(settings.apiUrl, logger),
    ...(settings.botToken ? { authorize: authorizeFor(workspaces) } : {}),
  });

  let inbound: Inbound | undefined;
  let listening = false;
  const listeners = listen(app, {
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
    platform: slackPlatform({ workspaces, direct, easel, people, rates, restraints: options.restraints ?? null }),
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
      await socket?.stop();
      await listeners.idle();
    },
  };
}

function authorizeFor(workspaces: Workspaces) {
  return async ({ teamId }: { readonly teamId?: string | undefined }) => {
    const { token, botUserId } = await workspaces.of(teamId ?? '');
    return { botToken: token, botUserId, ...(teamId === undefined ? {} : { teamId }) };
  };
}

function socketReceiver({ settings, log }: SlackOptions, appToken: string): SocketModeReceiver {
  if (!settings.botToken) throw new Error('SLACK_APP_TOKEN (Socket Mode) needs SLACK_BOT_TOKEN beside it');
  const logger = libraryLogger(log);
  return new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(settings.apiUrl, logger) },
  });
}

function httpReceiver({ settings, installations, log }: SlackOptions): HTTPReceiver {
  const { signingSecret, apiUrl, botToken } = settings;
  if (!signingSecret) throw new Error('Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)');
  const logger = libraryLogger(log);
  const common = { signingSecret, logger, endpoints: '/slack/events' };
  if (botToken) return new HTTPReceiver(common);
  const { clientId, clientSecret, stateSecret, publicUrl } = settings;
  if (!clientId || !clientSecret || !stateSecret) {
    throw new Error(
      'Slack needs SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to be installed by others',
    );
  }
  const redirect = publicUrl ? { redirectUri: new URL(REDIRECT_PATH, publicUrl).href } : {};
  return new HTTPReceiver({
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
}

function workspacesOf(
  { settings, installations }: SlackOptions,
  receiver: HTTPReceiver | SocketModeReceiver,
  clientsOf: ReturnType<typeof clientsByToken>,
): Workspaces {
  if (settings.botToken) return oneWorkspace(settings.botToken, clientsOf);
  const { installer } = receiver;
  if (!installer) throw new Error('Slack has neither a bot token nor an installer');
  return installedWorkspaces(installations, (source) => installer.authorize(source), clientsOf);
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
