import { randomBytes } from 'node:crypto';
import type {
  CommunityId,
  DeliveryId,
  DraftId,
  EnrolmentId,
  EpochMs,
  LocalDate,
  LocalTime,
  MemberId,
  OccurrenceId,
  ProgramId,
  ThanksId,
  TieId,
  Zone,
} from '../../../src/engine/ids.ts';
import type { CommunityStores, Stores } from '../../../src/engine/ports/stores.ts';
import type { Lease, WorkStore } from '../../../src/engine/ports/work-store.ts';
import type { Draft, SupportEvent, Thanks, Tie } from '../../../src/engine/records/bond.ts';
import type { Community } from '../../../src/engine/records/community.ts';
import type { Delivery } from '../../../src/engine/records/delivery.ts';
import type { Member } from '../../../src/engine/records/member.ts';
import type { Answer, Enrolment, Occurrence, Program } from '../../../src/engine/records/program.ts';

/** Bounds of a purge: nothing is old enough but what `changes` names. */
export const nothingBefore = (changes: Partial<Bounds> = {}): Bounds => ({ ...everythingBefore(0), ...changes });

/** Bounds of a purge: all is old enough that is older than this. */
export function everythingBefore(bound: EpochMs): Bounds {
  return {
    replies: bound,
    claims: bound,
    answers: bound,
    deliveries: bound,
    audit: bound,
    drafts: bound,
    support: bound,
  };
}

/** Monday, 2 March 2026, 09:00 UTC. */
export const monday = Date.UTC(2026, 2, 2, 9);
export const minute = 60_000;
export const day = 24 * 60 * minute;

type Bounds = Parameters<WorkStore['purge']>[0];

const id = () => randomBytes(16).toString('hex').slice(0, 21).concat('x');

export function aMember(changes: Partial<Member> = {}): Member {
  return {
    id: id() as MemberId,
    externalId: `U${id()}`,
    name: 'Maya',
    zone: 'Europe/Berlin' as Zone,
    language: 'en',
    place: 'direct',
    weekday: 1,
    time: '10:00' as LocalTime,
    quietFrom: '20:00' as LocalTime,
    quietTo: '08:00' as LocalTime,
    snoozedUntil: null,
    country: 'DE',
    daysOff: false,
    publicThanks: null,
    ledger: null,
    status: 'joined',
    joinedAt: monday,
    eraseAt: null,
    leavesNotes: false,
    ...changes,
  };
}

export function aProgram(changes: Partial<Program> = {}): Program {
  return {
    id: id() as ProgramId,
    kind: 'check-in',
    name: 'Monday hello',
    cadence: { rule: 'FREQ=WEEKLY;BYDAY=MO', from: '2026-03-02' as LocalDate, until: null, time: '10:00' as LocalTime },
    windowMinutes: 240,
    expiryMinutes: 1440,
    pack: 'general',
    channel: null,
    ownDay: true,
    status: 'active',
    createdAt: monday,
    ...changes,
  };
}

export function anEnrolment(program: Program, member: Member, changes: Partial<Enrolment> = {}): Enrolment {
  return {
    id: id() as EnrolmentId,
    program: program.id,
    member: member.id,
    status: 'active',
    every: 1,
    chosenEvery: 1,
    ignoredInRow: 0,
    lastSlot: null,
    nextSlot: '2026-03-02' as LocalDate,
    nextDueAt: monday,
    ...changes,
  };
}

export function anOccurrence(enrolment: Enrolment, changes: Partial<Occurrence> = {}): Occurrence {
  return {
    id: id() as OccurrenceId,
    program: enrolment.program,
    enrolment: enrolment.id,
    member: enrolment.member,
    slot: '2026-03-02' as LocalDate,
    dueAt: monday,
    expiresAt: monday + day,
    state: 'waiting',
    prompt: null,
    question: null,
    ...changes,
  };
}

export function anAnswer(occurrence: Occurrence, changes: Partial<Answer> = {}): Answer {
  return {
    occurrence: occurrence.id,
    member: occurrence.member,
    question: 'What would be good today?',
    choice: 'hello',
    words: null,
    answeredAt: monday,
    editedAt: null,
    ...changes,
  };
}

export function aDelivery(subject: Delivery['subject'], changes: Partial<Delivery> = {}): Delivery {
  return {
    id: id() as DeliveryId,
    subject,
    to: { kind: 'direct', person: 'U1' },
    dueAt: monday,
    expiresAt: monday + 4 * 60 * minute,
    state: 'pending',
    reason: null,
    attempts: 0,
    receipt: null,
    ...changes,
  };
}

export function aPrompt(occurrence: Occurrence, changes: Partial<Delivery> = {}): Delivery {
  return aDelivery({ kind: 'prompt', occurrence: occurrence.id, member: occurrence.member }, changes);
}

export function aTie(member: Member, changes: Partial<Tie> = {}): Tie {
  return {
    id: id() as TieId,
    member: member.id,
    person: changes.label ? null : 'U2',
    label: null,
    layer: 'inner',
    everyDays: 7,
    greetedAt: null,
    putOffUntil: null,
    createdAt: monday,
    ...changes,
  };
}

export function aThanks(giver: Member, receiver: Member, changes: Partial<Thanks> = {}): Thanks {
  const fresh = id() as ThanksId;
  return {
    id: fresh,
    together: fresh,
    giver: giver.id,
    receiver: receiver.id,
    among: 1,
    words: 'for the soup',
    took: null,
    changed: null,
    more: null,
    kind: 'practical',
    message: null,
    mayBePublic: false,
    givenAt: monday,
    readAt: null,
    landedAt: null,
    landedSeen: false,
    hidden: false,
    reported: false,
    posted: null,
    digest: null,
    takenBack: false,
    ...changes,
  };
}

export function aDraft(member: Member, changes: Partial<Draft> = {}): Draft {
  return { id: id() as DraftId, member: member.id, words: 'for the soup', createdAt: monday, ...changes };
}

/** What a giver did for a receiver; `null` for the side that keeps no ledger. */
export function anAct(
  giver: Member | null,
  receiver: Member | null,
  changes: Partial<SupportEvent> = {},
): SupportEvent {
  return {
    giver: giver?.id ?? null,
    receiver: receiver?.id ?? null,
    kind: 'practical',
    share: 1,
    at: monday,
    source: 'thanks',
    sourceId: 't',
    ...changes,
  };
}

let founded = 0;

/** A new community with its stores. */
export async function found(stores: Stores): Promise<{ community: Community; within: CommunityStores }> {
  founded += 1;
  const community = await stores.communities.open(
    { platform: 'slack', externalId: `T${founded}`, name: 'Riverside' },
    { id: id() as CommunityId, mode: 'work', language: 'en', zone: null, createdAt: monday },
  );
  return { community, within: stores.in(community.id) };
}

export async function giverAndReceiver(within: CommunityStores): Promise<{ giver: Member; receiver: Member }> {
  return { giver: await within.members.put(aMember()), receiver: await within.members.put(aMember()) };
}

/** A member, enrolled in a program, in the community. */
export async function enrol(
  within: CommunityStores,
  changes: { member?: Partial<Member>; program?: Program; enrolment?: Partial<Enrolment> } = {},
): Promise<{ member: Member; program: Program; enrolment: Enrolment }> {
  const member = await within.members.put(aMember(changes.member));
  const program = changes.program ?? aProgram();
  if (!changes.program) await within.programs.add(program);
  const enrolment = await within.enrolments.put(anEnrolment(program, member, changes.enrolment));
  return { member, program, enrolment };
}

/** A member with one occurrence and the delivery that brings it. */
export async function prompted(within: CommunityStores, changes: Partial<Delivery> = {}) {
  const { member, program, enrolment } = await enrol(within);
  const occurrence = await within.occurrences.add(anOccurrence(enrolment));
  const delivery = aPrompt(occurrence, { to: { kind: 'direct', person: member.externalId }, ...changes });
  await within.deliveries.add([delivery]);
  return { member, program, enrolment, occurrence, delivery };
}

/** What its taker holds a delivery by. */
export function leaseOf(taken: Awaited<ReturnType<WorkStore['take']>>): Lease {
  if (taken === null || !('lease' in taken)) throw new Error('It was not taken.');
  return taken.lease;
}
