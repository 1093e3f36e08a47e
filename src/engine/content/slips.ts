/** Damerau–Levenshtein distance (adjacent letters swapped count once): how many slips turn one word into another. */
export function slips(from: string, to: string): number {
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
