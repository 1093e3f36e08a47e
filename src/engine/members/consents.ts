import { z } from 'zod';
import { action } from '../action.ts';
import { button, buttons, card, context, text } from '../card/build.ts';
import type { Button, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { decideLedger } from '../reciprocity/ledger.ts';
import type { Member } from '../records/member.ts';
import { joined } from './membership.ts';

const POSTING = ['always', 'ask', 'never'] as const;

/** What a member agreed to when it was first needed, each to be taken back or given here. */
function consentsCard(texts: Texts, member: Member, said: string | null = null): Card {
  const posting = (answer: (typeof POSTING)[number]): Button => {
    const chosen = answer === (member.publicThanks ?? 'ask');
    const label = texts.say(`consents.posting.${answer}`);
    return button(chosen ? `✓ ${label}` : label, token('consents.posting', answer), chosen ? 'primary' : 'plain');
  };
  const kept = member.ledger === true;
  return card(
    texts.say('card.neutral'),
    said === null ? null : text(said),
    text(texts.say('consents.posting')),
    buttons(...POSTING.map(posting)),
    text(texts.say(kept ? 'consents.ledger.kept' : 'balance.nothing-kept')),
    buttons(
      kept
        ? button(texts.say('balance.stop-keeping'), token('consents.ledger', 'no'))
        : button(texts.say('consents.ledger.keep'), token('consents.ledger', 'yes')),
    ),
    context(texts.say('card.only-you')),
  );
}

const open = action({
  name: 'consents.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: consentsCard(handling.texts, joined(handling)) }),
});

const postingChosen = action({
  name: 'consents.posting',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.enum(POSTING)]),
  run: async (handling, [publicThanks]) => {
    const { stores, texts } = handling;
    const member = { ...joined(handling), publicThanks };
    await stores.members.save(member);
    return { kind: 'update', card: consentsCard(texts, member, texts.say('settings.saved')) };
  },
});

const ledgerChosen = action({
  name: 'consents.ledger',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.enum(['yes', 'no'])]),
  run: async (handling, [answer]) => {
    const { texts } = handling;
    const member = await decideLedger(handling, answer === 'yes');
    return { kind: 'update', card: consentsCard(texts, member, texts.say('settings.saved')) };
  },
});

export const consentActions = [open, postingChosen, ledgerChosen];
