import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/servers/longest-first.ts';

// A zone nobody develops in (UTC+12:45, with summer time): code that leans on the machine's local time fails here.
process.env.TZ = 'Pacific/Chatham';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/servers/global-setup.ts'],
    setupFiles: ['test/servers/left-as-found.ts', 'test/servers/same-draws.ts'],
    env: { TZ: 'Pacific/Chatham' },
    // Processes, because tests start servers and end them; three, because with two the two cores of a small machine wait too often.
    pool: 'forks',
    maxWorkers: 3,
    // Each runs many files, so that what they share is loaded once; what a file may not leave behind is in setupFiles.
    isolate: false,
    // More than one condition may have to be waited for.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A condition is awaited, not a time: on a busy machine it may take a while to hold.
    expect: { poll: { timeout: 20_000 } },
    retry: 0,
    sequence: { shuffle: false, hooks: 'stack', sequencer: LongestFirst },
  },
});
