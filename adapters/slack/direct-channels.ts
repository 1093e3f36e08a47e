import { PlatformError } from '../../src/engine/errors.ts';
import { preparing } from './errors.ts';
import type { Workspace } from './workspaces.ts';

const MOST_KEPT = 50_000;

/** Opens the conversation between a person and the app, once for each person and process: it never changes. */
export class DirectChannels {
  readonly #kept = new Map<string, string>();

  async of(workspace: Workspace, person: string): Promise<string> {
    const key = `${workspace.teamId}:${person}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const { channel } = await preparing(workspace.web.conversations.open({ users: person }));
    if (!channel?.id) throw PlatformError.busy(5000, 'no_channel');
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, channel.id);
    return channel.id;
  }
}
