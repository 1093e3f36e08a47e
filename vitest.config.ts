import { defineConfig } from 'vitest/config';

// A zone nobody develops in (UTC+12:45, with summer time): code that leans on the machine's local time fails here.
process.env.TZ = 'Pacific/Chatham';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/servers/global-setup.ts'],
    env: { TZ: 'Pacific/Chatham' },
    // Processes, because tests change TZ and environment and start servers; three, because with two the two cores of a small machine wait too often.
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 15_000,
    hookTimeout: 60_000,
    // A condition is awaited, not a time: on a busy machine it may take a while to hold.
    expect: { poll: { timeout: 10_000 } },
    retry: 0,
    sequence: { shuffle: false, hooks: 'stack' },
  },
});
