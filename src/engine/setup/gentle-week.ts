import { dateIn } from '../cadence/slots.ts';
import { communityZone } from '../cadence/zones.ts';
import { textsIn } from '../content/texts.ts';
import type { Handling } from '../handling.ts';
import type { LocalTime, ProgramId } from '../ids.ts';
import { enrolJoined, replanProgram } from '../programs/enrolling.ts';
import { takesOwnDay } from '../programs/own-day.ts';
import { EXPIRY_MINUTES, WINDOW_MINUTES } from '../programs/programs.ts';
import { note } from '../programs/standing.ts';
import type { Community } from '../records/community.ts';
import type { Program } from '../records/program.ts';

/** The same ids in every community: however often and by how many people the button is pressed, the database keeps each program once. */
const MONDAY_HELLO = 'gentleWeekMondayHello0' as ProgramId;
const THURSDAY_THANKS = 'gentleWeekThursThanks0' as ProgramId;
const TEN = '10:00' as LocalTime;

/** *The gentle week*: a hello on Mondays, a thanks on Thursdays. */
function gentleWeek(community: Community, now: number, others: readonly Program[]): readonly Program[] {
  const texts = textsIn(community.language);
  const from = dateIn(communityZone(community), now);
  const weekly = (day: 'MO' | 'TH') => ({ rule: `FREQ=WEEKLY;BYDAY=${day}`, from, until: null, time: TEN });
  const common = {
    windowMinutes: WINDOW_MINUTES,
    expiryMinutes: EXPIRY_MINUTES,
    channel: community.channel,
    status: 'active',
    createdAt: now,
  } as const;
  return [
    {
      ...common,
      id: MONDAY_HELLO,
      kind: 'check-in',
      ownDay: takesOwnDay('check-in', others),
      name: texts.say('setup.hello'),
      cadence: weekly('MO'),
      pack: 'today',
    },
    {
      ...common,
      id: THURSDAY_THANKS,
      kind: 'gratitude',
      ownDay: false,
      name: texts.say('setup.thanks'),
      cadence: weekly('TH'),
      pack: 'gratitude',
    },
  ];
}

/** What became of the gentle week here. */
export async function gentleWeekHere({ stores }: Pick<Handling, 'stores'>): Promise<'none' | 'made' | 'archived'> {
  const made = [await stores.programs.get(MONDAY_HELLO), await stores.programs.get(THURSDAY_THANKS)];
  const known = made.filter((program) => program !== null);
  if (known.length === 0) return 'none';
  return known.every(({ status }) => status === 'archived') ? 'archived' : 'made';
}

/** Makes what of the gentle week is not there yet; who joined is enrolled in the hello, and the thanks are offered. */
export async function makeGentleWeek(handling: Handling): Promise<void> {
  const others = await handling.stores.programs.list();
  for (const program of gentleWeek(handling.community, handling.now, others)) {
    if (!(await handling.stores.programs.add(program))) continue;
    await enrolJoined(handling, program);
    await note(handling, 'program.create', program);
  }
}

/** Moves the posts of the gentle week to another channel, or to none, at once for what is not sent. */
export async function moveGentleWeek(handling: Handling, channel: string | null): Promise<void> {
  for (const id of [MONDAY_HELLO, THURSDAY_THANKS]) {
    const program = await handling.stores.programs.lock(id);
    if (program === null || program.status === 'archived') continue;
    const moved = { ...program, channel };
    await handling.stores.programs.save(moved);
    await replanProgram(handling, moved);
  }
}
