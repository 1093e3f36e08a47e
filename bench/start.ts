import { performance } from 'node:perf_hooks';
import { startProcess } from './kith-process.ts';
import { median } from './rounds.ts';
import type { Scenario } from './scenario.ts';

const START_TARGET_MS = 10_000;

/** From starting the program until the playground shows a check-in, in milliseconds. */
async function firstCheckIn(): Promise<number> {
  const began = performance.now();
  const playground = await startProcess('src/main.ts', {}, async (_, printed) => printed.includes('Kith is at'));
  const took = performance.now() - began;
  const state = await fetch(`${playground.address}/playground/state`).then((response) => response.text());
  await playground.stop();
  if (!state.startsWith('{')) throw new Error(`the playground did not answer: ${state.slice(0, 200)}`);
  return took;
}

export const start: Scenario = {
  name: 'start',
  about: 'the playground from its start until a check-in is shown',
  async run(_ground, { rounds }) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await firstCheckIn());
    const took = median(times);
    return [{ name: 'start', value: took / 1000, unit: 's', target: '≤ 10 s', met: took <= START_TARGET_MS }];
  },
};
