import { z } from 'zod';
import { action } from '../action.ts';
import { button, buttons, card, fields, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Handling } from '../handling.ts';

/** What Kith is, what it cannot do, and every command the person may run. */
export function helpCard(handling: Handling): Card {
  const { texts, operator, origin, describeCommands } = handling;
  const mine = describeCommands(texts.language).filter(({ under }) => under === 'kith' || origin.person.organizer);
  return card(
    texts.say('card.neutral'),
    text(texts.say('about.what')),
    fields(...mine.map(({ example, summary }) => [example, summary] as const)),
    text(texts.say('about.private', { operator })),
    text(texts.say('about.limits')),
    buttons(
      button(texts.say('home.open-button'), token('home.open'), 'primary'),
      button(texts.say('home.need-help'), token('resources.open')),
    ),
  );
}

const open = action({
  name: 'help.open',
  answer: 'private',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: helpCard(handling) }),
});

export const helpActions = [open];
