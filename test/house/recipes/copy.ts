import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { migratedDatabase } from '../../servers/database.ts';

const parts = ['src', 'adapters', 'jobs', 'playground', 'test', 'tsconfig.json', 'package.json', 'slack-manifest.json'];

export interface Ended {
  readonly green: boolean;
  readonly out: string;
  readonly err: string;
}

/** A copy of the project that a recipe is followed in; gone after the test. It remembers what was changed. */
export class Copy {
  /** By path: whether the file is new or was there before. */
  readonly changed = new Map<string, 'new' | 'edited'>();
  readonly #root = mkdtempSync(join(tmpdir(), 'kith-recipe-'));

  constructor() {
    onTestFinished(() => rmSync(this.#root, { recursive: true }));
    for (const part of parts) cpSync(resolve(part), join(this.#root, part), { recursive: true });
    symlinkSync(resolve('node_modules'), join(this.#root, 'node_modules'));
  }

  write(path: string, text: string): void {
    this.changed.set(path, existsSync(join(this.#root, path)) ? 'edited' : 'new');
    mkdirSync(dirname(join(this.#root, path)), { recursive: true });
    writeFileSync(join(this.#root, path), text);
  }

  /** @throws Error when the place is not there exactly once: then the recipe no longer fits the code. */
  replace(path: string, old: string, by: string): void {
    const [before, after, ...more] = readFileSync(join(this.#root, path), 'utf8').split(old);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`not once in ${path}: ${JSON.stringify(old)}`);
    this.write(path, before + by + after);
  }

  insertBefore(path: string, place: string, lines: string): void {
    this.replace(path, place, lines + place);
  }

  /** The texts in both catalogues, each as English and Spanish. */
  addTexts(texts: Readonly<Record<string, readonly [en: string, es: string]>>, languages = ['en', 'es']): void {
    for (const language of languages) {
      const lines = Object.entries(texts).map(
        ([key, [en, es]]) => `'${key}': ${quoted(language === 'en' ? en : es)},\n`,
      );
      this.insertBefore(`src/engine/content/messages/${language}/programs.ts`, '} as const', lines.join(''));
    }
  }

  /** Runs a script of ours as it stands in the copy, on a database without records, and reads the JSON it prints. @throws Error with what it said when it fails. */
  async try(script: URL): Promise<unknown> {
    const database = await migratedDatabase();
    onTestFinished(() => database.drop());
    const { green, out, err } = await this.run(relative(process.cwd(), fileURLToPath(script)), database.url);
    if (!green) throw new Error(err);
    return JSON.parse(out);
  }

  /** Runs tests of ours as they stand in the copy, by file and part of their names; says which of them are red. */
  async redTests(tests: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const include = Object.keys(tests).map((file) => `test/${file}.test.ts`);
    // Without the servers of the whole suite, and with no trace in the node_modules that the copy shares.
    const test = { include, testNamePattern: Object.values(tests).join('|'), maxWorkers: 1, testTimeout: 60_000 };
    const config = { cacheDir: './.cache', test };
    writeFileSync(join(this.#root, 'vitest.config.js'), `export default ${JSON.stringify(config)};\n`);
    const report = join(this.#root, 'report.json');
    const asJson = ['--reporter=json', `--outputFile=${report}`];
    const { out, err } = await this.run('node_modules/vitest/vitest.mjs', 'run', ...asJson);
    if (!existsSync(report)) throw new Error(`${out}${err}`);
    const { testResults } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
    const ran = testResults.map(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status !== 'skipped'),
    );
    if (ran.length < include.length || ran.some((one) => one.length === 0)) throw new Error(`not run: ${out}${err}`);
    return ran.flat().flatMap(({ status, fullName }) => (status === 'passed' ? [] : [fullName]));
  }

  /** What the compiler says of the engine: a line for each error. A second time it only looks at what changed. */
  async typeErrors(): Promise<readonly string[]> {
    const config = {
      extends: './tsconfig.json',
      compilerOptions: { incremental: true, tsBuildInfoFile: './types.json' },
      include: ['src/engine'],
    };
    writeFileSync(join(this.#root, 'tsconfig.engine.json'), JSON.stringify(config));
    const tsc = 'node_modules/typescript/bin/tsc';
    const { green, out, err } = await this.run(tsc, '--project', 'tsconfig.engine.json', '--pretty', 'false');
    const errors = out.split('\n').filter((line) => line.includes('error TS'));
    if (!green && errors.length === 0) throw new Error(`${out}${err}`);
    return errors;
  }

  run(script: string, ...args: readonly string[]): Promise<Ended> {
    // Only what a program needs: the marks by which Vitest knows its own children would confuse another one.
    const { PATH, HOME, TZ } = process.env;
    const options = { cwd: this.#root, env: { PATH, HOME, TZ }, maxBuffer: 16 * 1024 * 1024 };
    return new Promise((done) => {
      execFile(process.execPath, [script, ...args], options, (error, out, err) =>
        done({ green: error === null, out, err }),
      );
    });
  }
}

const reportSchema = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
