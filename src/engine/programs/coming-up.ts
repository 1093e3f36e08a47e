import { whenFree } from '../away/when-free.ts';
import { withinCaps } from '../cadence/caps.ts';
import { learnDaysOff, memberDaysOff } from '../cadence/days-off.ts';
import { tieToRemember } from '../circles/layers.ts';
import { choosePrompt } from '../content/choose-prompt.ts';
import { promptsOf } from '../content/prompts.ts';
import type { Handling } from '../handling.ts';
import type { EpochMs } from '../ids.ts';
import type { Member } from '../records/member.ts';
import type { Enrolment, Program } from '../records/program.ts';
import { isPutOff } from './putting-off.ts';
import { behindDoorbell, nextSlot } from './schedule.ts';

const MINUTE = 60_000;
const WEEK = 7 * 86_400_000;
/** Slots looked at: more than a topic rests, day by day. */
const LOOKED_AT = 100;

type Within = Pick<Handling, 'stores' | 'community' | 'now' | 'calendar'>;
/** When a prompt that is due at a moment will come, or that it will not. */
type ComesAt = (program: Program, due: EpochMs) => EpochMs | null;

/**
 * What comes to a member next and when, as far as can be known now: slots that will be left out (resting, over the caps, away for longer than they may be
 * late) are passed over.
 */
export async function comingUp(
  within: Within,
  member: Member,
): Promise<{ readonly program: Program; readonly at: EpochMs } | null> {
  const { stores } = within;
  const programs = new Map((await stores.programs.list()).map((program) => [program.id, program]));
  const comes = await comesTo(within, member);
  const all = (await stores.enrolments.of(member.id)).flatMap((enrolment) => {
    const program = programs.get(enrolment.program);
    const at = program === undefined ? null : firstOf(within, member, program, enrolment, comes);
    return program === undefined || at === null ? [] : [{ program, at }];
  });
  return all.toSorted((one, other) => one.at - other.at)[0] ?? null;
}

/** Whether nothing of a program's pack is to be asked at a moment, since all its topics rest. */
export function allRest({ pack }: Program, rests: ReadonlyMap<string, EpochMs>, at: EpochMs): boolean {
  return choosePrompt(promptsOf(pack), new Map(), rests, at) === null;
}

/** The same questions are asked again when it is sent. */
async function comesTo({ stores, community, now, calendar }: Within, member: Member): Promise<ComesAt> {
  const presence = await stores.presences.get(member.id);
  await learnDaysOff(calendar, now, community, member);
  const isOff = memberDaysOff(calendar, community, member);
  const sent = await stores.deliveries.sentTo(member.id, null, now - WEEK, now);
  const rests = await stores.prompts.rests(member.id);
  const ties = await stores.ties.of(member.id);
  // What was put off until now (a pause that ended early) is due already, and comes at once.
  const arrivesAt = ({ windowMinutes }: Program, due: EpochMs): EpochMs | null => {
    const soonest = Math.max(due, now);
    // Behind a post in a channel, and in the home card, it waits for whoever is away.
    if (member.place !== 'direct') return soonest;
    const free = whenFree(member, presence, isOff, soonest, due + windowMinutes * MINUTE);
    return 'at' in free ? free.at : null;
  };
  return (program, due) => {
    const at = arrivesAt(program, due);
    if (at === null || allRest(program, rests, at)) return null;
    // What follows a tie's cadence is exempt from the caps, and a post in a channel is nobody's.
    const isFit =
      program.kind === 'reach-out'
        ? tieToRemember(ties, at) !== null
        : behindDoorbell(program, member) || withinCaps(sent, at, member.zone);
    return isFit ? at : null;
  };
}

function firstOf(
  within: Within,
  member: Member,
  program: Program,
  enrolment: Enrolment,
  comes: ComesAt,
): EpochMs | null {
  const next = (from: Enrolment): Enrolment => ({
    ...from,
    ...nextSlot({ ...within, program, member, enrolment: from }),
  });
  let one = isPutOff(enrolment) ? next(enrolment) : enrolment;
  for (let looked = 0; one.nextDueAt !== null && looked < LOOKED_AT; looked++) {
    const at = comes(program, one.nextDueAt);
    if (at !== null) return at;
    one = next({ ...one, lastSlot: one.nextSlot });
  }
  return null;
}
