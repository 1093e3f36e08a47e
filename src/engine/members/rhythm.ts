import { z } from 'zod';
import { onlyWeekday } from '../cadence/slots.ts';
import { isTime } from '../cadence/times.ts';
import { zoneNamed } from '../cadence/zones.ts';
import { languageOf } from '../content/texts.ts';
import type { Handling } from '../handling.ts';
import type { LocalTime, Zone } from '../ids.ts';
import { COVERED_BY_JOINING } from '../programs/enrolling.ts';
import type { Language } from '../records/community.ts';
import type { MemberPlace, Weekday } from '../records/member.ts';
import type { Program } from '../records/program.ts';

/** When, where and in which words somebody wants to hear from Kith. */
export interface Rhythm {
  readonly weekday: Weekday;
  readonly time: LocalTime;
  readonly place: MemberPlace;
  readonly language: Language;
  readonly zone: Zone;
}

/** A rhythm that is proposed but not agreed to: nothing of it is stored, and the zone may still have to be asked. */
export type Proposal = Omit<Rhythm, 'zone'> & { readonly zone: Zone | null };

const DEFAULT_TIME = '10:00' as LocalTime;
const UNKNOWN_ZONE = '-';

/** The check-in that is proposed to who would join. */
export function firstCheckIn(programs: readonly Program[]): Program | undefined {
  return programs.find(({ status, kind }) => status === 'active' && kind === COVERED_BY_JOINING);
}

/** What suits this person as far as we know: their own earlier choice, else the first program's day and time and their profile. */
export async function propose(handling: Handling): Promise<Proposal> {
  const { member, origin, community, features, stores } = handling;
  if (member !== null) return member;
  const program = firstCheckIn(await stores.programs.list());
  return {
    weekday: (program && onlyWeekday(program.cadence.rule)) ?? 1,
    time: program?.cadence.time ?? DEFAULT_TIME,
    place: features.directByDefault ? 'direct' : 'channel',
    language: languageOf(origin.person.locale, community.language),
    zone: zoneNamed(origin.person.zone ?? ''),
  };
}

/** The arguments by which a token carries a proposal, since nothing is stored before *Yes*. */
export function proposalArgs(proposal: Proposal): readonly [string, string, string, string, string] {
  const { weekday, time, place, language, zone } = proposal;
  return [String(weekday), time, place, language, zone ?? UNKNOWN_ZONE];
}

export const proposalSchema = z.tuple([
  z.enum(['1', '2', '3', '4', '5', '6', '7']),
  z.string().refine(isTime),
  z.enum(['direct', 'channel']),
  z.enum(['en', 'es']),
  z.string().refine((zone) => zone === UNKNOWN_ZONE || zoneNamed(zone) !== null),
]);

/** The inverse of {@link proposalArgs}, on arguments that {@link proposalSchema} accepted. */
export function readProposal(args: z.infer<typeof proposalSchema>): Proposal {
  const [weekday, time, place, language, zone] = args;
  return { weekday: Number(weekday) as Weekday, time: time as LocalTime, place, language, zone: zoneNamed(zone) };
}
