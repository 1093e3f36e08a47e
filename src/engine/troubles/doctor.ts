import { z } from 'zod';
import { action } from '../action.ts';
import { communityZone } from '../cadence/zones.ts';
import { button, buttons, card, context, fields, text } from '../card/build.ts';
import type { Block, Card, Inline } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { moment } from '../content/when.ts';
import type { Handling } from '../handling.ts';
import type { Zone } from '../ids.ts';
import type { Trouble } from '../records/community.ts';
import { type Finding, findings, type Seen } from './findings.ts';

const WEEK = 7 * 86_400_000;
/** More than these would not fit a card, and nobody mends more at once. */
const MOST_SHOWN = 8;
const NEWEST = 50;

/** What stands in the way of what Kith sends, each thing with its cure, for organizers alone. */
export async function doctorCard(handling: Handling): Promise<Card> {
  const { texts, look } = handling;
  const seen = await see(handling);
  const found = findings(texts, seen);
  return card(
    texts.say('card.neutral'),
    text(texts.say(look === null ? 'doctor.unasked' : found.length === 0 ? 'doctor.well' : 'doctor.found')),
    ...found.slice(0, MOST_SHOWN).flatMap((one) => findingBlocks(texts, one, communityZone(handling.community))),
    found.length > MOST_SHOWN ? text(texts.say('doctor.more')) : null,
    await factsOf(handling, seen),
    buttons(
      button(texts.say('doctor.again'), token('doctor.again'), 'primary'),
      button(texts.say('home.open-button'), token('home.open')),
    ),
    context(texts.say('doctor.private')),
  );
}

async function see({ stores, community, look, now }: Handling): Promise<Seen> {
  return {
    community,
    programs: (await stores.programs.list()).filter(({ status }) => status !== 'archived'),
    troubles: await stores.troubles.open(),
    anybodyJoined: (await stores.members.joined()).length > 0,
    unreached: await stores.troubles.unreached(),
    ended: await stores.deliveries.counts(now - WEEK),
    look,
    now,
  };
}

function findingBlocks(texts: Texts, { what, cure, trouble }: Finding, zone: Zone): readonly Block[] {
  return [
    text(what),
    text(cure),
    ...(trouble === null ? [] : [context(texts.rich('doctor.since', timesOf(texts, trouble, zone)))]),
  ];
}

function timesOf({ language }: Texts, { since, lastSeen, times }: Trouble, zone: Zone) {
  return { since: moment(since, zone, language), last: moment(lastSeen, zone, language), times };
}

/** How many programs run, and who changed something lately: whom to ask. */
async function factsOf({ texts, stores }: Handling, { programs }: Seen): Promise<Block> {
  const running = String(programs.filter(({ status }) => status === 'active').length);
  // Reports are a member's own act; everything else in the audit log was done by an organizer.
  const acted = (await stores.audit.list(NEWEST)).filter((entry) => entry.action !== 'thanks.reported');
  const [latest] = acted;
  const who: Inline = latest === undefined ? '–' : { kind: 'person', id: latest.actor };
  return fields([texts.say('doctor.programs'), running], [texts.say('doctor.organizers'), who]);
}

/** On an organizer's home: one line while something is open, and the way to the doctor. Nobody else gets either. */
export async function forOrganizers({ origin, texts, stores }: Handling): Promise<readonly Block[]> {
  if (!origin.person.organizer) return [];
  const way = buttons(button(texts.say('doctor.open'), token('doctor.open')));
  const open = await stores.troubles.open();
  return open.length === 0 ? [way] : [text(texts.say('home.trouble')), way];
}

const openDoctor = action({
  name: 'doctor.open',
  answer: 'private',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await doctorCard(handling) }),
});

const again = action({
  name: 'doctor.again',
  answer: 'update',
  who: 'organizer',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'update', card: await doctorCard(handling) }),
});

export const doctorActions = [openDoctor, again];
