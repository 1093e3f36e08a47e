import { PlatformError } from '../../src/engine/errors.ts';
import type { ChannelLook, Look } from '../../src/engine/ports/platform.ts';
import { calling } from './errors.ts';
import { botScopes } from './manifest.ts';
import type { Workspace } from './workspaces.ts';

/**
 * What Slack says of the installation and of channels. A channel is looked at by reading one message of it: its name or settings would
 * take scopes that Kith does without. So an archived one shows only when something is posted there.
 * @throws PlatformError
 */
export async function lookAt(workspace: Workspace, channels: readonly string[]): Promise<Look> {
  const [identity, ...seen] = await Promise.all([
    present(workspace),
    ...channels.map((channel) => channelLook(workspace, channel)),
  ]);
  const scopes = identity.response_metadata?.scopes;
  return {
    // Slack does not tell when it was installed.
    as: { identity: workspace.botUserId, since: null },
    // A proxy may have taken the header away: then nobody can say.
    missing: scopes === undefined ? [] : botScopes.filter((scope) => !scopes.includes(scope)),
    // They come with the app's manifest, and only the app's owner can ask about that.
    commands: null,
    channels: seen.flatMap((one) => one ?? []),
  };
}

/**
 * `token_revoked` and `account_inactive` are what Slack says of the token of an app that was removed; also where somebody withdrew the tokens, or
 * the workspace was closed. Of a token that is mistyped, or not to be used from here, it says `invalid_auth`.
 */
const REMOVED = /: (token_revoked|account_inactive)$/;
/** All of it can be mended by whoever notices, and the way back is to install Kith again; so they get as long as members who leave. */
const BELIEVED_AFTER_DAYS = 30;

async function present(workspace: Workspace) {
  try {
    return await calling(workspace.quick.auth.test());
  } catch (error) {
    if (!(error instanceof PlatformError && workspace.handedOver && REMOVED.test(error.message))) throw error;
    const notThere = { identity: workspace.botUserId, believedAfter: BELIEVED_AFTER_DAYS };
    throw PlatformError.absent(notThere, error.message.replace(/^\w+: /, ''), error.cause);
  }
}

/** `null` when Slack is busy, or refuses the whole installation: that is for the other call to say. */
async function channelLook({ quick }: Workspace, channel: string): Promise<ChannelLook | null> {
  try {
    await calling(quick.conversations.history({ channel, limit: 1 }));
    return { channel, state: 'readable', missing: [] };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const { refusal, missing } = error;
    switch (refusal) {
      case 'channel-gone':
      case 'channel-archived':
      case 'not-in-channel':
      case 'not-allowed':
        return { channel, state: refusal, missing: missing === null ? [] : [missing] };
      default:
        return null;
    }
  }
}
