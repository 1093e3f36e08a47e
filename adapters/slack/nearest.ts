import type { CommandDescription } from '../../src/engine/commands/spec.ts';
import { slips as distance } from '../../src/engine/content/slips.ts';

/** The command that was probably meant: at most one slip in three letters, or `null`. */
export function nearest(commands: readonly CommandDescription[], typed: readonly string[]): CommandDescription | null {
  let best: { command: CommandDescription; slips: number } | null = null;
  for (const command of commands) {
    const name = command.words.join(' ');
    // A group's first word alone (`program`) means one of its leaves.
    const tries = [typed.slice(0, command.words.length).join(' '), ...(typed.length === 1 ? [typed[0] ?? ''] : [])];
    for (const attempt of tries) {
      // So much longer than any command it is none, and comparing it would take long.
      if (attempt === '' || attempt.length > 2 * name.length) continue;
      const whole = distance(attempt, name);
      const slips = command.words.length > 1 && typed.length === 1 ? distance(attempt, command.words[0] ?? '') : whole;
      if (slips <= Math.max(1, Math.floor(attempt.length / 3)) && (!best || slips < best.slips))
        best = { command, slips };
    }
  }
  return best?.command ?? null;
}
