import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { DiscordActor } from '../discord/discord-actor.ts';
import type { Actor, Seen } from '../driver.ts';
import { SlackActor } from '../slack/slack-actor.ts';

/** What the app offers in the menu of a message or of a person, or anywhere. */
export interface OfferedMenu {
  readonly on: 'message' | 'person' | 'anywhere';
  readonly name: string;
}

const manifest = z.object({
  features: z.object({
    shortcuts: z.array(z.object({ name: z.string(), type: z.enum(['message', 'global']), callback_id: z.string() })),
  }),
});

/** Slack's clients know an app's shortcuts from its manifest: the committed one. */
const shortcuts = readFile(new URL('../../slack-manifest.json', import.meta.url), 'utf8').then(
  (text) => manifest.parse(JSON.parse(text)).features.shortcuts,
);

export async function slackMenus(): Promise<readonly OfferedMenu[]> {
  return (await shortcuts).map(({ name, type }) => ({ on: type === 'global' ? 'anywhere' : 'message', name }));
}

/** Chooses in such a menu; `seen` is the message it belongs to, if any. */
export async function chooseInMenu(
  actor: Actor,
  { on, name, target, place }: OfferedMenu & { readonly target: string; readonly place: string },
  seen: Seen | undefined,
): Promise<void> {
  if (actor instanceof DiscordActor) {
    if (on === 'person') return actor.personMenu(name, target, place);
    if (seen) return actor.messageMenu(name, seen);
  }
  if (actor instanceof SlackActor) {
    const shortcut = (await shortcuts).find((one) => one.name === name);
    if (shortcut?.type === 'global') return actor.shortcut(shortcut.callback_id);
    if (shortcut && seen) return actor.messageShortcut(shortcut.callback_id, seen);
  }
  throw new Error(`There is no “${name}” here.`);
}
