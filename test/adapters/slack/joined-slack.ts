import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { slackManifest } from '../../../adapters/slack/manifest.ts';
import { createSlack, type Slack, type SlackInstallations, type SlackSettings } from '../../../adapters/slack/slack.ts';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { fromManifest } from '../../../playground/slack/options.ts';
import type { Installation } from '../../../src/engine/event.ts';
import type { Restraints } from '../../../src/engine/ports/platform.ts';
import { commands } from '../../contract/platform/cards.ts';
import { keptLog } from '../../contract/platform/harness.ts';
import { ScriptedInbound } from '../../contract/platform/scripted-inbound.ts';
import { patientSlack } from '../../servers/patience.ts';

/** The adapter joined to a local Slack, in one of its ways. */
export interface JoinedSlack {
  readonly local: LocalSlack;
  readonly slack: Slack;
  readonly installation: Installation;
  readonly script: ScriptedInbound;
  readonly logged: readonly string[];
  /** The adapter's own address, in HTTP mode. */
  readonly url: (path: string) => string;
  readonly start: (inbound?: Parameters<Slack['start']>[0]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface Joining {
  readonly mode?: 'socket' | 'http';
  readonly local?: LocalSlackOptions;
  readonly settings?: (local: LocalSlack) => Partial<SlackSettings>;
  readonly installations?: SlackInstallations;
  readonly restraints?: Restraints;
  readonly making?: { readonly log: ReturnType<typeof keptLog>; readonly commands: typeof commands };
}

/** Installations in memory, as the records keep them. */
export function installationsInMemory(): SlackInstallations & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    save: async (teamId, installation) => void kept.set(teamId, installation),
    find: async (teamId) => kept.get(teamId) ?? null,
    remove: async (teamId) => void kept.delete(teamId),
  };
}

/** The local Slack grants exactly what our manifest asks for, so that what is missing there fails here. */
export async function joinSlack(joining: Joining = {}): Promise<JoinedSlack> {
  const { mode = 'socket' } = joining;
  const granted = fromManifest(slackManifest(commands, { publicUrl: null }));
  // Some never connect: what people do then is not to wait for it.
  const patience = { ...patientSlack, awaitsConnection: false };
  const local = await startLocalSlack({ mode, ...patience, ...granted, ...joining.local });
  const { environment } = local;
  const logged: string[] = [];
  const settings: SlackSettings = {
    botToken: environment.SLACK_BOT_TOKEN ?? null,
    appToken: environment.SLACK_APP_TOKEN ?? null,
    signingSecret: environment.SLACK_SIGNING_SECRET ?? null,
    clientId: null,
    clientSecret: null,
    apiUrl: environment.SLACK_API_URL ?? '',
    publicUrl: null,
    stateSecret: null,
    ...joining.settings?.(local),
  };
  const installations = joining.installations ?? installationsInMemory();
  const slack = createSlack({
    settings,
    installations,
    log: joining.making?.log ?? keptLog(logged),
    commands: joining.making?.commands ?? commands,
    ...(joining.restraints && { restraints: joining.restraints }),
  });
  const script = new ScriptedInbound();
  const server = createServer((request, response) => slack.requestListener?.(request, response));
  const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  return {
    local,
    slack,
    installation: { platform: 'slack', externalId: local.communityId, name: 'Harbour' },
    script,
    logged,
    url,
    async start(inbound = script) {
      if (mode === 'http') {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        local.setEventsUrl(url('/slack/events'));
      }
      await slack.start(inbound);
    },
    async stop() {
      await slack.stop();
      server.close();
      server.closeAllConnections();
      await local.stop();
    },
  };
}

/** The same, stopped when the test that asks for it ends. */
export async function joinForTest(joining: Joining = {}): Promise<JoinedSlack> {
  const joined = await joinSlack(joining);
  onTestFinished(() => joined.stop());
  return joined;
}
