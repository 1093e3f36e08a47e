import * as z from 'zod';
import {
  actionId,
  choiceOption,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  option,
  optionGroup,
  overflowOption,
  placeholder,
  plainText,
  slackFile,
} from './block-parts.ts';
import { limits } from './limits.ts';

/** Block elements, strict: https://docs.slack.dev/reference/block-kit/block-elements */

const common = { action_id: actionId, confirm: confirm.optional() };
const menu = { ...common, placeholder, focus_on_load: z.boolean().optional() };
const several = { max_selected_items: z.int().min(1).optional() };
const optionLists = {
  options: z.array(option).min(1).max(limits.select.options).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.select.groups).optional(),
};
const choices = z.array(choiceOption).min(1).max(limits.choices.options);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const day = z.iso.date();

const button = z.strictObject({
  type: z.literal('button'),
  ...common,
  text: plainText(limits.button.text),
  value: z.string().max(limits.button.value).optional(),
  url: z.string().max(limits.button.url).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(limits.button.accessibilityLabel).optional(),
});
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...menu,
  ...optionLists,
  initial_option: option.optional(),
});
const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  ...menu,
  ...several,
  ...optionLists,
  initial_options: z.array(option).min(1).optional(),
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...menu,
  initial_user: z.string().optional(),
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...menu,
  ...several,
  initial_users: z.array(z.string()).min(1).optional(),
});
const conversation = {
  filter: conversationFilter.optional(),
  default_to_current_conversation: z.boolean().optional(),
};
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...menu,
  ...conversation,
  initial_conversation: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
});
const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...menu,
  ...several,
  ...conversation,
  initial_conversations: z.array(z.string()).min(1).optional(),
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...menu,
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
});
const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...menu,
  ...several,
  initial_channels: z.array(z.string()).min(1).optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...common,
  options: choices,
  initial_option: choiceOption.optional(),
  focus_on_load: z.boolean().optional(),
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...common,
  options: choices,
  initial_options: z.array(choiceOption).min(1).optional(),
  focus_on_load: z.boolean().optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: clock.optional(),
  timezone: z.string().optional(),
});
const datepicker = z.strictObject({ type: z.literal('datepicker'), ...menu, initial_date: day.optional() });
const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...common,
  options: z.array(overflowOption).min(1).max(limits.overflow.options),
});
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: actionId,
  placeholder: plainText(limits.textInput.placeholder).optional(),
  initial_value: z.string().optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(limits.textInput.maxLength).optional(),
  max_length: z.int().min(1).max(limits.textInput.maxLength).optional(),
  dispatch_action_config: dispatchActionConfig.optional(),
  focus_on_load: z.boolean().optional(),
});
export const imageElement = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().max(limits.image.url).optional(),
  slack_file: slackFile.optional(),
  alt_text: z.string().min(1).max(limits.image.alt),
});

const singles = [
  staticSelect,
  usersSelect,
  conversationsSelect,
  channelsSelect,
  radioButtons,
  checkboxes,
  timepicker,
  datepicker,
] as const;
// The elements' own pages: multi-select menus work in section and input blocks, not in actions blocks.
const multiples = [multiStaticSelect, multiUsersSelect, multiConversationsSelect, multiChannelsSelect] as const;

export const actionsElement = z.discriminatedUnion('type', [button, overflow, ...singles]);
export const accessoryElement = z.discriminatedUnion('type', [
  button,
  overflow,
  imageElement,
  ...singles,
  ...multiples,
]);
export const inputElement = z.discriminatedUnion('type', [plainTextInput, ...singles, ...multiples]);

type AnyElement = z.output<typeof actionsElement> | z.output<typeof accessoryElement> | z.output<typeof inputElement>;
/** Every element a person can act on. */
export type InteractiveElement = Exclude<AnyElement, { type: 'image' }>;
