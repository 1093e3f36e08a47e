import type { ProgramKind } from '../records/program.ts';
import type { MessageKey } from './messages/keys.ts';

/** A kind of support, or `any`. */
export type PromptSupport = 'emotional' | 'practical' | 'informational' | 'appraisal' | 'esteem' | 'any';

/** A question as data: a stable key that is also its text's key in the catalogue, and what it is about. */
export interface Prompt {
  readonly key: MessageKey & `prompt.${string}`;
  /** What *Less of this* rests. */
  readonly category: string;
  readonly support: PromptSupport;
  readonly tone: 'warm' | 'playful' | 'quiet';
  /** Answered by one of these (each a text `choice.<value>` in the catalogue); none: answered in words. */
  readonly choices: readonly Choice[];
}

export type Choice = 'fine' | 'say-hello' | 'a-hello' | 'a-hand' | 'quiet';
export const CHOICES: readonly Choice[] = ['fine', 'say-hello', 'a-hello', 'a-hand', 'quiet'];

const open = (key: Prompt['key'], category: string, support: PromptSupport, tone: Prompt['tone']): Prompt => ({
  key,
  category,
  support,
  tone,
  choices: [],
});

/** The question about people that Kith asks unless an organizer chose another pack. */
const today: readonly Prompt[] = [
  { key: 'prompt.today', category: 'people', support: 'any', tone: 'warm', choices: CHOICES },
];

/** Open questions, answered in words. */
const general: readonly Prompt[] = [
  open('prompt.really', 'feelings', 'emotional', 'warm'),
  open('prompt.one-word', 'feelings', 'any', 'quiet'),
  open('prompt.weather', 'feelings', 'emotional', 'playful'),
  open('prompt.set-down', 'feelings', 'emotional', 'quiet'),
  open('prompt.tomorrow', 'practical', 'practical', 'warm'),
  open('prompt.stuck', 'practical', 'informational', 'warm'),
  open('prompt.bigger', 'perspective', 'appraisal', 'warm'),
  open('prompt.control', 'perspective', 'appraisal', 'quiet'),
  open('prompt.handled', 'strengths', 'esteem', 'warm'),
  open('prompt.tiny-win', 'strengths', 'esteem', 'playful'),
  open('prompt.energy', 'feelings', 'any', 'warm'),
  open('prompt.company', 'feelings', 'emotional', 'quiet'),
];

/** Gratitude nudges: answered by writing to somebody. */
const gratitude: readonly Prompt[] = [
  open('prompt.lighter', 'gratitude', 'emotional', 'warm'),
  open('prompt.easier', 'gratitude', 'practical', 'warm'),
  open('prompt.advice', 'gratitude', 'informational', 'warm'),
  open('prompt.clearly', 'gratitude', 'appraisal', 'warm'),
  open('prompt.believed', 'gratitude', 'esteem', 'warm'),
  open('prompt.unseen', 'gratitude', 'any', 'playful'),
  open('prompt.ordinary', 'gratitude', 'any', 'playful'),
];

/** One tie of the member's own; who it is opens on a tap. */
const reachOut: readonly Prompt[] = [open('prompt.remember', 'reach-out', 'emotional', 'warm')];

export interface Pack {
  /** What kind of program asks it. */
  readonly kind: ProgramKind;
  readonly prompts: readonly Prompt[];
}

/** Prompt packs by name; a pack's own name stands in the catalogue under `pack.<name>`. */
export const packs = {
  today: { kind: 'check-in', prompts: today },
  general: { kind: 'check-in', prompts: general },
  gratitude: { kind: 'gratitude', prompts: gratitude },
  'reach-out': { kind: 'reach-out', prompts: reachOut },
} as const satisfies Readonly<Record<string, Pack>>;
export type PackName = keyof typeof packs;
export const packNames = Object.keys(packs) as readonly PackName[];

/** The prompts of a pack by name; a name we no longer ship falls back to the default question. */
export function promptsOf(pack: string): readonly Prompt[] {
  return packNames.includes(pack as PackName) ? packs[pack as PackName].prompts : today;
}

const byKey = new Map<string, Prompt>(
  Object.values<Pack>(packs).flatMap(({ prompts }) => prompts.map((prompt) => [prompt.key, prompt] as const)),
);

/** A prompt by its stable key. */
export function promptByKey(key: string): Prompt | null {
  return byKey.get(key) ?? null;
}
