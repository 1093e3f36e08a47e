import type { TextObject } from './block-parts.ts';
import type { Workspace } from './workspace.ts';

/** Turns what Slack stores into what a person reads: https://docs.slack.dev/messaging/formatting-message-text */

function withoutEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** `@Name` for a user id, `#name` for a channel id; the id itself where it is unknown, so that a mistake shows. */
export const userName = (workspace: Workspace, id: string): string =>
  id === workspace.identity.botUserId ? workspace.identity.appName : (workspace.users.get(id)?.name ?? id);
export const channelName = (workspace: Workspace, id: string): string => workspace.channels.get(id)?.name ?? id;

function reference(workspace: Workspace, inner: string): string {
  const [target = '', label] = inner.split('|');
  if (target.startsWith('@')) return `@${userName(workspace, target.slice(1))}`;
  if (target.startsWith('#')) return `#${channelName(workspace, target.slice(1))}`;
  if (target.startsWith('!date')) return label ?? '';
  if (target.startsWith('!subteam')) return label ?? '@group';
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label ?? target.replace(/^mailto:/, '');
}

/** Removes paired marks that stand at the edges of words, as Slack's own renderer takes them. */
function withoutMarks(text: string): string {
  const pair = (mark: string) => new RegExp(`(?<![\\w${mark}])${mark}(?=\\S)([^\\n]*?\\S)${mark}(?![\\w${mark}])`, 'g');
  return text
    .replaceAll(/```([\s\S]*?)```/g, '$1')
    .replaceAll(/`([^`\n]+)`/g, '$1')
    .replaceAll(pair('\\*'), '$1')
    .replaceAll(pair('_'), '$1')
    .replaceAll(pair('~'), '$1')
    .replaceAll(/^&gt; ?/gm, '');
}

/** Text in Slack's markup as it is read. Emoji names stay as they are. */
export function readMarkup(workspace: Workspace, text: string): string {
  const pieces = withoutMarks(text).split(/(<[^<>\n]*>)/);
  return pieces
    .map((piece) =>
      piece.startsWith('<') && piece.endsWith('>')
        ? withoutEntities(reference(workspace, piece.slice(1, -1)))
        : withoutEntities(piece),
    )
    .join('');
}

/** A text object as it is read. */
export function readText(workspace: Workspace, text: TextObject): string {
  return text.type === 'mrkdwn' ? readMarkup(workspace, text.text) : withoutEntities(text.text);
}
