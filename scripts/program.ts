import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface ProgramResult {
  readonly green: boolean;
  /** Everything it printed. */
  readonly said: string;
}

/** Runs a program to its end; green is an exit code of 0. */
export async function runProgram(path: string, args: readonly string[], folder: string): Promise<ProgramResult> {
  const child = spawn(path, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { green: code === 0, said: `${out}${err}`.trim() };
}
