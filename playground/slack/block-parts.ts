import * as z from 'zod';
import { limits } from './limits.ts';

/** Composition objects of Block Kit: https://docs.slack.dev/reference/block-kit/composition-objects */

/** Slack fills `emoji` in when it is absent. */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().default(true),
  });

const markdownText = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().default(false),
  });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), markdownText(max)]);

export const confirm = z.strictObject({
  title: plainText(limits.confirm.title),
  text: anyText(limits.confirm.text),
  confirm: plainText(limits.confirm.button),
  deny: plainText(limits.confirm.button),
  style: z.enum(['primary', 'danger']).optional(),
});

export const option = z.strictObject({
  text: plainText(limits.option.text),
  value: z.string().max(limits.option.value),
  description: plainText(limits.option.description).optional(),
});

export const choiceOption = z.strictObject({
  text: anyText(limits.option.text),
  value: z.string().max(limits.option.value),
  description: anyText(limits.option.description).optional(),
});

export const overflowOption = option.extend({ url: z.string().max(limits.option.url).optional() });

export const optionGroup = z.strictObject({
  label: plainText(limits.optionGroup.label),
  options: z.array(option).min(1).max(limits.select.options),
});

export const conversationFilter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});

export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
});

export const slackFile = z.union([z.strictObject({ id: z.string() }), z.strictObject({ url: z.string() })]);

export const blockId = z.string().min(1).max(limits.blockId).optional();
export const actionId = z.string().min(1).max(limits.actionId).optional();
export const placeholder = plainText(limits.select.placeholder).optional();

export type TextObject = z.output<ReturnType<typeof anyText>>;
export type Option = z.output<typeof choiceOption>;
