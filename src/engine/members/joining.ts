import { z } from 'zod';
import { action } from '../action.ts';
import { BYDAY } from '../cadence/slots.ts';
import { clocks, zoneNamed } from '../cadence/zones.ts';
import { button, buttons, card, context, options, select, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { type Texts, textsIn } from '../content/texts.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { MemberId } from '../ids.ts';
import { invalid } from '../invalid.ts';
import { COVERED_BY_JOINING, enrol } from '../programs/enrolling.ts';
import { cadenceFor } from '../programs/schedule.ts';
import { wordWhen } from '../programs/word-cadence.ts';
import type { Member } from '../records/member.ts';
import type { Reply } from '../reply.ts';
import { countryIn, wordCountry } from './country.ts';
import { homeCard } from './home.ts';
import {
  firstCheckIn,
  type Proposal,
  proposalArgs,
  proposalSchema,
  propose,
  type Rhythm,
  readProposal,
} from './rhythm.ts';
import { fieldsOf, filledWith, readRhythm, rhythmModal } from './rhythm-modal.ts';
import { followProfile } from './travelling.ts';
import { scheduleWelcome } from './welcome.ts';

/** What nobody is asked at the door; each is asked where it is first needed. */
const AT_FIRST = { quietFrom: '21:00', quietTo: '08:00', daysOff: true, publicThanks: null, ledger: null } as Pick<
  Member,
  'quietFrom' | 'quietTo' | 'daysOff' | 'publicThanks' | 'ledger'
>;

/** The one card before anything is stored: what Kith is and is not, a proposed day, time and place. */
export async function offerToJoin(handling: Handling): Promise<Reply> {
  if (!handling.origin.person.ordinary) throw new UserError('join.not-ordinary');
  if (handling.member?.status === 'joined') return { kind: 'private', card: await homeCard(handling) };
  return { kind: 'private', card: await joinCard(handling, await propose(handling)) };
}

async function joinCard(handling: Handling, proposal: Proposal): Promise<Card> {
  const texts = textsIn(proposal.language);
  const args = proposalArgs(proposal);
  const change = button(texts.say('join.change'), token('join.change', ...args));
  const no = button(texts.say('join.no'), token('join.no'));
  const intro = text(texts.say('join.welcome', { operator: handling.operator }));
  // Who left a moment ago has something stored still.
  const small = context(texts.say(handling.member === null ? 'join.small-print' : 'join.small-print.back'));
  const { zone } = proposal;
  if (zone === null) {
    const ask = select(texts.say('join.which-clock'), token('join.zone', ...args), options(clocks(handling.now)));
    return card(texts.say('card.neutral'), intro, text(texts.say('join.ask-zone')), ask, buttons(change, no), small);
  }
  const yes = button(texts.say('join.yes'), token('join.yes', ...args), 'primary');
  const lives = context(texts.say('join.country', { country: wordCountry(texts, countryIn(handling.member, zone)) }));
  const proposed = text(await proposalText(handling, texts, { ...proposal, zone }));
  return card(texts.say('card.neutral'), intro, proposed, buttons(yes, change, no), lives, small);
}

/** When it would come, as it will: at one's own time, or with the post in the channel at the community's. */
async function proposalText({ community, stores }: Handling, texts: Texts, rhythm: Rhythm): Promise<string> {
  const program = firstCheckIn(await stores.programs.list());
  const own = { rule: `FREQ=WEEKLY;BYDAY=${BYDAY[rhythm.weekday - 1]}`, time: rhythm.time, until: null };
  const when = program === undefined ? { cadence: own, zone: rhythm.zone } : cadenceFor(community, program, rhythm);
  const nowhere = rhythm.place === 'channel' && program?.channel === null;
  return texts.say('join.proposal', {
    cadence: wordWhen(texts, when, null),
    place: texts.say(nowhere ? 'place.home' : `place.${rhythm.place}`),
  });
}

/**
 * Stores the consent: the person is a member from here on, with a rhythm, and enrolled in the check-ins there are. Who comes back goes on
 * with all they had agreed to; `asBefore`: with no more than that.
 */
async function join(handling: Handling, rhythm: Rhythm, asBefore = false): Promise<Reply> {
  const { origin, stores, now, random } = handling;
  if (!origin.person.ordinary) throw new UserError('join.not-ordinary');
  const texts = textsIn(rhythm.language);
  const id = handling.member?.id ?? (random.id() as MemberId);
  const member = await stores.members.put({
    ...(handling.member ?? AT_FIRST),
    id,
    externalId: origin.person.externalId,
    name: origin.person.name,
    ...rhythm,
    country: countryIn(handling.member, rhythm.zone),
    snoozedUntil: null,
    status: 'joined',
    joinedAt: now,
    eraseAt: null,
    leavesNotes: false,
  });
  const joined = { ...handling, member, texts };
  if (origin.person.zone !== null) await followProfile(joined, member, origin.person.zone);
  const agreed = new Set(
    (await stores.enrolments.of(member.id)).filter(({ status }) => status !== 'ended').map(({ program }) => program),
  );
  for (const program of await stores.programs.list()) {
    const isNew = program.kind === COVERED_BY_JOINING && !asBefore;
    if (isNew || agreed.has(program.id)) await enrol(joined, program, member);
  }
  // Another device was first: the row that stands is not the one made here.
  const pressedTwice = member.id !== id;
  if (!pressedTwice) await stores.troubles.reached(member.id);
  if (member.place === 'direct' && !pressedTwice) await scheduleWelcome(joined, member);
  const home = await homeCard(joined);
  const said = text(texts.say(member.place === 'direct' ? 'join.done.direct' : 'join.done.channel'));
  return { kind: 'update', card: { ...home, blocks: [said, ...home.blocks] } };
}

const start = action({
  name: 'join.start',
  answer: 'private',
  who: 'anyone',
  args: z.tuple([]),
  run: offerToJoin,
});

const more = action({
  name: 'join.more',
  answer: 'private',
  who: 'anyone',
  args: z.tuple([]),
  run: async ({ texts, operator }) => ({
    kind: 'private',
    card: card(
      texts.say('card.neutral'),
      text(texts.say('about.what')),
      text(texts.say('about.private', { operator })),
      text(texts.say('about.limits')),
      buttons(button(texts.say('join.button'), token('join.start'), 'primary')),
    ),
  }),
});

const chooseZone = action({
  name: 'join.zone',
  answer: 'update',
  who: 'anyone',
  args: proposalSchema,
  run: async (handling, args, { values }) => {
    const zone = zoneNamed(values[0] ?? '');
    return { kind: 'update', card: await joinCard(handling, { ...readProposal(args), zone }) };
  },
});

const yes = action({
  name: 'join.yes',
  answer: 'update',
  who: 'anyone',
  args: proposalSchema,
  run: async (handling, args) => {
    const { zone, ...rest } = readProposal(args);
    // An old card must not undo what was chosen since.
    if (handling.member?.status === 'joined') return { kind: 'update', card: await homeCard(handling) };
    if (zone === null) return { kind: 'update', card: await joinCard(handling, { ...rest, zone }) };
    return join(handling, { ...rest, zone });
  },
});

/** *Stay after all*: what was stopped a moment ago goes on as it was chosen. */
const back = action({
  name: 'join.back',
  answer: 'update',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling) => {
    if (handling.member?.status !== 'left') return offerToJoin(handling);
    const { weekday, time, place, language, zone } = handling.member;
    return join(handling, { weekday, time, place, language, zone }, true);
  },
});

const change = action({
  name: 'join.change',
  answer: 'modal',
  who: 'anyone',
  args: proposalSchema,
  run: async (_handling, args) => {
    const proposal = readProposal(args);
    const texts = textsIn(proposal.language);
    return {
      kind: 'modal',
      modal: rhythmModal(texts, token('join.with'), 'join', filledWith(proposal)),
    };
  },
});

const joinWith = action({
  name: 'join.with',
  answer: 'update',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling, _args, { fields }) => {
    const { texts } = handling;
    const typed = fieldsOf(fields);
    const read = readRhythm(texts, typed);
    if ('rhythm' in read) return join(handling, read.rhythm);
    return invalid(texts, rhythmModal(texts, token('join.with'), 'join', typed), read.problems);
  },
});

const no = action({
  name: 'join.no',
  answer: 'update',
  who: 'anyone',
  args: z.tuple([]),
  run: async ({ texts }) => ({
    kind: 'update',
    card: card(texts.say('card.neutral'), text(texts.say('join.declined'))),
  }),
});

export const joiningActions = [start, back, more, chooseZone, yes, change, joinWith, no];
