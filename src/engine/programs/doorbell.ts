import { button, buttons, card, context, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import type { LocalDate } from '../ids.ts';
import type { Program } from '../records/program.ts';

/** One post for everyone who chose the channel; it mentions nobody, and its button opens each member's own prompt for them alone. */
export function doorbellCard(texts: Texts, program: Program, slot: LocalDate): Card {
  return card(
    texts.say('doorbell.fallback'),
    text(texts.rich('doorbell.text', { program: { kind: 'bold', text: program.name } })),
    buttons(button(texts.say('doorbell.open'), token('doorbell.open', program.id, slot), 'primary')),
    context(texts.say('doorbell.private')),
  );
}
