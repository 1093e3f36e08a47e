import { askAbsences, hearAbsence } from './away/absences.ts';
import { dateIn } from './cadence/slots.ts';
import { zoneNamed } from './cadence/zones.ts';
import { card, text } from './card/build.ts';
import { describeCommands } from './commands/describe.ts';
import { languageOf, type Texts, textsIn } from './content/texts.ts';
import { deliver } from './deliveries/deliver.ts';
import { expireBatch } from './deliveries/expire.ts';
import { planOne } from './deliveries/plan.ts';
import { spread } from './deliveries/spread.ts';
import { UserError } from './errors.ts';
import type { InboundEvent, Origin } from './event.ts';
import { eraseWithPosts } from './gratitude/removing.ts';
import { act, answerModeOf, errorCard, textsFor } from './handle.ts';
import type { Handling } from './handling.ts';
import type { CommunityId, DeliveryId, EpochMs, Zone } from './ids.ts';
import { lookUpRound } from './members/looking-up.ts';
import type { Calendar } from './ports/calendar.ts';
import type { Clock, Stopwatch } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Look, Platforms } from './ports/platform.ts';
import type { Random } from './ports/random.ts';
import type { Due, Scheduler } from './ports/scheduler.ts';
import type { Stores, Transactor } from './ports/stores.ts';
import type { DueEnrolment, Planned } from './ports/work-store.ts';
import { ACTS_KEPT_DAYS } from './reciprocity/balance.ts';
import type { Community } from './records/community.ts';
import type { Delivery } from './records/delivery.ts';
import type { AnswerMode, Reply } from './reply.ts';
import { asksForLook, lookFor } from './troubles/looking.ts';

export interface Ports {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly stopwatch: Stopwatch;
  readonly calendar: Calendar;
  readonly random: Random;
  readonly log: Log;
  /** Who hosts this Kith, as onboarding names them; `null` when they did not say. */
  readonly operator: string | null;
  /** By what leases and retries are divided; 1 unless told. */
  readonly haste?: number;
}

/** The core: every adapter and job calls one function of it, and it calls back through its ports only. */
export interface Engine {
  /** How this event will be answered, known without any look-up. */
  answerMode(event: InboundEvent): AnswerMode;
  /** The one way in. Never rejects for anything a person did; a bug is logged and answered kindly, with nothing kept. */
  handle(event: InboundEvent): Promise<Reply>;
  /** Plans what is due soon, batch by batch; says how many slots were planned. */
  plan(): Promise<number>;
  /** Sends one delivery if it is still wanted. `againInMs`: wake it once more after that. Rejects only for bugs and lost databases. */
  deliver(id: DeliveryId): Promise<'done' | { readonly againInMs: number }>;
  /** Asks the platforms who of those that are due soon is away; says about how many it learned. A platform that fails is left for later. */
  askAbsences(): Promise<number>;
  /** Closes prompts nobody answered, slows down, says goodbye; says how many. */
  expire(): Promise<number>;
  /** Puts back every unfinished delivery that the scheduler may have forgotten; says how many. */
  sweep(): Promise<number>;
  /** Asks the platforms which paused installations work again and who is still there; says how many members had gone. */
  lookUp(): Promise<number>;
  /** Erases and deletes what has had its time; says how many rows. */
  purge(): Promise<number>;
  /** The next moment (by the clock) at which something happens by itself. */
  nextAt(): Promise<EpochMs | null>;
}

/** How far ahead the planner looks: two of its one-minute rounds, so that one may be missed (ms). */
const HORIZON_MS = 2 * 60_000;
const BATCH = 500;
/** Old rows deleted in one transaction, of each class; and members, each with all that is theirs. */
const PURGED_AT_ONCE = 1_000;
const ERASED_AT_ONCE = 20;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long each class of rows is kept (product §12; claims only as long as platforms redeliver). */
const KEPT = {
  claims: 2 * DAY,
  answers: 30 * DAY,
  deliveries: 30 * DAY,
  audit: 365 * DAY,
  drafts: DAY,
  support: ACTS_KEPT_DAYS * DAY,
} as const;

/** Builds the engine on its ports. */
export function createEngine(ports: Ports): Engine {
  const { transactor, clock, random, calendar } = ports;

  /** For what was just written: each has its line in the log, by which it can be followed. */
  async function schedule(written: readonly Written[]): Promise<void> {
    for (const { id, dueAt, community } of written)
      ports.log.info('delivery.scheduled', { delivery: id, community, dueAt });
    await wake(written);
  }

  async function wake(due: readonly Pick<Delivery, 'id' | 'dueAt'>[]): Promise<void> {
    if (due.length === 0) return;
    const items: readonly Due[] = due.map(({ id, dueAt }) => ({ id, at: dueAt }));
    // The rows are committed: a scheduler that is down now gets them from the sweep.
    await ports.scheduler
      .schedule(items)
      .catch((error: unknown) => ports.log.error('schedule.failed', error, { count: items.length }));
  }

  /** Runs a batch until one comes back short. */
  async function inBatches(batch: () => Promise<number>): Promise<number> {
    let total = 0;
    for (;;) {
      const done = await batch();
      total += done;
      if (done < BATCH) return total;
    }
  }

  return {
    answerMode: answerModeOf,
    handle: async (event) => {
      switch (event.kind) {
        case 'removed':
          return remove(ports, event);
        case 'absence':
          await hearAbsence(ports, event);
          return { kind: 'nothing' };
        default:
          return handle(ports, event, schedule);
      }
    },
    askAbsences: () => askAbsences(ports),
    deliver: (id) => deliver({ ...ports, schedule }, id),
    plan: async () => {
      // A batch is enqueued while the next is written: two stores at work instead of one waiting for the other.
      let enqueuing = Promise.resolve();
      const planning = inBatches(async () => {
        const now = clock.now();
        const { planned, deliveries } = await transactor.run(async ({ work }) => {
          const due = await work.dueEnrolments(now + HORIZON_MS, BATCH);
          await calendar.learn(countriesOf(due), dateIn('UTC' as Zone, now));
          const plans = await spread(
            work,
            due.map((one) => ({
              planned: planOne(one, now, random, calendar),
              spread: ports.platforms.of(one.community.platform).spread,
            })),
            now,
            random,
          );
          return { planned: due.length, deliveries: written(plans, await work.plan(plans)) };
        });
        await enqueuing;
        for (const { id, community, reason } of deliveries.filter(({ state }) => state === 'dropped'))
          ports.log.info('delivery.dropped', { delivery: id, community, reason });
        enqueuing = schedule(deliveries.filter(({ state }) => state === 'pending'));
        return planned;
      });
      try {
        return await planning;
      } finally {
        await enqueuing;
      }
    },
    expire: () =>
      inBatches(async () => {
        const { closed, goodbyes } = await transactor.run((stores) =>
          expireBatch(stores, clock.now(), random, calendar, BATCH),
        );
        await schedule(goodbyes);
        return closed;
      }),
    sweep: async () => {
      let after: DeliveryId | null = null;
      return inBatches(async () => {
        const found: readonly Due[] = await transactor.run(({ work }) =>
          work.unfinished(clock.now() + HORIZON_MS, after, BATCH),
        );
        after = found.at(-1)?.id ?? null;
        await wake(found.map(({ id, at }) => ({ id, dueAt: at })));
        return found.length;
      });
    },
    lookUp: () => lookUpRound(ports),
    purge: () => purge(ports),
    nextAt: () => transactor.run(({ work }) => work.nextAt(clock.now())),
  };
}

/** Whose holidays the planner will ask about. */
function countriesOf(due: readonly DueEnrolment[]): ReadonlySet<string> {
  const named = due.flatMap(({ member, community }) => [member.country, community.country]);
  return new Set(named.filter((country) => country !== null));
}

/** A delivery whose row is committed. */
type Written = Pick<Delivery, 'id' | 'dueAt'> & { readonly community: CommunityId };
/** One of the planner's, which may be dropped already. */
type WrittenPlan = Written & Pick<Delivery, 'state' | 'reason'>;

/** Of what was planned, what is in the stores now: one delivery may serve many, and a slot keeps the one it has. */
function written(plans: readonly Planned[], deliveries: readonly Delivery[]): readonly WrittenPlan[] {
  const communities = new Map(plans.map(({ community, delivery }) => [delivery?.id, community]));
  return deliveries.flatMap(({ id, dueAt, state, reason }) => {
    const community = communities.get(id);
    return community === undefined ? [] : [{ id, dueAt, state, reason, community }];
  });
}

type Acted = Exclude<InboundEvent, { kind: 'removed' | 'absence' }>;

async function handle(
  ports: Ports,
  event: Acted,
  schedule: (written: readonly Written[]) => Promise<void>,
): Promise<Reply> {
  const said: Saying = { outbox: [], texts: textsFor(event.origin) };
  try {
    const look = asksForLook(event) ? await lookFor(ports, event.origin) : null;
    const { reply, community } = await ports.transactor.run((stores) => handleOnce(ports, stores, event, look, said));
    await schedule(said.outbox.map(({ id, dueAt }) => ({ id, dueAt, community })));
    return reply;
  } catch (error) {
    const { texts } = said;
    if (error instanceof UserError) return { kind: 'private', card: errorCard(texts, error) };
    ports.log.error('handle.failed', error, { kind: event.kind });
    return { kind: 'private', card: card(texts.say('card.neutral'), text(texts.say('error.ours'))) };
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
async function handleOnce(ports: Ports, all: Stores, event: Acted, look: Look | null, said: Saying): Promise<Handled> {
  const { origin } = event;
  const now = ports.clock.now();
  const community = await openCommunity(ports, all, origin);
  const stores = all.in(community.id);
  const claim = await stores.claims.claim(origin.claim, now);
  if (claim.kind === 'answered') return { reply: claim.reply, community: community.id };
  const member = await stores.members.find(origin.person.externalId);
  const language = member?.status === 'joined' ? member.language : languageOf(origin.person.locale, community.language);
  said.texts = textsIn(language);
  const handling: Handling = {
    origin,
    mentioned: 'mentioned' in event ? event.mentioned : {},
    community,
    member,
    features: ports.platforms.of(community.platform).features,
    look,
    texts: said.texts,
    now,
    random: ports.random,
    calendar: ports.calendar,
    operator: ports.operator ?? said.texts.say('operator.unknown'),
    describeCommands,
    stores,
    allStores: all,
    outbox: said.outbox,
  };
  const reply = await act(handling, event);
  const after = await stores.members.find(origin.person.externalId);
  await stores.claims.answered(origin.claim, reply, after?.id ?? null);
  return { reply, community: community.id };
}

async function openCommunity(ports: Ports, stores: Stores, { installation, person }: Origin): Promise<Community> {
  const found = await stores.communities.find(installation.platform, installation.externalId);
  if (found !== null) return found;
  return stores.communities.open(installation, {
    id: ports.random.id() as CommunityId,
    mode: 'community',
    language: languageOf(person.locale, 'en'),
    zone: person.organizer ? zoneNamed(person.zone ?? '') : null,
    createdAt: ports.clock.now(),
  });
}

async function remove(ports: Ports, event: Extract<InboundEvent, { kind: 'removed' }>): Promise<Reply> {
  await ports.transactor.run(async ({ communities }) => {
    const community = await communities.find(event.installation.platform, event.installation.externalId);
    if (community !== null) await communities.erase(community.id, event.at ?? null);
  });
  return { kind: 'nothing' };
}

/** Batch by batch, each in a transaction of its own: millions of rows hold nobody up. */
async function purge({ transactor, clock, random }: Ports): Promise<number> {
  const now = clock.now();
  const before = {
    claims: now - KEPT.claims,
    answers: now - KEPT.answers,
    deliveries: now - KEPT.deliveries,
    audit: now - KEPT.audit,
    drafts: now - KEPT.drafts,
    support: now - KEPT.support,
  };
  let total = 0;
  for (;;) {
    const done = await transactor.run(async (stores) => {
      const leavers = await stores.work.toErase(now, ERASED_AT_ONCE);
      // The sweep sends what is taken away with them.
      for (const { community, member } of leavers)
        await eraseWithPosts({ stores: stores.in(community), now, random }, member);
      return leavers.length + (await stores.work.purge(before, PURGED_AT_ONCE));
    });
    total += done;
    if (done === 0) return total;
  }
}
