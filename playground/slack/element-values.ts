import type { InteractiveElement } from './block-elements.ts';
import type { Option } from './block-parts.ts';

/** What stands in an element: an entry of `state.values[block_id][action_id]`. */
export type ElementValue =
  | { type: 'plain_text_input'; value: string | null }
  | { type: 'static_select' | 'radio_buttons'; selected_option: Option | null }
  | { type: 'multi_static_select' | 'checkboxes'; selected_options: Option[] }
  | { type: 'users_select'; selected_user: string | null }
  | { type: 'multi_users_select'; selected_users: string[] }
  | { type: 'conversations_select'; selected_conversation: string | null }
  | { type: 'multi_conversations_select'; selected_conversations: string[] }
  | { type: 'channels_select'; selected_channel: string | null }
  | { type: 'multi_channels_select'; selected_channels: string[] }
  | { type: 'timepicker'; selected_time: string | null }
  | { type: 'datepicker'; selected_date: string | null };

/** What stands in an element before anybody touched it; `undefined` for those without state. */
export function initialValue(element: InteractiveElement, currentChannel?: string): ElementValue | undefined {
  const current = 'default_to_current_conversation' in element && element.default_to_current_conversation;
  switch (element.type) {
    case 'button':
    case 'overflow':
      return undefined;
    case 'plain_text_input':
      return { type: element.type, value: element.initial_value ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type: element.type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type: element.type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type: element.type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return {
        type: element.type,
        selected_conversation: (current ? currentChannel : element.initial_conversation) ?? null,
      };
    case 'multi_conversations_select':
      return {
        type: element.type,
        selected_conversations: current && currentChannel ? [currentChannel] : (element.initial_conversations ?? []),
      };
    case 'channels_select':
      return { type: element.type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type: element.type, selected_channels: element.initial_channels ?? [] };
    case 'timepicker':
      return { type: element.type, selected_time: element.initial_time ?? null };
    case 'datepicker':
      return { type: element.type, selected_date: element.initial_date ?? null };
    default:
      return element satisfies never;
  }
}

/** Whether a required input would count as unanswered. */
export function isEmpty(value: ElementValue | undefined): boolean {
  if (!value) return true;
  const { type: _, ...content } = value;
  return Object.values(content).every(
    (each) => each === null || each === '' || (Array.isArray(each) && each.length === 0),
  );
}
