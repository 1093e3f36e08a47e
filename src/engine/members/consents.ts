import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { button, buttons, card, context, numbered, text } from '../card/build.ts';
import type { Block, Button, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Handling } from '../handling.ts';
import type { ProgramId } from '../ids.ts';
import { decide } from '../programs/offers.ts';
import { cadenceFor } from '../programs/schedule.ts';
import { wordWhen } from '../programs/word-cadence.ts';
import { decideLedger } from '../reciprocity/ledger.ts';
import type { Member } from '../records/member.ts';
import { joined } from './membership.ts';

const POSTING = ['always', 'ask', 'never'] as const;
/** As many as fit on a card beside the rest. */
const MOST_PROGRAMS = 6;

/** What a member agreed to when it was first needed, each to be taken back or given here. */
async function consentsCard(handling: Handling, member: Member, said: string | null = null): Promise<Card> {
  const { texts } = handling;
  const chosen = member.publicThanks ?? 'ask';
  const posting = (answer: (typeof POSTING)[number]): Button => {
    const label = texts.say(`consents.posting.${answer}`);
    const isChosen = answer === chosen;
    return button(isChosen ? `✓ ${label}` : label, token('consents.posting', answer), isChosen ? 'primary' : 'plain');
  };
  const kept = member.ledger === true;
  return card(
    texts.say('card.neutral'),
    said === null ? null : text(said),
    ...(await programRows(handling, member)),
    text(texts.say('consents.posting', { answer: chosen })),
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

/** Each program there is, and whether it may ask this member; the newest, as far as a card holds them. */
async function programRows({ texts, stores, community }: Handling, member: Member): Promise<readonly Block[]> {
  const taken = new Map(
    (await stores.enrolments.of(member.id))
      .filter(({ status }) => status !== 'ended')
      .map(({ program, chosenEvery }) => [program, chosenEvery]),
  );
  const programs = (await stores.programs.list()).filter(({ status }) => status === 'active' || status === 'paused');
  const shown = programs.slice(-MOST_PROGRAMS);
  return shown.flatMap((program, index): readonly Block[] => {
    const number = numbered(index, shown.length);
    const every = taken.get(program.id) ?? null;
    const says = every === null ? 'consents.program.off' : every > 1 ? 'consents.program.less' : 'consents.program';
    const cadence = wordWhen(texts, cadenceFor(community, program, member), member.zone);
    const set = (answer: 'yes' | 'no', label: 'yes' | 'no' | 'all' = answer) =>
      button(`${number}${texts.say(`consents.program.${label}`)}`, token('consents.program', program.id, answer));
    return [
      text(number + texts.say(says, { program: program.name, cadence, every: every ?? 1 })),
      every === null ? buttons(set('yes')) : buttons(set('no'), ...(every > 1 ? [set('yes', 'all')] : [])),
    ];
  });
}

const programChosen = action({
  name: 'consents.program',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg, z.enum(['yes', 'no'])]),
  run: async (handling, [id, answer]) => {
    const member = joined(handling);
    await decide(handling, member, id as ProgramId, answer === 'yes');
    return { kind: 'update', card: await consentsCard(handling, member, handling.texts.say('settings.saved')) };
  },
});

const open = action({
  name: 'consents.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await consentsCard(handling, joined(handling)) }),
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
    return { kind: 'update', card: await consentsCard(handling, member, texts.say('settings.saved')) };
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
    return { kind: 'update', card: await consentsCard(handling, member, texts.say('settings.saved')) };
  },
});

export const consentActions = [open, programChosen, postingChosen, ledgerChosen];
