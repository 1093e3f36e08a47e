import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allJobs } from '../../jobs/index.ts';

test('every job file is in the index, under its own name', () => {
  const files = readdirSync(new URL('../../jobs', import.meta.url)).filter((file) => file.endsWith('.job.ts'));
  expect(allJobs.map((job) => `${job.name}.job.ts`).sort()).toEqual(files.sort());
});
