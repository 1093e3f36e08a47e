import type { CommandDescription } from '../../src/engine/commands/describe.ts';

/** Damerau–Levenshtein distance (adjacent letters swapped count once): how many slips turn one word into another. */
export function distance(from: string, to: string): number {
  const rows: number[][] = Array.from({ length: from.length + 1 }, (_, row) => [row]);
  const at = (row: number, column: number) => rows[row]?.[column] ?? row + column;
  for (let row = 0; row <= from.length; row += 1) {
    for (let column = row === 0 ? 0 : 1; column <= to.length; column += 1) {
      if (row === 0) {
        rows[0]?.splice(column, 1, column);
        continue;
      }
      const same = from[row - 1] === to[column - 1];
      let least = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        least = Math.min(least, at(row - 2, column - 2) + 1);
      }
      rows[row]?.splice(column, 1, least);
    }
  }
  return at(from.length, to.length);
}

/** The command that was probably meant: at most one slip in three letters, or `null`. */
export function nearest(commands: readonly CommandDescription[], typed: readonly string[]): CommandDescription | null {
  let best: { command: CommandDescription; slips: number } | null = null;
  for (const command of commands) {
    const name = command.words.join(' ');
    // A group's first word alone (`program`) means one of its leaves.
    const tries = [typed.slice(0, command.words.length).join(' '), ...(typed.length === 1 ? [typed[0] ?? ''] : [])];
    for (const attempt of tries) {
      if (attempt === '') continue;
      const whole = distance(attempt, name);
      const slips = command.words.length > 1 && typed.length === 1 ? distance(attempt, command.words[0] ?? '') : whole;
      if (slips <= Math.max(1, Math.floor(attempt.length / 3)) && (!best || slips < best.slips))
        best = { command, slips };
    }
  }
  return best?.command ?? null;
}
