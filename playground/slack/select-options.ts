import type { SeenSelect } from '../driver.ts';
import type { InteractiveElement } from './block-elements.ts';
import type { Option } from './block-parts.ts';
import { optionsOf } from './blocks.ts';
import type { ElementValue } from './element-values.ts';
import { channelName, readText, userName } from './plain-text.ts';
import type { Workspace } from './workspace.ts';

export type SelectElement = Exclude<InteractiveElement, { type: 'button' | 'plain_text_input' }>;

/** What a person may choose from. */
export function kindOf(element: SelectElement): SeenSelect['kind'] {
  if (element.type === 'users_select' || element.type === 'multi_users_select') return 'people';
  if (element.type.includes('channels') || element.type.includes('conversations')) return 'channels';
  return 'options';
}

function options(element: SelectElement): readonly Option[] {
  if (element.type === 'static_select' || element.type === 'multi_static_select') return optionsOf(element);
  return 'options' in element ? (element.options ?? []) : [];
}

/** The labels offered, in order. Date and time pickers offer none: any date or time may be entered. */
export function labelsOf(workspace: Workspace, element: SelectElement): string[] {
  const kind = kindOf(element);
  if (kind === 'people') return [...workspace.users.values()].filter((user) => !user.deleted).map((user) => user.name);
  if (kind === 'options') return options(element).map((option) => readText(workspace, option.text));
  return [...workspace.channels.values()].filter((channel) => channel.kind !== 'direct').map((channel) => channel.name);
}

/** The label by which a person finds the select. */
export function placeholderOf(workspace: Workspace, element: SelectElement): string {
  if ('placeholder' in element && element.placeholder) return readText(workspace, element.placeholder);
  return element.type === 'overflow' ? '…' : '';
}

/** What now stands in an element, as its reader sees it. */
export function shown(workspace: Workspace, value: ElementValue | undefined): string | readonly string[] {
  if (!value) return [];
  switch (value.type) {
    case 'plain_text_input':
      return value.value ?? '';
    case 'static_select':
    case 'radio_buttons':
      return value.selected_option ? [readText(workspace, value.selected_option.text)] : [];
    case 'multi_static_select':
    case 'checkboxes':
      return value.selected_options.map((option) => readText(workspace, option.text));
    case 'users_select':
      return value.selected_user ? [userName(workspace, value.selected_user)] : [];
    case 'multi_users_select':
      return value.selected_users.map((id) => userName(workspace, id));
    case 'conversations_select':
      return value.selected_conversation ? [channelName(workspace, value.selected_conversation)] : [];
    case 'multi_conversations_select':
      return value.selected_conversations.map((id) => channelName(workspace, id));
    case 'channels_select':
      return value.selected_channel ? [channelName(workspace, value.selected_channel)] : [];
    case 'multi_channels_select':
      return value.selected_channels.map((id) => channelName(workspace, id));
    case 'timepicker':
      return value.selected_time ? [value.selected_time] : [];
    case 'datepicker':
      return value.selected_date ? [value.selected_date] : [];
    default:
      return value satisfies never;
  }
}

function pick(workspace: Workspace, element: SelectElement, label: string): Option {
  const found = options(element).find((option) => readText(workspace, option.text) === label || option.value === label);
  if (!found) throw new Error(`There is no option “${label}” among: ${labelsOf(workspace, element).join(', ')}`);
  return found;
}

function pickUser(workspace: Workspace, label: string): string {
  const user = workspace.user(label.replace(/^@/, ''));
  if (!user) throw new Error(`There is nobody named “${label}”`);
  return user.id;
}

function pickChannel(workspace: Workspace, label: string): string {
  const channel = workspace.channel(label);
  if (!channel) throw new Error(`There is no channel “${label}”`);
  return channel.id;
}

function atMost(element: SelectElement, labels: readonly string[]): readonly string[] {
  const max = 'max_selected_items' in element ? element.max_selected_items : undefined;
  if (max !== undefined && labels.length > max) throw new Error(`No more than ${max} can be chosen here`);
  return labels;
}

/** What stands in a select after a person chose these labels; none clears it. */
export function chosen(
  workspace: Workspace,
  element: Exclude<SelectElement, { type: 'overflow' }>,
  labels: readonly string[],
): ElementValue {
  const first = labels[0];
  const all = atMost(element, labels);
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: first === undefined ? null : pick(workspace, element, first) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type: element.type, selected_options: all.map((label) => pick(workspace, element, label)) };
    case 'users_select':
      return { type: element.type, selected_user: first === undefined ? null : pickUser(workspace, first) };
    case 'multi_users_select':
      return { type: element.type, selected_users: all.map((label) => pickUser(workspace, label)) };
    case 'conversations_select':
      return { type: element.type, selected_conversation: first === undefined ? null : pickChannel(workspace, first) };
    case 'multi_conversations_select':
      return { type: element.type, selected_conversations: all.map((label) => pickChannel(workspace, label)) };
    case 'channels_select':
      return { type: element.type, selected_channel: first === undefined ? null : pickChannel(workspace, first) };
    case 'multi_channels_select':
      return { type: element.type, selected_channels: all.map((label) => pickChannel(workspace, label)) };
    case 'timepicker':
      return { type: element.type, selected_time: first ?? null };
    case 'datepicker':
      return { type: element.type, selected_date: first ?? null };
    default:
      return element satisfies never;
  }
}

/** The choice in an overflow menu, which keeps no state. */
export function chosenOverflow(
  workspace: Workspace,
  element: Extract<SelectElement, { type: 'overflow' }>,
  label: string,
) {
  return { selected_option: pick(workspace, element, label) };
}
