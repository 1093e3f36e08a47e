import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockFile } from '../../../adapters/postgres/folder-lock.ts';

function place(): { folder: string; lock: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kith-lock-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, lock: join(folder, 'database.lock') };
}

test('a lock is held until it is given back, and leaves no file', () => {
  const { folder, lock } = place();
  const release = lockFile(lock);
  expect(() => lockFile(lock)).toThrow(`process ${process.pid}`);
  expect(readdirSync(folder)).toEqual(['database.lock']);
  release();
  lockFile(lock)();
  expect(readdirSync(folder)).toEqual([]);
});

test('a living process keeps its lock', () => {
  const { lock } = place();
  writeFileSync(lock, JSON.stringify({ pid: process.ppid, started: null }));
  expect(() => lockFile(lock)).toThrow(`process ${process.ppid}`);
});

test('a process that was given the number of a dead one does not hold its lock, where start times are known', () => {
  const { lock } = place();
  // A container restarts with the same small numbers every time.
  writeFileSync(lock, JSON.stringify({ pid: process.ppid, started: '1' }));
  if (process.platform === 'linux') lockFile(lock)();
  else expect(() => lockFile(lock)).toThrow(`process ${process.ppid}`);
});

test('a lock file that nobody can read is taken over', () => {
  const { lock } = place();
  writeFileSync(lock, '');
  const release = lockFile(lock);
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
  release();
});
