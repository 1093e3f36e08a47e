import { zoneNamed } from './cadence/zones.ts';
import { card, text } from './card/build.ts';
import { describeCommands } from './commands/describe.ts';
import { languageFor, languageOf, type Texts, textsIn } from './content/texts.ts';
import { UserError } from './errors.ts';
import type { InboundEvent, Origin } from './event.ts';
import { type Acted, act, checkInOf, errorCard, textsFor, writtenIn } from './handle.ts';
import type { Handling } from './handling.ts';
import type { CommunityId } from './ids.ts';
import { refused } from './invalid.ts';
import type { Calendar } from './ports/calendar.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Look, Platforms } from './ports/platform.ts';
import type { Random } from './ports/random.ts';
import type { Entered, Stores, Transactor } from './ports/stores.ts';
import type { Delivery } from './records/delivery.ts';
import type { Reply } from './reply.ts';
import { asksForLook, lookFor } from './troubles/looking.ts';

export interface Receiving {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly random: Random;
  readonly log: Log;
  readonly operator: string | null;
  /** Wakes what handling an event led to, once it is committed. */
  schedule(written: readonly (Pick<Delivery, 'id' | 'dueAt'> & { readonly community: CommunityId })[]): Promise<void>;
}

/** What somebody did, from the event to the reply. Never rejects for anything they did; a bug is logged and answered kindly, with nothing kept. */
export async function receive(on: Receiving, event: Acted): Promise<Reply> {
  const said: Saying = { outbox: [], texts: textsFor(event.origin) };
  try {
    const look = asksForLook(event) ? await lookFor(on, event.origin) : null;
    const { reply, community } = await on.transactor.run((stores) => handleOnce(on, stores, event, look, said));
    await on.schedule(said.outbox.map(({ id, dueAt }) => ({ id, dueAt, community })));
    return reply;
  } catch (error) {
    const { texts } = said;
    if (error instanceof UserError) {
      // A command that was not understood is short, and its answer shows a right one.
      const written = event.kind === 'submit' ? writtenIn(event) : {};
      return refused(texts, texts.say(error.key, error.values), errorCard(texts, error), written);
    }
    on.log.error('handle.failed', error, { kind: event.kind });
    const ours = texts.say('error.ours');
    return refused(texts, ours, card(texts.say('card.neutral'), text(ours)), writtenIn(event));
  }
}

interface Handled {
  readonly reply: Reply;
  readonly community: CommunityId;
}

/** What handling has come to so far: what is to be scheduled after the commit, and in whose words an error is told. */
interface Saying {
  readonly outbox: Handling['outbox'];
  texts: Texts;
}

/** Claims the event, does its effect and keeps its reply, all in one transaction: a redelivery hears the same and does nothing. */
async function handleOnce(on: Receiving, all: Stores, event: Acted, look: Look | null, said: Saying): Promise<Handled> {
  const { origin } = event;
  const now = on.clock.now();
  const { community, claim } = await enter(on, all, event);
  if (claim.kind === 'answered') return { reply: claim.reply, community: community.id };
  const stores = all.in(community.id);
  const member = await stores.members.find(origin.person.externalId);
  said.texts = textsIn(languageFor(member, community, origin.person.locale));
  const handling: Handling = {
    origin,
    mentioned: 'mentioned' in event ? event.mentioned : {},
    community,
    member,
    features: on.platforms.of(community.platform).features,
    look,
    texts: said.texts,
    now,
    random: on.random,
    calendar: on.calendar,
    log: on.log,
    operator: on.operator ?? said.texts.say('operator.unknown'),
    describeCommands,
    stores,
    allStores: all,
    outbox: said.outbox,
  };
  const reply = await act(handling, event);
  await stores.claims.answered(origin.claim, reply, origin.person.externalId);
  return { reply, community: community.id };
}

/** Claims the event in its community, which the first one founds. */
async function enter(on: Receiving, stores: Stores, event: Acted): Promise<Entered> {
  const { installation, claim, person } = event.origin;
  const entry = { installation, claim, at: on.clock.now(), person: person.externalId, checkIn: checkInOf(event) };
  const entered = await stores.enter(entry);
  if (entered !== null) return entered;
  await found(on, stores, event.origin);
  const founded = await stores.enter(entry);
  if (founded === null) throw new Error('A community that was just founded is not there.');
  return founded;
}

async function found({ random, clock }: Receiving, stores: Stores, { installation, person }: Origin): Promise<void> {
  await stores.communities.open(installation, {
    id: random.id() as CommunityId,
    mode: 'community',
    language: languageOf(person.locale, 'en'),
    zone: person.organizer ? zoneNamed(person.zone ?? '') : null,
    createdAt: clock.now(),
  });
}

/** Erases the community of which Kith was removed. */
export async function remove(
  { transactor }: Pick<Receiving, 'transactor'>,
  { installation, at }: Extract<InboundEvent, { kind: 'removed' }>,
): Promise<void> {
  await transactor.run(async ({ communities }) => {
    const community = await communities.find(installation.platform, installation.externalId);
    if (community !== null) await communities.erase(community.id, at ?? null);
  });
}
