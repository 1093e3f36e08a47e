import { card, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import type { Texts } from '../content/texts.ts';
import type { Handling } from '../handling.ts';
import type { DeliveryId } from '../ids.ts';
import type { Member } from '../records/member.ts';

const HOUR = 3_600_000;

/** Says hello by direct message at once: the test of whether they arrive. */
export async function scheduleWelcome(handling: Handling, member: Member): Promise<void> {
  const { stores, random, now, outbox } = handling;
  const added = await stores.deliveries.add([
    {
      id: random.id() as DeliveryId,
      subject: { kind: 'welcome', member: member.id },
      to: { kind: 'direct', person: member.externalId },
      dueAt: now,
      expiresAt: now + HOUR,
      state: 'pending',
      reason: null,
      attempts: 0,
      receipt: null,
    },
  ]);
  outbox.push(...added);
}

export function welcomeCard(texts: Texts): Card {
  return card(texts.say('card.neutral'), text(texts.say('welcome.direct')));
}
