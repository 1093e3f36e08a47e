import { parseArgs } from 'node:util';
import { z } from 'zod';

const count = z.coerce.number().int().positive();

const schema = z.object({
  json: z.string().optional(),
  record: z.string().optional(),
  only: z
    .string()
    .transform((names) => names.split(','))
    .optional(),
  rounds: count.default(3),
  due: count.default(10_000),
  sizes: z
    .string()
    .transform((sizes) => sizes.split(',').map(Number))
    .pipe(z.array(z.number().int().positive()))
    .optional(),
  deliveries: count.default(2_000),
  prompts: count.default(10_000),
  seconds: count.default(10),
});

export type Options = z.output<typeof schema>;

export const usage = `npm run bench -- [options]
  --only NAMES      some scenarios, separated by commas
  --json FILE       also writes the numbers as JSON
  --record FILE     also keeps them in FILE with date, load and targets, beside what it holds of other scenarios: see bench/draw.ts
  --sizes LIST      plan, deliver, lateness, fan-out and memory in databases that hold so many enrolments besides, for
                    each of LIST (10000,100000,1000000 takes a quarter of an hour); else in empty ones
  --rounds N        rounds of ours and of the baseline each, after one to warm up (3)
  --due N           plan: enrolments due at once (10000)
  --deliveries N    deliver: prompts due at once (2000)
  --prompts N       lateness: prompts due at once, 300 in each workspace (10000)
  --seconds N       acknowledge: how long people press buttons (10)
`;

/** @throws Error saying which option is wrong */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = {
    json: text,
    record: text,
    only: text,
    rounds: text,
    due: text,
    sizes: text,
    deliveries: text,
    prompts: text,
    seconds: text,
  };
  const parsed = schema.safeParse(parseArgs({ args: [...args], options }).values);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
  }
  return parsed.data;
}
