import type { Logger } from '@slack/web-api';
import { clientOptions } from './clients.ts';
import { boltInstallations, type SlackInstallations } from './workspaces.ts';

/** Gives a workspace's bot token, a new one where the kept one has expired or soon will. */
export type Renew = (
  teamId: string,
) => Promise<{ readonly token?: string | undefined; readonly userId?: string | undefined }>;

/**
 * Slack's own way of renewing tokens. Kith's manifest leaves rotation off, so its library is loaded when a workspace turns up whose
 * tokens expire: https://docs.slack.dev/authentication/using-token-rotation
 */
export function renewing(
  app: { readonly clientId: string; readonly clientSecret: string; readonly apiUrl: string },
  installations: SlackInstallations,
  logger: Logger,
): Renew {
  return async (teamId) => {
    const { InstallProvider } = await import('@slack/oauth');
    const provider = new InstallProvider({
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      installationStore: boltInstallations(installations),
      clientOptions: clientOptions(app.apiUrl, logger),
      logger,
      // It installs nothing, so it needs no state to check.
      stateSecret: 'unused',
    });
    const { botToken, botUserId } = await provider.authorize({
      teamId,
      enterpriseId: undefined,
      isEnterpriseInstall: false,
    });
    return { token: botToken, userId: botUserId };
  };
}
