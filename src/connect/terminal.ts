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
  // No history: what was pasted as a token must not come back with the arrow keys.
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  // The iterator keeps lines that were typed or pasted before they were asked for.
  const typed = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    lines.setPrompt(question);
    lines.prompt();
    const { value, done } = await typed.next();
    if (done) throw new Gone('the terminal was closed');
    return value.trim();
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
