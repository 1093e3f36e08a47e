import { withinCaps } from '../cadence/caps.ts';
import { tieToRemember } from '../circles/layers.ts';
import { choosePrompt } from '../content/choose-prompt.ts';
import { promptsOf } from '../content/prompts.ts';
import type { Handling } from '../handling.ts';
import type { EpochMs } from '../ids.ts';
import type { Member } from '../records/member.ts';
import type { Enrolment, Program } from '../records/program.ts';
import { behindDoorbell, nextSlot } from './schedule.ts';

const WEEK = 7 * 86_400_000;
/** Slots looked at: more than a topic rests, day by day. */
const LOOKED_AT = 100;

type Within = Pick<Handling, 'stores' | 'community' | 'now' | 'calendar'>;
type ComesAt = (program: Program, at: EpochMs) => boolean;

/** What comes to a member next and when, as far as can be known now: slots that will be left out (resting, over the caps) are passed over. */
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

/** Whether a prompt due at a moment will come; the same questions are asked again when it is sent. */
async function comesTo({ stores, now }: Within, member: Member): Promise<ComesAt> {
  const sent = await stores.deliveries.sentTo(member.id, null, now - WEEK, now);
  const rests = await stores.prompts.rests(member.id);
  const ties = await stores.ties.of(member.id);
  return (program, at) => {
    if (allRest(program, rests, at)) return false;
    // What follows a tie's cadence is exempt from the caps, and a post in a channel is nobody's.
    if (program.kind === 'reach-out') return tieToRemember(ties, at) !== null;
    return behindDoorbell(program, member) || withinCaps(sent, at, member.zone);
  };
}

function firstOf(
  { community, now, calendar }: Within,
  member: Member,
  program: Program,
  enrolment: Enrolment,
  comes: ComesAt,
): EpochMs | null {
  let one = enrolment;
  for (let looked = 0; one.nextDueAt !== null && looked < LOOKED_AT; looked++) {
    if (comes(program, one.nextDueAt)) return one.nextDueAt;
    const after = { ...one, lastSlot: one.nextSlot };
    one = { ...after, ...nextSlot(community, program, member, after, now, calendar) };
  }
  return null;
}
