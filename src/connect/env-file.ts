import { chmodSync, existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';

/**
 * The text of an `.env` file with these variables in it. Lines of other variables, comments and empty lines stay as they are, to the byte;
 * a variable that stands there already keeps its place.
 */
export function withVariables(text: string, values: Readonly<Record<string, string>>): string {
  const there = new Set<string>();
  const lines = text.split('\n').map((line) => {
    const name = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1] ?? '';
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return line;
    there.add(name);
    return `${name}=${quoted(value)}`;
  });
  const missing = Object.entries(values).filter(([name]) => !there.has(name));
  const added = missing.map(([name, value]) => `${name}=${quoted(value)}`);
  if (added.length === 0) return lines.join('\n');
  const before = lines.join('\n').replace(/\n?$/, text === '' ? '' : '\n');
  return `${before}${added.join('\n')}\n`;
}

/** Writes them so that only this user can read the file, and never half of it. */
export function writeVariables(path: string, values: Readonly<Record<string, string>>): void {
  const exists = existsSync(path);
  const before = exists ? readFileSync(path, 'utf8') : '';
  // A link stays a link: what it leads to is written.
  const file = exists ? realpathSync(path) : path;
  const temporary = `${file}.new`;
  writeFileSync(temporary, withVariables(before, values), { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
}

/** What stands bare in `.env` ends at a `#`, and loses its spaces. */
function quoted(value: string): string {
  if (/[\r\n"]/.test(value)) throw new Error('A value for .env cannot hold line breaks or double quotes.');
  return /^[\w:/.+=@,-]*$/.test(value) ? value : `"${value}"`;
}
