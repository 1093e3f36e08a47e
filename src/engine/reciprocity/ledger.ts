import { z } from 'zod';
import { action } from '../action.ts';
import { button, buttons, card, text } from '../card/build.ts';
import type { Block } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import type { Handling } from '../handling.ts';
import { joined } from '../members/membership.ts';
import type { SupportEvent, Thanks } from '../records/bond.ts';
import type { Member } from '../records/member.ts';

/** Each side of an act enters only with that side's consent; who did not consent is not in it. */
function sides(giver: Member, receiver: Member | null): Pick<SupportEvent, 'giver' | 'receiver'> {
  return {
    giver: giver.ledger === true ? giver.id : null,
    receiver: receiver?.ledger === true ? receiver.id : null,
  };
}

/** X thanking Y records that Y gave to X: the help was Y's. Thanking n at once splits the act among them. */
export async function enterThanks(
  { stores }: Handling,
  thanks: Thanks,
  thanker: Member,
  thanked: Member,
): Promise<void> {
  await stores.ledger.enter({
    ...sides(thanked, thanker),
    kind: thanks.kind,
    share: 1 / thanks.among,
    at: thanks.givenAt,
    source: 'thanks',
    sourceId: thanks.id,
  });
}

/** A hello said counts as emotional support given; one a day and person. */
export async function enterHello(
  { stores, now }: Handling,
  giver: Member,
  receiver: Member | null,
  sourceId: string,
): Promise<void> {
  await stores.ledger.enter({
    ...sides(giver, receiver),
    kind: 'emotional',
    share: 1,
    at: now,
    source: 'hello',
    sourceId,
  });
}

/** Asks for the consent where it is first needed, with its reason; nothing when it was given or declined before. */
export function ledgerQuestion(texts: Texts, member: Member): readonly Block[] {
  if (member.ledger !== null) return [];
  return [
    text(texts.say('ledger.question')),
    buttons(
      button(texts.say('ledger.yes'), token('ledger.consent', 'yes')),
      button(texts.say('ledger.no'), token('ledger.consent', 'no')),
    ),
  ];
}

/** Keeps the decision; *no* also takes the member's side out of every act kept so far. */
export async function decideLedger(handling: Handling, ledger: boolean): Promise<Member> {
  const member = { ...joined(handling), ledger };
  await handling.stores.members.save(member);
  if (!ledger) await handling.stores.ledger.forget(member.id);
  return member;
}

const consent = action({
  name: 'ledger.consent',
  answer: 'private',
  who: 'member',
  args: z.tuple([z.enum(['yes', 'no'])]),
  run: async (handling, [answer]) => {
    const { texts } = handling;
    await decideLedger(handling, answer === 'yes');
    const said = texts.say(answer === 'yes' ? 'ledger.kept' : 'ledger.not-kept');
    return { kind: 'private', card: card(texts.say('card.neutral'), text(said)) };
  },
});

export const ledgerActions = [consent];
