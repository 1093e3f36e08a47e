import { z } from 'zod';
import { action } from '../action.ts';
import { button, buttons, card, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { snooze } from './snooze.ts';

/** The last word after silence, once. */
export function goodbyeCard(texts: Texts): Card {
  return card(
    texts.say('card.neutral'),
    text(texts.say('goodbye.text')),
    buttons(
      // Opening home brings back what had gone quiet, also where no command works.
      button(texts.say('home.open-button'), token('home.open')),
      button(texts.say('goodbye.in-a-month'), token('goodbye.return')),
      button(texts.say('goodbye.erase'), token('leave.ask')),
    ),
  );
}

/** *Ask me in a month*: a month's snooze, which brings back what had gone quiet. */
const returnLater = action({
  name: 'goodbye.return',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'update', card: await snooze(handling, '1m') }),
});

export const goodbyeActions = [returnLater];
