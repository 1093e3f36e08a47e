import { button, buttons, card, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { newDelivery } from '../deliveries/new-delivery.ts';
import type { Handling } from '../handling.ts';
import type { Member } from '../records/member.ts';

const HOUR = 3_600_000;

/** Says hello by direct message at once: the test of whether they arrive. */
export async function scheduleWelcome(handling: Handling, member: Member): Promise<void> {
  const { stores, random, now, outbox } = handling;
  const to = { kind: 'direct', person: member.externalId } as const;
  const welcome = newDelivery(random, { kind: 'welcome', member: member.id }, to, { at: now, until: now + HOUR });
  outbox.push(...(await stores.deliveries.add([welcome])));
}

export function welcomeCard(texts: Texts): Card {
  // A command of the community may not be there in a direct message: the button is.
  const home = button(texts.say('home.open-button'), token('home.open'));
  return card(texts.say('card.neutral'), text(texts.say('welcome.direct')), buttons(home));
}
