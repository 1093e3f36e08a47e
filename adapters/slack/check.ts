import { WebClient } from '@slack/web-api';
import type { Log } from '../../src/engine/ports/log.ts';
import { clientOptions } from './clients.ts';
import { platformErrorOf } from './errors.ts';
import { libraryLogger } from './library-log.ts';
import { botScopes } from './manifest.ts';

/** What Slack says about a token; nothing is changed by asking. */
export type SlackTokenCheck =
  | {
      readonly kind: 'accepted';
      readonly workspace: string;
      readonly teamId: string;
      /** Scopes of the manifest that the token lacks. */
      readonly missing: readonly string[];
    }
  /** `code` is Slack's own: `invalid_auth`, `token_revoked`, … */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unreachable'; readonly code: string };

/** Whether the bot token works, and with every scope of the manifest. */
export async function checkBotToken(token: string, apiUrl: string): Promise<SlackTokenCheck> {
  return asking(async () => {
    const answer = await client(token, apiUrl).auth.test();
    const scopes = answer.response_metadata?.scopes;
    return {
      kind: 'accepted',
      workspace: answer.team ?? 'unknown',
      teamId: answer.team_id ?? '',
      // A proxy may have taken the header away: then nobody can say.
      missing: scopes === undefined ? [] : botScopes.filter((scope) => !scopes.includes(scope)),
    };
  });
}

/** Whether the app-level token may open a Socket Mode connection; the address Slack gives for one is left unused. */
export async function checkAppToken(
  token: string,
  apiUrl: string,
): Promise<Exclude<SlackTokenCheck, { kind: 'accepted' }> | { readonly kind: 'accepted' }> {
  return asking(async () => {
    await client(token, apiUrl).apps.connections.open();
    return { kind: 'accepted' };
  });
}

async function asking<T>(
  ask: () => Promise<T>,
): Promise<T | { readonly kind: 'refused' | 'unreachable'; readonly code: string }> {
  try {
    return await ask();
  } catch (error) {
    const { outcome, message } = platformErrorOf(error);
    return { kind: outcome === 'refused' ? 'refused' : 'unreachable', code: message.replace(/^\w+: /, '') };
  }
}

/** What goes wrong is told by the check itself. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function client(token: string, apiUrl: string): WebClient {
  return new WebClient(token, clientOptions(apiUrl, libraryLogger(silent)));
}
