import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { OperatorError } from '../../src/engine/errors.ts';

/** Whoever holds a lock: the start time tells a process from a later one that was given the same number. */
interface Holder {
  readonly pid: number;
  readonly started: string | null;
}

/**
 * Takes a lock file for this process, also from a process that died without giving it back.
 * @returns gives it back
 * @throws OperatorError when a living process holds it
 */
export function lockFile(path: string): () => void {
  const us: Holder = { pid: process.pid, started: startOf(process.pid) };
  while (!create(path, us)) {
    const holder = read(path);
    if (holder === undefined) continue;
    if (holder !== 'unreadable' && alive(holder)) {
      throw new OperatorError(`Another Kith (process ${holder.pid}) uses this folder: ${path} is locked.`);
    }
    if (takeOver(path, us)) break;
  }
  return () => rmSync(path, { force: true });
}

/**
 * Of all who find the same dead holder only one may replace it. The claim file decides who, and the holder is looked at
 * again under it, because somebody else may have been here in between.
 */
function takeOver(path: string, us: Holder): boolean {
  const claim = `${path}.claim`;
  if (!create(claim, us)) {
    throw new OperatorError(`Another Kith is just starting in this folder. If none is, remove ${claim}.`);
  }
  try {
    const holder = read(path);
    if (holder === undefined || (holder !== 'unreadable' && alive(holder))) return false;
    const next = `${path}.next`;
    writeFileSync(next, JSON.stringify(us), { mode: 0o600 });
    renameSync(next, path);
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

/** A hard link makes the file or fails, in one step, and nobody ever reads it half written. */
function create(path: string, holder: Holder): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function read(path: string): Holder | 'unreadable' | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof holder.pid === 'number' ? { pid: holder.pid, started: holder.started ?? null } : 'unreadable';
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : 'unreadable';
  }
}

function alive({ pid, started }: Holder): boolean {
  try {
    // Signal 0 only asks.
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return started === null || now === null || started === now;
}

/** When a process started, in ticks since boot: field 22 of /proc/PID/stat; `null` where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field, the program's name in parentheses, may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
