import type { Terminal } from './terminal.ts';

/** One value that the person copies from a platform's page. */
export interface Wanted {
  readonly variable: string;
  /** What it looks like, as a person would say it. */
  readonly shape: string;
  readonly pattern: RegExp;
  readonly secret: boolean;
}

export const wanted = {
  botToken: { variable: 'SLACK_BOT_TOKEN', shape: 'begins with xoxb-', pattern: /^xoxb-\S+$/, secret: true },
  appToken: { variable: 'SLACK_APP_TOKEN', shape: 'begins with xapp-', pattern: /^xapp-\S+$/, secret: true },
  signingSecret: {
    variable: 'SLACK_SIGNING_SECRET',
    shape: 'is at least 8 letters and digits',
    pattern: /^\S{8,}$/,
    secret: true,
  },
  applicationId: {
    variable: 'DISCORD_APPLICATION_ID',
    shape: 'is a long number',
    pattern: /^\d{15,21}$/,
    secret: false,
  },
  discordToken: { variable: 'DISCORD_TOKEN', shape: 'is a long word', pattern: /^\S{20,}$/, secret: true },
} as const satisfies Record<string, Wanted>;

type Known = Readonly<Record<string, string | undefined>>;

/** Asks until what was pasted has the right shape; Enter keeps what is set, or leaves it for later. Gives only what is new. */
export async function askFor(terminal: Terminal, known: Known, one: Wanted): Promise<Record<string, string>> {
  const { variable, shape, pattern, secret } = one;
  const without = known[variable] ? 'Enter keeps the one that is set' : 'Enter leaves it for later';
  for (;;) {
    const question = `${variable} (${without}): `;
    const answer = secret ? await terminal.askSecret(question) : await terminal.ask(question);
    if (answer === '') return {};
    if (pattern.test(answer)) return { [variable]: answer };
    terminal.say(`That is not it: a ${variable} ${shape}.`);
  }
}

/** Yes is the answer of whoever only presses Enter. */
export async function agree(terminal: Terminal, question: string): Promise<boolean> {
  return !/^n/i.test(await terminal.ask(`${question} [Y/n] `));
}
