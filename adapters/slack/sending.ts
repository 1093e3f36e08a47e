import type { Logger } from '@slack/web-api';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Platform, Restraints } from '../../src/engine/ports/platform.ts';
import { clientsByToken } from './clients.ts';
import { DirectChannels } from './direct-channels.ts';
import { Easel } from './drawing.ts';
import { libraryLogger } from './library-log.ts';
import { ratesOf } from './limits.ts';
import { type Outbound, slackPlatform } from './outbound.ts';
import { People } from './people.ts';
import { renewing } from './renewing.ts';
import { installedWorkspaces, oneWorkspace, type SlackInstallations, type Workspaces } from './workspaces.ts';

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

export interface SlackSendingOptions {
  readonly settings: SlackSettings;
  readonly installations: SlackInstallations;
  readonly log: Log;
  /** What a workspace takes in a minute; the documented least unless told otherwise. */
  readonly messagesPerMinute?: number;
  /** Where what Slack says about its limits is kept; not needed where nothing is sent by itself. */
  readonly restraints?: Restraints;
  /** Against a local Slack whose limits are so many times faster; 1 unless told otherwise. */
  readonly compression?: number;
}

/** The half of the adapter that calls Slack. It needs no Bolt, which would be half of a worker's memory. */
export interface SlackSending extends Outbound {
  readonly platform: Platform;
  readonly logger: Logger;
}

export const INSTALLED_BY_OTHERS =
  'Slack needs SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to be installed by others';

/** Builds what sends; nothing is called before it is asked to. */
export function sendingBySlack(options: SlackSendingOptions): SlackSending {
  const { log } = options;
  const logger = libraryLogger(log);
  const people = new People(log);
  const parts: Outbound = {
    workspaces: workspacesOf(options, logger),
    direct: new DirectChannels(),
    easel: new Easel(people, log),
    people,
    rates: ratesOf(options.messagesPerMinute, options.compression),
    restraints: options.restraints ?? null,
  };
  return { ...parts, platform: slackPlatform(parts), logger };
}

function workspacesOf({ settings, installations }: SlackSendingOptions, logger: Logger): Workspaces {
  const clientsOf = clientsByToken(settings.apiUrl, logger);
  if (settings.botToken) return oneWorkspace(settings.botToken, clientsOf);
  const { clientId, clientSecret, apiUrl } = settings;
  if (!clientId || !clientSecret) {
    throw new Error(INSTALLED_BY_OTHERS);
  }
  return installedWorkspaces(
    installations,
    clientsOf,
    renewing({ clientId, clientSecret, apiUrl }, installations, logger),
  );
}
