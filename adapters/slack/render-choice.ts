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
      return { type: 'users_select' as const, ...common };
    case 'channel':
      return {
        type: 'conversations_select' as const,
        ...common,
        filter: { include: ['public' as const, 'private' as const], exclude_bot_users: true },
      };
    default:
      return choice satisfies never;
  }
}
