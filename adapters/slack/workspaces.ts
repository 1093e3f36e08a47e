import type { Installation as BoltInstallation, InstallationStore } from '@slack/oauth';
import * as z from 'zod';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Clients } from './clients.ts';
import { preparing } from './errors.ts';
import type { Renew } from './renewing.ts';

/** Where the installations of several workspaces are kept, tokens sealed; implemented by the records. */
export interface SlackInstallations {
  /** `installation` is JSON. */
  save(teamId: string, installation: string): Promise<void>;
  find(teamId: string): Promise<string | null>;
  /** `removedAt`: when Slack says it was removed; what was installed after that stays. */
  remove(teamId: string, removedAt: number | null): Promise<void>;
}

/** One workspace Kith is installed in, ready to be called. */
export interface Workspace extends Clients {
  readonly teamId: string;
  readonly name: string;
  readonly token: string;
  readonly botUserId: string;
  /** Slack gave the token to this Kith for this workspace, and it does not expire: that it is refused says something about the workspace. */
  readonly handedOver: boolean;
}

export interface Workspaces {
  /** @throws PlatformError `installation-gone` when Kith is not installed there. */
  of(teamId: string): Promise<Workspace>;
  /** Looks whether the credentials work at all, where there is one token. */
  check(): Promise<void>;
  /** `at`: when Slack says it was removed (ms). */
  forget(teamId: string, at: number | null): Promise<void>;
}

const identity = z.object({ team_id: z.string(), team: z.string(), user_id: z.string() });

/** The one workspace that `SLACK_BOT_TOKEN` belongs to; asked once, and again when that failed. */
export function oneWorkspace(token: string, clientsOf: (token: string) => Clients): Workspaces {
  let asked: Promise<Workspace> | undefined;
  const identify = async (): Promise<Workspace> => {
    const clients = clientsOf(token);
    const { team_id, team, user_id } = identity.parse(await preparing(clients.web.auth.test()));
    return { ...clients, token, teamId: team_id, name: team, botUserId: user_id, handedOver: false };
  };
  const own = async () => {
    asked ??= identify();
    try {
      return await asked;
    } catch (error) {
      asked = undefined;
      throw error;
    }
  };
  return {
    async of(teamId) {
      const workspace = await own();
      if (workspace.teamId !== teamId) throw PlatformError.refused('installation-gone', 'other_workspace');
      return workspace;
    },
    async check() {
      await own();
    },
    async forget() {
      asked = undefined;
    },
  };
}

/** Every workspace that was installed by OAuth; `renew` is asked only where tokens expire. */
export function installedWorkspaces(
  installations: SlackInstallations,
  clientsOf: (token: string) => Clients,
  renew: Renew,
): Workspaces {
  return {
    async of(teamId) {
      const stored = await installations.find(teamId);
      if (!stored) throw PlatformError.refused('installation-gone', 'not_installed');
      const { team, bot } = installed.parse(JSON.parse(stored));
      const { token, userId } = bot?.refreshToken ? await renew(teamId) : (bot ?? {});
      if (!token || !userId) throw PlatformError.refused('installation-gone', 'no_bot_token');
      const handedOver = !bot?.refreshToken;
      return { ...clientsOf(token), teamId, name: team.name ?? teamId, token, botUserId: userId, handedOver };
    },
    async check() {},
    forget: (teamId, at) => installations.remove(teamId, at),
  };
}

const installed = z.object({
  team: z.object({ id: z.string(), name: z.string().optional() }),
  bot: z.object({ token: z.string(), userId: z.string(), refreshToken: z.string().nullish() }).nullish(),
});

/** Bolt's installation store over ours. Installations for a whole organization (Enterprise Grid) are refused: a community is one workspace. */
export function boltInstallations(installations: SlackInstallations): InstallationStore {
  return {
    async storeInstallation(installation) {
      const teamId = installation.team?.id;
      if (!teamId) throw new Error('Kith is installed into one workspace at a time');
      // Who installed it is nobody's business afterwards, and could not be found when they are to be forgotten.
      await installations.save(teamId, JSON.stringify({ ...installation, user: undefined }));
    },
    async fetchInstallation({ teamId }) {
      const stored = teamId ? await installations.find(teamId) : null;
      if (!stored) throw new Error('Kith is not installed in this workspace');
      // Written by storeInstallation and sealed since.
      return JSON.parse(stored) as BoltInstallation;
    },
    async deleteInstallation({ teamId }) {
      if (teamId) await installations.remove(teamId, null);
    },
  };
}
