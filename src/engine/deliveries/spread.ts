import type { EpochMs } from '../ids.ts';
import type { Spread } from '../ports/platform.ts';
import type { Random } from '../ports/random.ts';
import type { Planned, SpreadUntil, WorkStore } from '../ports/work-store.ts';
import type { Delivery } from '../records/delivery.ts';

/** A plan, and how fast its community's platform takes prompts. */
export interface Spreadable {
  readonly planned: Planned;
  readonly spread: Spread;
}

/** Spreads a batch of plans, and remembers how far. */
export async function spread(
  work: Pick<WorkStore, 'spreads' | 'keepSpreads'>,
  all: readonly Spreadable[],
  now: EpochMs,
  random: Random,
): Promise<readonly Planned[]> {
  const prompting = all.filter(({ planned }) => isPrompt(planned.delivery));
  const until = await work.spreads([...new Set(prompting.map(({ planned }) => planned.community))], now);
  const done = spreadOut(all, until, now, random);
  await work.keepSpreads(done.until, now);
  return done.planned;
}

/**
 * Spreads what one community has due at the same moment, as fast as its platform takes it (the generic cell rate algorithm, as for the slots of
 * sending). Nobody comes before their time, and nobody later than the rate demands. Chance orders those due at the same moment, so that it is
 * not always the same who wait. A prompt whose turn would come after its window is dropped as `stale`: it is counted, and waits in its member's home.
 *
 * @param until how far each community is spread already
 * @returns the plans in the order they were given, and how far each community is spread now
 */
export function spreadOut(
  all: readonly Spreadable[],
  until: SpreadUntil,
  now: EpochMs,
  random: Random,
): { readonly planned: readonly Planned[]; readonly until: SpreadUntil } {
  const reached = new Map(until);
  const planned = all.map((one) => one.planned);
  const turns = all
    .map(({ planned: { delivery, community }, spread }, index) => ({ delivery, community, spread, index }))
    .map((one) => ({ ...one, chance: random.fraction() }))
    .toSorted((one, other) => dueAt(one) - dueAt(other) || one.chance - other.chance);
  for (const { delivery, community, spread, index } of turns) {
    // A doorbell stands for everybody behind it: it is one message.
    if (!isPrompt(delivery)) continue;
    const wished = Math.max(delivery.dueAt, now);
    const plain = Math.max(wished, reached.get(community) ?? 0);
    const turn = Math.max(wished, Math.ceil(plain - (spread.burst - 1) * spread.everyMs));
    const before = planned[index];
    if (before === undefined) continue;
    if (turn >= delivery.expiresAt) {
      planned[index] = { ...before, delivery: { ...delivery, state: 'dropped', reason: 'stale' } };
      continue;
    }
    reached.set(community, plain + spread.everyMs);
    // What is late already keeps its time, by which its lateness is told.
    if (turn > wished) planned[index] = { ...before, delivery: { ...delivery, dueAt: turn } };
  }
  return { planned, until: reached };
}

function isPrompt(delivery: Delivery | null): delivery is Delivery {
  return delivery?.subject.kind === 'prompt';
}

function dueAt({ delivery }: Pick<Planned, 'delivery'>): EpochMs {
  return delivery?.dueAt ?? 0;
}
