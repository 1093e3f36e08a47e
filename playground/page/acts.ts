import * as z from 'zod';
import { DiscordActor } from '../discord/discord-actor.ts';
import type { Actor, LocalPlatform, Seen } from '../driver.ts';
import { chooseInMenu } from './menus.ts';
import { setSilent, setStatus, statuses } from './standing.ts';
import { memberNamed } from './state.ts';

const who = { platform: z.enum(['slack', 'discord']), person: z.string().min(1).max(100) };
const label = z.string().max(200);
const message = z.strictObject({ id: z.string(), place: z.string() }).optional();

/** What a person at the page can do. */
export const actSchema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('type'),
    ...who,
    line: z.string().trim().min(1).max(4000),
    place: z.string().min(1).max(100),
  }),
  z.strictObject({ act: z.literal('press'), ...who, label, message }),
  z.strictObject({
    act: z.literal('menu'),
    ...who,
    on: z.enum(['message', 'person', 'anywhere']),
    name: label,
    target: z.string().max(100).default(''),
    place: z.string().min(1).max(100),
    message,
  }),
  z.strictObject({ act: z.literal('choose'), ...who, select: label, options: z.array(label).max(100), message }),
  z.strictObject({
    act: z.literal('submit'),
    ...who,
    values: z.record(z.string(), z.union([z.string().max(4000), z.array(label).max(100)])),
  }),
  z.strictObject({ act: z.literal('dismiss'), ...who }),
  z.strictObject({ act: z.literal('home'), ...who }),
  z.strictObject({ act: z.literal('reload'), ...who }),
  z.strictObject({ act: z.literal('status'), ...who, status: z.enum(statuses) }),
  z.strictObject({ act: z.literal('silent'), ...who, silent: z.boolean() }),
]);

export type Act = z.output<typeof actSchema>;

/** `failed` is what the person would see. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly failed: string };

/** Acts as a person; what the platform's client would show them instead is an outcome, not an error. */
export async function perform(platform: LocalPlatform, act: Act, now: number): Promise<Outcome> {
  const { id } = memberNamed(platform, act.person);
  try {
    if (act.act === 'status') await setStatus(platform, id, act.status);
    else if (act.act === 'silent') await setSilent(platform, id, act.silent, now);
    else await done(platform.as(id), act);
    return { ok: true };
  } catch (error) {
    return { ok: false, failed: error instanceof Error ? error.message : String(error) };
  }
}

async function done(actor: Actor, act: Exclude<Act, { act: 'status' | 'silent' }>): Promise<void> {
  switch (act.act) {
    case 'type':
      return type(actor, act.line, act.place);
    case 'press':
      return actor.press(act.label, await seenBy(actor, act.message));
    case 'menu':
      return chooseInMenu(actor, act, await seenBy(actor, act.message));
    case 'choose':
      return actor.choose(act.select, act.options, await seenBy(actor, act.message));
    case 'submit':
      return actor.submit(act.values);
    case 'dismiss':
      return actor.dismiss();
    case 'home':
      await actor.home();
      return;
    case 'reload':
      return actor.reload();
    default:
      return act satisfies never;
  }
}

/** On Slack one types talk and commands into the same line; the local Discord keeps them apart. */
async function type(actor: Actor, line: string, place: string): Promise<void> {
  if (actor instanceof DiscordActor && !line.startsWith('/')) await actor.say(line, place);
  else await actor.type(line, place);
}

async function seenBy(actor: Actor, wanted: { id: string; place: string } | undefined): Promise<Seen | undefined> {
  if (!wanted) return undefined;
  if (wanted.place === 'home') return { ...blank, ...wanted };
  const found = actor.sees().find(({ id, place }) => id === wanted.id && place === wanted.place);
  if (!found) throw new Error('That message is not there any more.');
  return found;
}

/** The App Home is found by its id alone. */
const blank: Omit<Seen, 'id' | 'place'> = {
  author: '',
  text: 'App Home',
  notification: '',
  buttons: [],
  selects: [],
  images: [],
  ephemeral: false,
  edited: false,
  raw: undefined,
};
