import type { PlainTextElement } from '@slack/types';
import type { Choice } from '../../src/engine/card/card.ts';
import { limits } from './limits.ts';
import { label } from './render-text.ts';

function option(each: { readonly value: string; readonly label: string }) {
  return { value: each.value, text: label(each.label, limits.optionText) };
}

/** What can be chosen, for a card as for a modal; `null` when there is nothing to choose from. */
export function chooser(choice: Choice, action_id: string, placeholder: string) {
  const common = { action_id, ...(placeholder === '' ? {} : { placeholder: label(placeholder, limits.placeholder) }) };
  switch (choice.kind) {
    case 'options': {
      const options = choice.options.slice(0, limits.options).map(option);
      if (options.length === 0) return null;
      const chosen = options.find(({ value }) => value === choice.chosen);
      return { type: 'static_select' as const, ...common, options, ...(chosen ? { initial_option: chosen } : {}) };
    }
    case 'person':
      return persons(choice, common);
    case 'channel':
      return {
        type: 'conversations_select' as const,
        ...common,
        ...(choice.chosen === null ? {} : { initial_conversation: choice.chosen }),
        filter: { include: ['public' as const, 'private' as const], exclude_bot_users: true },
      };
    default:
      return choice satisfies never;
  }
}

type Common = { readonly action_id: string; readonly placeholder?: PlainTextElement };

function persons({ most, chosen }: Extract<Choice, { kind: 'person' }>, common: Common) {
  if (most === 1) {
    const [first] = chosen;
    return { type: 'users_select' as const, ...common, ...(first ? { initial_user: first } : {}) };
  }
  return {
    type: 'multi_users_select' as const,
    ...common,
    max_selected_items: most,
    ...(chosen.length > 0 ? { initial_users: chosen.slice(0, most) } : {}),
  };
}
