import { PlatformError } from '../../src/engine/errors.ts';
import { preparing } from './errors.ts';
import type { Workspace } from './workspaces.ts';

const MOST_KEPT = 50_000;

/** The conversation between a person and the app: it never changes, so each process learns it once. */
export class DirectChannels {
  readonly #kept = new Map<string, string>();

  known({ teamId }: Workspace, person: string): string | undefined {
    return this.#kept.get(`${teamId}:${person}`);
  }

  async of(workspace: Workspace, person: string): Promise<string> {
    const known = this.known(workspace, person);
    if (known) return known;
    const { channel } = await preparing(workspace.web.conversations.open({ users: person }));
    if (!channel?.id) throw PlatformError.busy(5000, 'no_channel');
    this.learn(workspace, person, channel.id);
    return channel.id;
  }

  learn({ teamId }: Workspace, person: string, channel: string): void {
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(`${teamId}:${person}`, channel);
  }
}
