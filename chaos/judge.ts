import type { Resident } from './residents.ts';

/** A check-in or doorbell of Kith as the platform itself has it. */
export interface Arrival {
  /** The delivery's id, which every message of Kith's is marked with. */
  readonly delivery: string;
  readonly place: string;
  readonly message: string;
  /** By the platform's clock (ms). */
  readonly at: number;
}

/** What Kith's database says of an occurrence and its delivery; of a doorbell the person is `null`. */
export interface Row {
  readonly person: string | null;
  /** Its state. */
  readonly occurrence: string | null;
  readonly delivery: string | null;
  readonly state: string | null;
  readonly reason: string | null;
  readonly receipt: string | null;
  readonly dueAt: number | null;
  readonly expiresAt: number | null;
}

export interface Evidence {
  readonly residents: readonly Resident[];
  /** How many doorbells there were to be. */
  readonly doorbells: number;
  readonly rows: readonly Row[];
  readonly arrivals: readonly Arrival[];
  /** When somebody was told that nothing comes any more, by person. */
  readonly away: ReadonlyMap<string, number>;
  /** Who wanted to go away and was told nothing: both is right. */
  readonly unsure: ReadonlySet<string>;
  /** Where the messages of those whose rows were erased stand, by person. */
  readonly placesOfErased: ReadonlyMap<string, string>;
  /** What was on its way already may still arrive (ms). */
  readonly graceMs: number;
}

export interface Verdict {
  readonly planned: number;
  readonly arrived: number;
  /** Deliveries by how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  /** Each line is one case; all lists are empty when all is well. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly unwanted: readonly string[];
  readonly unknown: readonly string[];
  /** The latest arrival after its window, the beginning of quiet hours, or somebody's going away (ms); it was on its way. */
  readonly latestMs: number;
}

const ENDED = ['sent', 'dropped', 'failed', 'unknown'];

/** Compares what the platform has with what was to come. It believes the platform, not Kith. */
export function judge(evidence: Evidence): Verdict {
  const { residents, rows, arrivals } = evidence;
  const byDelivery = Map.groupBy(arrivals, ({ delivery }) => delivery);
  const byPlace = Map.groupBy(arrivals, ({ place }) => place);
  const byPerson = Map.groupBy(rows, ({ person }) => person);
  const doorbells = byPerson.get(null) ?? [];
  const lost: string[] = [];
  const unwanted: string[] = [];
  let latestMs = 0;

  for (const resident of residents) {
    const own = byPerson.get(resident.person) ?? [];
    const got = own.flatMap(({ delivery }) => (delivery === null ? [] : (byDelivery.get(delivery) ?? [])));
    const erased = evidence.placesOfErased.get(resident.person);
    if (erased !== undefined) got.push(...(byPlace.get(erased) ?? []));
    const missing = whyMissing(resident, own, got, evidence);
    if (missing !== null) lost.push(`${resident.person} (${resident.temper}): ${missing}`);
    for (const arrival of got) {
      const gone = evidence.away.get(resident.person) ?? Number.POSITIVE_INFINITY;
      const quiet = resident.quietAt ?? Number.POSITIVE_INFINITY;
      const expiry = own[0]?.expiresAt ?? Number.POSITIVE_INFINITY;
      const lateMs = arrival.at - Math.min(gone, quiet, expiry);
      latestMs = Math.max(latestMs, lateMs);
      if (lateMs > evidence.graceMs) unwanted.push(`${resident.person} (${resident.temper}): came ${lateMs} ms late`);
      if (arrival.at < resident.dueAt)
        unwanted.push(`${resident.person}: came ${resident.dueAt - arrival.at} ms early`);
    }
  }
  if (doorbells.length !== evidence.doorbells) lost.push(`${doorbells.length} of ${evidence.doorbells} doorbells`);
  for (const bell of doorbells) {
    const missing = whyNotThere(bell, byDelivery.get(bell.delivery ?? '') ?? []);
    if (missing !== null) lost.push(`doorbell ${bell.delivery}: ${missing}`);
  }
  return {
    planned: rows.filter(({ delivery }) => delivery !== null).length,
    arrived: arrivals.length,
    ends: counted(rows.filter(({ delivery }) => delivery !== null).map(endOf)),
    lost,
    doubled: doubles(byDelivery, byPlace, doorbells),
    unwanted,
    unknown: rows.flatMap(({ state, delivery }) => (state === 'unknown' ? [`${delivery}`] : [])),
    latestMs,
  };
}

/** The same delivery twice, or two check-ins in one conversation: everybody was to be asked once. */
function doubles(
  byDelivery: ReadonlyMap<string, readonly Arrival[]>,
  byPlace: ReadonlyMap<string, readonly Arrival[]>,
  doorbells: readonly Row[],
): string[] {
  const isDoorbell = new Set(doorbells.map(({ delivery }) => delivery));
  const twice = [...byDelivery]
    .filter(([, some]) => some.length > 1)
    .map(([id, some]) => `${id}: ${some.length} times`);
  const asked = [...byPlace].map(
    ([place, some]) => [place, some.filter(({ delivery }) => !isDoorbell.has(delivery))] as const,
  );
  const again = asked.filter(([, some]) => new Set(some.map(({ delivery }) => delivery)).size > 1);
  return [...twice, ...again.map(([place, some]) => `${place}: ${some.length} check-ins`)];
}

/** Why somebody lacks what was to come; `null` when they have it, or a reason of their own not to. */
function whyMissing(
  resident: Resident,
  own: readonly Row[],
  got: readonly Arrival[],
  evidence: Evidence,
): string | null {
  const [row, ...more] = own;
  const mayBeAway = evidence.away.has(resident.person) || evidence.unsure.has(resident.person);
  if (mayBeAway && (row === undefined || row.occurrence === null)) return null;
  if (row === undefined || row.occurrence === null) return 'was never planned';
  if (more.length > 0) return `was planned ${own.length} times`;
  const evening = resident.temper === 'evening';
  const brief = resident.temper === 'brief';
  if (row.delivery === null) {
    const excused = row.occurrence === 'missed' && (evening || brief || mayBeAway);
    return excused ? null : `has no delivery, and is ${row.occurrence}`;
  }
  const excused =
    (brief && row.reason === 'stale') ||
    (evening && row.reason === 'quiet-hours') ||
    (mayBeAway && ['left', 'snoozed'].includes(row.reason ?? ''));
  if (row.state === 'dropped' && excused) return null;
  return whyNotThere(row, got);
}

function whyNotThere(row: Row, got: readonly Arrival[]): string | null {
  if (!ENDED.includes(row.state ?? '')) return `never ended: ${row.state}`;
  if (row.state === 'unknown') return null;
  if (row.state !== 'sent') return `${endOf(row)}, ${got.length === 0 ? 'and did not come' : 'but it came'}`;
  if (got.length === 0) return 'is said to be sent, and did not come';
  return got.some(({ message }) => message === row.receipt) ? null : 'its receipt is of another message';
}

const endOf = ({ state, reason }: Row): string => (reason === null ? `${state}` : `${state}: ${reason}`);

function counted(all: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(all, (one) => one)].map(([one, some]) => [one, some.length]));
}
