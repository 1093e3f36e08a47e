import { z } from 'zod';
import { action } from '../action.ts';
import { button, buttons, card, context, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { tieToRemember } from '../circles/layers.ts';
import { moment } from '../content/when.ts';
import { notesFor } from '../gratitude/receiving.ts';
import type { Handling } from '../handling.ts';
import { allRest, comingUp } from '../programs/coming-up.ts';
import { COVERED_BY_JOINING, wake } from '../programs/enrolling.ts';
import { offers } from '../programs/offers.ts';
import type { Member } from '../records/member.ts';
import { offerSetup } from '../setup/setup.ts';
import { forOrganizers } from '../troubles/doctor.ts';

/** What is next, what is open, and a way to everything: it reopens whatever an ephemeral card lost. Whoever opens it has returned. */
export async function homeCard(handling: Handling): Promise<Card> {
  const { member, texts } = handling;
  return member?.status === 'joined' ? memberHome(handling, member) : strangerHome(handling, texts.say('about.what'));
}

async function memberHome(handling: Handling, member: Member): Promise<Card> {
  const { texts, now } = handling;
  await wake(handling, member);
  const snoozed = member.snoozedUntil !== null && member.snoozedUntil > now;
  return card(
    texts.say('card.neutral'),
    text(texts.say('home.hello', { name: member.name })),
    ...(await closedDirect(handling, member)),
    ...(await openPrompt(handling, member)),
    ...(await notesFor(handling, member)),
    text(await nextLine(handling, member)),
    ...(await offers(handling, member)),
    ...offerSetup(handling),
    ...(await forOrganizers(handling)),
    buttons(
      button(texts.say('home.say-hello'), token('hello.start')),
      button(texts.say('thanks.title'), token('thanks.open')),
      button(texts.say('home.checkin'), token('checkin.now')),
      snoozed
        ? button(texts.say('snooze.end'), token('snooze.end'))
        : button(texts.say('home.snooze'), token('snooze.ask')),
      button(texts.say('home.settings'), token('settings.open')),
    ),
    buttons(
      button(texts.say('circle.open'), token('circle.open')),
      button(texts.say('jar.open'), token('jar.open')),
      button(texts.say('balance.open'), token('balance.open')),
      button(texts.say('home.need-help'), token('resources.open')),
      button(texts.say('home.help'), token('help.open')),
    ),
    context(texts.say('card.only-you')),
  );
}

/** The newest prompt that waits for an answer. A reach-out while nobody is due waits for nothing, nor does a question whose topics all rest. */
async function openPrompt({ texts, now, stores }: Handling, member: Member): Promise<readonly Block[]> {
  const somebodyDue = tieToRemember(await stores.ties.of(member.id), now) !== null;
  const rests = await stores.prompts.rests(member.id);
  const programs = new Map((await stores.programs.list()).map((program) => [program.id, program]));
  const waiting = await stores.occurrences.open(member.id, now);
  const open = waiting.find((one) => {
    const program = programs.get(one.program);
    if (program === undefined || (program.kind === 'reach-out' && !somebodyDue)) return false;
    return one.prompt !== null || !allRest(program, rests, now);
  });
  if (open === undefined) return [];
  return [
    text(texts.rich('home.open', { since: moment(open.dueAt, member.zone, texts.language) })),
    buttons(button(texts.say('home.answer'), token('checkin.open', open.id), 'primary')),
  ];
}

async function nextLine(handling: Handling, member: Member) {
  const { texts, now } = handling;
  if (member.snoozedUntil !== null && member.snoozedUntil > now) {
    return texts.rich('home.snoozed', { until: moment(member.snoozedUntil, member.zone, texts.language) });
  }
  const next = await comingUp(handling, member);
  if (next === null) return texts.say('home.nothing-next');
  const { program, at } = next;
  const when = moment(at, member.zone, texts.language);
  return program.kind === COVERED_BY_JOINING
    ? texts.rich('home.next', { when })
    : texts.rich('home.next.program', { program: program.name, when });
}

/** Why prompts wait here since direct messages were closed; said once. */
async function closedDirect({ texts, stores }: Handling, member: Member): Promise<readonly Block[]> {
  return (await stores.troubles.tell(member.id)) ? [text(texts.say('home.direct-closed'))] : [];
}

async function strangerHome(handling: Handling, what: string): Promise<Card> {
  const { texts, operator } = handling;
  return card(
    texts.say('card.neutral'),
    text(what),
    text(texts.say('about.private', { operator })),
    ...offerSetup(handling),
    ...(await forOrganizers(handling)),
    buttons(
      button(texts.say('join.button'), token('join.start'), 'primary'),
      button(texts.say('home.help'), token('help.open')),
      button(texts.say('home.need-help'), token('resources.open')),
    ),
  );
}

const openHome = action({
  name: 'home.open',
  answer: 'private',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await homeCard(handling) }),
});

export const homeActions = [openHome];
