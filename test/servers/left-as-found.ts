import { afterAll, beforeAll, expect, vi } from 'vitest';

/**
 * Around every file: one process runs many of them, so each must leave it as it was found. What one changed would be the next
 * one's puzzle, and a server that one forgot to stop would work on beside it.
 */

let found: ReturnType<typeof look>;

beforeAll(() => {
  found = look();
});

// Hooks run like a stack: this is the last one of the file.
afterAll(() => vi.waitFor(() => expect(look(), 'what the file leaves behind').toEqual(found), { timeout: 30_000 }));

function look() {
  const resources = process.getActiveResourcesInfo();
  return {
    environment: { ...process.env },
    folder: process.cwd(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    globals: { now: Date.now, setTimeout: globalThis.setTimeout, fetch: globalThis.fetch },
    listeners: ['SIGINT', 'SIGTERM', 'uncaughtException', 'unhandledRejection'].map((name) =>
      process.listenerCount(name),
    ),
    servers: resources.filter((one) => one === 'TCPServerWrap' || one === 'PipeServerWrap').length,
    processes: resources.filter((one) => one === 'ProcessWrap').length,
  };
}
