import { handle } from './identity.ts';
import type { Workspace } from './workspace.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const quoted = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Longer names first, so that “@Sammy” is not read as “@Sam” and a rest. */
function pattern(mark: string, names: string[]): RegExp {
  const sorted = names.toSorted((a, b) => b.length - a.length).map(quoted);
  return new RegExp(`(?<![\\w@#])${mark}(${sorted.join('|')})(?![\\w-])`, 'giu');
}

/**
 * What a person typed after a command, as Slack sends it when the command has *escape* switched on: mentions and channels as
 * references, addresses in angle brackets, the three special characters as entities.
 */
export function escapeCommandText(workspace: Workspace, typed: string): string {
  const { identity } = workspace;
  const users = [...workspace.users.values(), { id: identity.botUserId, name: identity.appName }];
  const channels = [...workspace.channels.values()].filter((channel) => channel.kind !== 'direct');
  return escaped(typed)
    .replaceAll(
      pattern(
        '@',
        users.map((user) => user.name),
      ),
      (whole, name: string) => {
        const user = users.find((each) => each.name.toLowerCase() === name.toLowerCase());
        return user ? `<@${user.id}|${handle(user.name)}>` : whole;
      },
    )
    .replaceAll(
      pattern(
        '#',
        channels.map((channel) => channel.name),
      ),
      (whole, name: string) => {
        const channel = channels.find((each) => each.name === name.toLowerCase());
        return channel ? `<#${channel.id}|${channel.name}>` : whole;
      },
    )
    .replaceAll(/https?:\/\/[^\s<>]+/g, (url) => `<${url}>`);
}
