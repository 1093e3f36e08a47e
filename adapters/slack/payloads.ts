import * as z from 'zod';
import { dndStatus, userWithStatus } from './absence.ts';

/** What we use of Slack's payloads, and nothing more: https://docs.slack.dev/interactivity, https://docs.slack.dev/reference/events */

const team = z.object({ id: z.string() });
const user = z.object({
  id: z.string(),
  username: z.string().optional(),
  name: z.string().optional(),
  team_id: z.string().optional(),
});

export const slashCommand = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  user_name: z.string().default(''),
  response_url: z.url(),
  trigger_id: z.string().min(1),
});

/** What stands in an element, of a message as of a modal. */
export const elementValue = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
  selected_channel: z.string().nullish(),
});

const view = z.object({
  id: z.string(),
  type: z.string(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), elementValue)) }).optional(),
});

export const blockActions = z.object({
  type: z.literal('block_actions'),
  team,
  user,
  trigger_id: z.string().min(1),
  response_url: z.url().optional(),
  container: z.object({
    type: z.string(),
    channel_id: z.string().optional(),
    message_ts: z.string().optional(),
    is_ephemeral: z.boolean().default(false),
  }),
  view: view.optional(),
  actions: z.array(elementValue.extend({ type: z.string(), action_id: z.string() })).min(1),
});

export const viewSubmission = z.object({
  type: z.literal('view_submission'),
  team,
  user,
  trigger_id: z.string().min(1),
  view,
});

export const messageShortcut = z.object({
  type: z.literal('message_action'),
  team,
  user,
  trigger_id: z.string().min(1),
  response_url: z.url(),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), user: z.string().optional(), bot_id: z.string().optional() }),
});

export const globalShortcut = z.object({ type: z.literal('shortcut'), team, user, trigger_id: z.string().min(1) });

const envelope = { team_id: z.string(), event_id: z.string().min(1) };

export const homeOpened = z.object({
  ...envelope,
  event: z.object({ user: z.string(), channel: z.string().default(''), tab: z.string() }),
});
/** When it happened (seconds); a redelivery carries the same. */
const dated = { ...envelope, event_time: z.number().optional() };
export const uninstalled = z.object(dated);
export const tokensRevoked = z.object({
  ...dated,
  event: z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) }),
});

/** A user as users.info and user_change give it. */
export const slackUser = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().default(''),
  deleted: z.boolean().default(false),
  real_name: z.string().optional(),
  tz: z.string().nullish(),
  locale: z.string().nullish(),
  is_admin: z.boolean().default(false),
  is_owner: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).default({}),
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
});
export const userChange = z.object({ ...envelope, event: z.object({ user: slackUser }) });
export const statusChange = z.object({ ...envelope, event: z.object({ user: userWithStatus }) });
export const dndUpdated = z.object({ ...envelope, event: z.object({ user: z.string(), dnd_status: dndStatus }) });

export type SlashCommand = z.output<typeof slashCommand>;
export type BlockActions = z.output<typeof blockActions>;
export type ViewSubmission = z.output<typeof viewSubmission>;
export type MessageShortcut = z.output<typeof messageShortcut>;
export type GlobalShortcut = z.output<typeof globalShortcut>;
export type HomeOpened = z.output<typeof homeOpened>;
export type ElementValue = z.output<typeof elementValue>;
export type SlackUser = z.output<typeof slackUser>;

/** The persons chosen in an element. */
export function personsIn(element: ElementValue): readonly string[] {
  return element.selected_users ?? (element.selected_user ? [element.selected_user] : []);
}

/** The values of an element: nothing chosen is an empty list. */
export function valuesOf(element: ElementValue): readonly string[] {
  const persons = personsIn(element);
  if (persons.length > 0) return persons;
  const { selected_option, selected_conversation, selected_channel, value } = element;
  const chosen = selected_option?.value ?? selected_conversation ?? selected_channel ?? value;
  return chosen ? [chosen] : [];
}
