import { z } from 'zod';
import { action } from '../action.ts';
import { countryOf } from '../cadence/countries.ts';
import { clocks, zoneNamed } from '../cadence/zones.ts';
import { button, buttons, card, context, fields, options, select, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import { languageNames } from '../content/texts.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import { invalid } from '../invalid.ts';
import { wordCountry } from '../members/country.ts';
import { replanProgram } from '../programs/enrolling.ts';
import type { Community } from '../records/community.ts';
import { gentleWeekHere, makeGentleWeek, moveGentleWeek } from './gentle-week.ts';
import { readSetup, setupFields, setupFilled, setupModal } from './setup-modal.ts';

/** The community as it stands; before its first setup, with what the organizer's own profile suggests. */
function standing({ community, origin }: Handling): Community {
  if (community.setUpAt !== null) return community;
  const zone = community.zone ?? zoneNamed(origin.person.zone ?? '');
  return { ...community, zone, country: community.country ?? countryOf(zone) };
}

/** How the community is set up, or would be, with everything that can be changed about it. */
export async function setupCard(handling: Handling, said: string | null = null): Promise<Card> {
  const { texts, now } = handling;
  const community = standing(handling);
  const { channel } = community;
  const proposed = community.setUpAt === null;
  return card(
    texts.say('card.neutral'),
    said === null ? null : text(said),
    text(texts.say(proposed ? 'setup.proposed' : 'setup.stands')),
    fields(
      [texts.say('setup.mode'), texts.say(`setup.mode.${community.mode}`)],
      [texts.say('setup.language'), languageNames[community.language]],
      [texts.say('country.title'), wordCountry(texts, community.country)],
      [texts.say('setup.minors'), texts.say(community.minors ? 'setup.minors.yes' : 'setup.minors.no')],
      [texts.say('setup.zone'), community.zone ?? texts.say('country.unknown')],
      [
        texts.say('setup.channel'),
        channel === null ? texts.say('program.channel.none') : { kind: 'channel', id: channel },
      ],
    ),
    community.zone === null ? select(texts.say('join.which-clock'), token('setup.zone'), options(clocks(now))) : null,
    select(texts.say('setup.channel.choose'), token('setup.channel'), { kind: 'channel', chosen: channel }),
    buttons(
      button(texts.say('settings.change'), token('setup.edit')),
      ...(proposed ? [button(texts.say('setup.fits'), token('setup.fits'))] : []),
      ...(channel === null ? [] : [button(texts.say('setup.no-channel'), token('setup.no-channel'))]),
    ),
    ...(await gentleBlocks(handling)),
    context(texts.say('setup.private')),
  );
}

async function gentleBlocks(handling: Handling): Promise<readonly Block[]> {
  const { texts } = handling;
  const programs = button(texts.say('program.all'), token('program.page', '0'));
  const gentle = await gentleWeekHere(handling);
  if (gentle !== 'none') return [text(texts.say(`setup.gentle.${gentle}`)), buttons(programs)];
  return [
    text(texts.say('setup.gentle')),
    buttons(button(texts.say('setup.gentle.make'), token('setup.gentle'), 'primary'), programs),
  ];
}

/** Stores what an organizer settled, with its entry in the audit; what is not sent yet goes by it at once. */
async function settle(handling: Handling, changed: Community): Promise<Handling> {
  const { allStores, stores, origin, now } = handling;
  const community = { ...changed, setUpAt: now };
  await allStores.communities.save(community);
  await stores.audit.add({ actor: origin.person.externalId, action: 'setup', target: null, at: now });
  const settled = { ...handling, community };
  for (const program of await stores.programs.list()) await replanProgram(settled, program);
  return settled;
}

/** On an organizer's home while nobody has set the community up. */
export function offerSetup({ texts, origin, community }: Handling): readonly Block[] {
  if (!origin.person.organizer || community.setUpAt !== null) return [];
  return [text(texts.say('setup.offer')), buttons(button(texts.say('setup.open'), token('setup.open'), 'primary'))];
}

const open = action({
  name: 'setup.open',
  answer: 'private',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await setupCard(handling) }),
});

const edit = action({
  name: 'setup.edit',
  answer: 'modal',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling) => ({
    kind: 'modal',
    modal: setupModal(handling.texts, setupFilled(handling.texts, standing(handling))),
  }),
});

const save = action({
  name: 'setup.save',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling, _args, pressed) => {
    const { texts } = handling;
    const typed = setupFields(pressed.fields);
    const read = readSetup(texts, typed);
    if ('problems' in read) return invalid(texts, setupModal(texts, typed), read.problems);
    const settled = await settle(handling, { ...handling.community, ...read.settled });
    return { kind: 'update', card: await setupCard(settled, texts.say('settings.saved')) };
  },
});

const fits = action({
  name: 'setup.fits',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling) => {
    const settled = await settle(handling, standing(handling));
    return { kind: 'update', card: await setupCard(settled, handling.texts.say('settings.saved')) };
  },
});

const zone = action({
  name: 'setup.zone',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling, _args, { values }) => {
    const chosen = zoneNamed(values[0] ?? '');
    if (chosen === null) throw new UserError('problem.zone');
    const { community } = handling;
    const country = community.country ?? countryOf(chosen);
    const settled = await settle(handling, { ...community, zone: chosen, country });
    return { kind: 'update', card: await setupCard(settled, handling.texts.say('settings.saved')) };
  },
});

async function post(handling: Handling, to: string | null) {
  const settled = await settle(handling, { ...standing(handling), channel: to });
  await moveGentleWeek(settled, to);
  return { kind: 'update', card: await setupCard(settled, handling.texts.say('settings.saved')) } as const;
}

const channel = action({
  name: 'setup.channel',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling, _args, { values }) => post(handling, values[0] ?? null),
});

const noChannel = action({
  name: 'setup.no-channel',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling) => post(handling, null),
});

/** The ready first program, in one press. Whoever never set anything up agrees to what stands on the card. */
const gentle = action({
  name: 'setup.gentle',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling) => {
    const settled = handling.community.setUpAt === null ? await settle(handling, standing(handling)) : handling;
    await makeGentleWeek(settled);
    return { kind: 'update', card: await setupCard(settled) };
  },
});

export const setupActions = [open, edit, save, fits, zone, channel, noChannel, gentle];
