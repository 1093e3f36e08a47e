import type { Acts } from './acts.ts';
import type { Outcome, Told } from './run.ts';

const MOST_SHOWN = 10;

/** Everything that was wrong, or nothing. */
export function faultsOf({ outcomes }: Told): readonly string[] {
  return outcomes.flatMap(({ platform, verdict, acts }) => [
    ...(['lost', 'doubled', 'unwanted'] as const).flatMap((kind) =>
      verdict[kind].map((one) => `${platform}: ${kind}: ${one}`),
    ),
    ...(acts?.lost ?? []).map((one) => `${platform}: an act had no effect: ${one}`),
  ]);
}

/** The figures of a run in words. */
export function inWords(told: Told): string {
  const { outcomes, kills, fallen, errors, tookMs } = told;
  return [
    ...outcomes.flatMap(ofPlatform),
    `${kills} kills; ${fallen.length} processes ended by themselves; ${(tookMs / 1000).toFixed(0)} s in all`,
    `errors in the log: ${list(errors)}`,
    ...shown(fallen),
    ...shown(faultsOf(told)),
  ].join('\n');
}

function ofPlatform({ platform, verdict, calls, tooFast, acts }: Outcome): readonly string[] {
  const { lost, doubled, unwanted, unknown } = verdict;
  const all = Object.values(calls).reduce((sum, one) => sum + one, 0);
  const bad = Math.round((1 - (calls.calm ?? 0) / all) * 1000) / 10;
  return [
    `${platform}: ${verdict.planned} deliveries, ${verdict.arrived} messages: ${lost.length} lost, ${doubled.length} doubled, ${unwanted.length} unwanted, ${unknown.length} unknown`,
    `  ended: ${list(verdict.ends)}`,
    `  ${all} calls, ${bad} % of them with a fault: ${list(calls)}`,
    ...(acts === undefined
      ? []
      : [
          ofActs(acts),
          `  what was on its way already came up to ${verdict.latestMs} ms after it was no longer wanted`,
        ]),
    `  429 that the platform gave by itself: ${list(tooFast)}`,
  ];
}

function ofActs({ done, repeated, forgotten, unheard, lost }: Acts): string {
  return `  acts: ${list(done)}; ${lost.length} lost; ${repeated} delivered again, ${forgotten} of them acknowledged and not done; ${unheard} never heard`;
}

function list(counts: Readonly<Record<string, number>>): string {
  return (
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  );
}

function shown(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_SHOWN;
  return more > 0 ? [...lines.slice(0, MOST_SHOWN), `and ${more} more`] : lines;
}

/** `{ "slack": { deliveries, lost, … } }` */
export function asJson(seed: string, told: readonly Told[]): string {
  const platforms = told.flatMap(({ outcomes, kills, tookMs }) =>
    outcomes.map(({ platform, verdict, calls, tooFast, acts }) => {
      const { planned: deliveries, arrived, ends, lost, doubled, unwanted, unknown } = verdict;
      const figures = {
        deliveries,
        arrived,
        lost: lost.length,
        doubled: doubled.length,
        unwanted: unwanted.length,
        unknown: unknown.length,
        ends,
        calls,
        tooFast,
        acts: acts && {
          ...acts.done,
          repeated: acts.repeated,
          forgotten: acts.forgotten,
          unheard: acts.unheard,
          lost: acts.lost.length,
        },
        kills,
        seconds: Math.round(tookMs / 1000),
      };
      return [platform, figures] as const;
    }),
  );
  return `${JSON.stringify({ seed, ...Object.fromEntries(platforms) }, null, 2)}\n`;
}
