import { card, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import type { Texts } from '../content/texts.ts';
import type { Thanks } from '../records/bond.ts';
import type { Member } from '../records/member.ts';

/** A note of thanks where everyone can read it: both sides agreed. It mentions both and rings for nobody. */
export function publicThanksCard(texts: Texts, thanks: Thanks, giver: Member, receiver: Member): Card {
  const who = {
    giver: { kind: 'person', id: giver.externalId },
    receiver: { kind: 'person', id: receiver.externalId },
  } as const;
  return card(texts.say('thanks.public.fallback'), text(texts.rich('thanks.public', who)), {
    kind: 'quote',
    text: thanks.words,
  });
}
