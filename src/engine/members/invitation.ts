import { button, buttons, card, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { textsIn } from '../content/texts.ts';
import type { Handling } from '../handling.ts';

/** The standing *Join* post, in the community's language. */
export function invitationCard({ community }: Handling): Card {
  const texts = textsIn(community.language);
  return card(
    texts.say('invite.fallback'),
    text(texts.say('invite.text')),
    buttons(
      button(texts.say('join.button'), token('join.start'), 'primary'),
      button(texts.say('invite.more'), token('join.more')),
    ),
  );
}
