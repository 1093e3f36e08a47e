import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** What the suite runs beside Node. Paths are absolute. */
export interface Programs {
  /** `redis-server`. */
  readonly redis: string;
  /** The folder with `initdb` and `postgres`. */
  readonly postgres: string;
  readonly chromium: string;
  /** A font with coloured emoji, so that pictures of messages look like messages; the value says where it is from. */
  readonly emoji: string;
}

/** Looks for each program in the places packages put them. What is missing, or does not run, is left out. */
export function findPrograms(): Partial<Programs> {
  const found = {
    redis: inPath('redis-server').find(runs),
    postgres: postgresFolders().find((folder) => runs(join(folder, 'initdb')) && runs(join(folder, 'postgres'))),
    chromium: chromiums().find(runs),
    emoji: emojiFont(),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The first line of `program --version`. */
export function version(program: string): string {
  return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

/** Ubuntu's `chromium-browser` is there but only says to install a snap: being there is not enough. */
function runs(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    version(program);
    return true;
  } catch {
    return false;
  }
}

function inPath(...names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin', '/opt/homebrew/bin');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Debian keeps the server's programs out of PATH, one folder for each version; so does Homebrew. Newest first. */
function postgresFolders(): string[] {
  const versions = (folder: string, pattern: RegExp) =>
    list(folder)
      .filter((name) => pattern.test(name))
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((name) => join(folder, name, 'bin'));
  return [
    ...versions('/usr/lib/postgresql', /^\d+$/),
    ...versions('/opt/homebrew/opt', /^postgresql/),
    ...versions('/usr/local/opt', /^postgresql/),
    ...inPath('.'),
  ];
}

function chromiums(): string[] {
  return [
    ...(process.env.KITH_TEST_CHROMIUM ? [process.env.KITH_TEST_CHROMIUM] : []),
    ...inPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    chromium.executablePath(),
  ];
}

function emojiFont(): string | undefined {
  if (process.platform !== 'linux') return 'the system';
  try {
    const families = execFileSync('fc-list', [':', 'family'], { encoding: 'utf8' });
    return families.split('\n').find((family) => /emoji/i.test(family));
  } catch {
    return undefined;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
