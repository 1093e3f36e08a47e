import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** A person at a keyboard. */
export interface Terminal {
  say(line: string): void;
  /** The answer without spaces around it; empty when they only pressed Enter. @throws Gone when they left. */
  ask(question: string): Promise<string>;
  /** As `ask`, and what is typed does not show: tokens are pasted while others may look on. */
  askSecret(question: string): Promise<string>;
}

/** They pressed Ctrl+C or Ctrl+D. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** The terminal this process was started in. */
export function openTerminal(): Terminal & { close(): void } {
  let muted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!muted) process.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const left = new AbortController();
  lines.on('close', () => left.abort());
  const ask = async (question: string): Promise<string> => {
    try {
      return (await lines.question(question, { signal: left.signal })).trim();
    } catch (cause) {
      throw new Gone('the terminal was closed', { cause });
    }
  };
  return {
    say: (line) => void process.stdout.write(`${line}\n`),
    ask,
    async askSecret(question) {
      process.stdout.write(question);
      muted = true;
      try {
        return await ask('');
      } finally {
        muted = false;
        process.stdout.write('\n');
      }
    },
    close: () => lines.close(),
  };
}
