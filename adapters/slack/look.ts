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
    calling(workspace.quick.auth.test()),
    ...channels.map((channel) => channelLook(workspace, channel)),
  ]);
  const scopes = identity.response_metadata?.scopes;
  return {
    // A proxy may have taken the header away: then nobody can say.
    missing: scopes === undefined ? [] : botScopes.filter((scope) => !scopes.includes(scope)),
    // They come with the app's manifest, and only the app's owner can ask about that.
    commands: null,
    channels: seen.flatMap((one) => one ?? []),
  };
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
