import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Actor, LocalPlatform } from '../playground/driver.ts';
import type { Resident, Residents, Schedule } from './residents.ts';
import type { Seeded } from './seeded.ts';

/** What people did, and what became of it. */
export interface Acts {
  /** By kind. */
  readonly done: Record<Kind, number>;
  /** Delivered once more by the platform, since nobody acknowledged them or nothing came of them. */
  repeated: number;
  /** Acknowledged by a process that was ended before it had done them. */
  forgotten: number;
  /** Acknowledged, and had no effect in the end. */
  readonly lost: string[];
  /** Never acknowledged, however often they were delivered: nobody was there for most of a minute, and whoever acted was told so. */
  unheard: number;
  /** When somebody was seen to be away, by person. */
  readonly away: Map<string, number>;
  /** Who wanted to go away and heard nothing: it may have had its effect all the same. */
  readonly unsure: Set<string>;
  /** Whose rows were erased. */
  readonly erased: string[];
}

type Kind = 'answer' | 'words' | 'snooze' | 'leave' | 'erase';

/** Where people act, and on what it can be seen that they did. */
export interface Stage {
  readonly local: LocalPlatform;
  readonly pool: pg.Pool;
  readonly home: Residents;
  readonly residents: readonly Resident[];
  /** Told when somebody acts, so that a process can be ended just then. */
  readonly acting: () => void;
}

/** An effect is there within this, or nobody is at it any more (ms). */
const EFFECT_MS = 2_000;
const TRIES = 20;
const SOON_MS = 25;
/** Between two acts, and between two looks at a platform: its whole record is read for each (ms). */
const LOOK_MS = 100;
const LOOKS = 20;

/**
 * Lets people act one after the other until the schedule ends: the restless go away at moments of their own, and whoever has a check-in
 * answers it. What nobody acknowledges, or has no effect, the platform delivers again, with the same id.
 */
export async function act(stage: Stage, schedule: Schedule, chance: Seeded): Promise<Acts> {
  const done = { answer: 0, words: 0, snooze: 0, leave: 0, erase: 0 };
  const acts: Acts = {
    done,
    repeated: 0,
    forgotten: 0,
    lost: [],
    unheard: 0,
    away: new Map(),
    unsure: new Set(),
    erased: [],
  };
  const leaving = stage.residents
    .filter(({ temper }) => temper === 'restless')
    .map(({ person }) => ({ person, at: schedule.from + chance.fraction() * (schedule.until - schedule.from) }))
    .toSorted((one, other) => one.at - other.at);
  while (Date.now() < schedule.until || leaving.length > 0) {
    const [next] = leaving;
    if (next !== undefined && next.at <= Date.now()) {
      leaving.shift();
      await goAway(stage, acts, next.person, chance);
    }
    await answerOne(stage, acts, chance);
    await wait(LOOK_MS);
  }
  return acts;
}

async function goAway(stage: Stage, acts: Acts, person: string, chance: Seeded): Promise<void> {
  const kind = chance.pick(['snooze', 'leave', 'erase'] as const);
  const actor = stage.local.as(person);
  const member = `from kith.members m where m.community_id = '${stage.home.community.id}' and m.external_id = '${person}'`;
  const gone =
    kind === 'snooze'
      ? await until(
          stage,
          acts,
          () => actor.type('/kith snooze 2w'),
          `exists (select ${member} and snoozed_until is not null)`,
        )
      : await until(stage, acts, () => actor.type('/kith leave'), `exists (select ${member} and status = 'left')`);
  if (!gone) {
    acts.unsure.add(person);
    return;
  }
  acts.away.set(person, Date.now());
  acts.done[kind === 'erase' ? 'leave' : kind] += 1;
  if (kind !== 'erase') return;
  const erase = () => pressWhenThere(actor, 'Erase now', '/kith leave');
  if (!(await until(stage, acts, erase, `not exists (select ${member})`))) return;
  acts.erased.push(person);
  acts.done.erase += 1;
}

/** Whoever was asked last and has not answered does so. */
async function answerOne(stage: Stage, acts: Acts, chance: Seeded): Promise<void> {
  const asked = await asking(stage);
  if (asked === undefined) return;
  const actor = stage.local.as(asked.person);
  const answer = `exists (select from kith.answers where occurrence_id = '${asked.occurrence}'`;
  if (chance.fraction() < 0.6) {
    if (await until(stage, acts, () => actor.press('Quiet'), `${answer} and choice is not null)`))
      acts.done.answer += 1;
    return;
  }
  // A modal that did not open changes nothing: the button is pressed again.
  for (let tries = 0; actor.modal() === undefined; tries++) {
    if (tries === TRIES) throw new Error(`${asked.person} could not open the modal`);
    await actor.press('More').catch(() => undefined);
    await actor.until('the modal', (one) => one.modal(), EFFECT_MS).catch(() => undefined);
  }
  const [input] = actor.modal()?.inputs ?? [];
  const write = () => actor.submit({ [input?.label ?? '']: 'A walk.' });
  if (await until(stage, acts, write, `${answer} and words is not null)`)) acts.done.words += 1;
}

async function asking({
  pool,
  home,
}: Stage): Promise<{ readonly person: string; readonly occurrence: string } | undefined> {
  const { rows } = await pool
    .query(
      `select m.external_id as person, o.id as occurrence
        from kith.occurrences o join kith.members m on m.community_id = o.community_id and m.id = o.member_id
        join kith.deliveries d on d.community_id = o.community_id and d.occurrence_id = o.id and d.state = 'sent'
        where o.community_id = $1 and o.state = 'shown' and m.status = 'joined' and m.snoozed_until is null
        order by d.sent_at desc limit 1`,
      [home.community.id],
    )
    .catch(() => ({ rows: [] }));
  return rows[0];
}

/** Does it, and again by the platform's own repetition, until the effect is there; says whether it is. */
async function until(stage: Stage, acts: Acts, doIt: () => Promise<void>, effect: string): Promise<boolean> {
  stage.acting();
  const acknowledged = await doIt().then(
    () => true,
    () => false,
  );
  if (await seen(stage.pool, effect)) return true;
  if (acknowledged) acts.forgotten += 1;
  for (let attempt = 1; attempt < TRIES; attempt++) {
    acts.repeated += 1;
    stage.acting();
    await stage.local.redeliver().catch(() => undefined);
    if (await seen(stage.pool, effect)) return true;
  }
  if (acknowledged) acts.lost.push(effect);
  else acts.unheard += 1;
  return false;
}

async function seen(pool: pg.Pool, effect: string): Promise<boolean> {
  const deadline = Date.now() + EFFECT_MS;
  for (;;) {
    const found = await pool.query<{ there: boolean }>(`select ${effect} as there`).catch(() => undefined);
    if (found?.rows[0]?.there) return true;
    // A database that is away says nothing about the effect.
    if (found !== undefined && Date.now() > deadline) return false;
    await wait(SOON_MS);
  }
}

/** Presses a button of the answer to a command, which is given again when the answer never came. */
async function pressWhenThere(actor: Actor, label: string, command: string): Promise<void> {
  const isThere = () => actor.sees('general').some(({ buttons }) => buttons.some((button) => button.label === label));
  for (let looks = 1; !isThere(); looks++) {
    await wait(LOOK_MS);
    if (looks % LOOKS === 0) await actor.type(command).catch(() => undefined);
  }
  await actor.press(label);
}
