import { parseArgs } from 'node:util';
import { z } from 'zod';

const count = z.coerce.number().int().positive();

const schema = z.object({
  json: z.string().optional(),
  only: z
    .string()
    .transform((names) => names.split(','))
    .optional(),
  rounds: count.default(3),
  due: count.default(10_000),
  enrolments: count.optional(),
  deliveries: count.default(2_000),
  prompts: count.default(10_000),
  seconds: count.default(10),
});

export type Options = z.output<typeof schema>;

export const usage = `npm run bench -- [options]
  --only NAMES      some scenarios, separated by commas
  --json FILE       also writes the numbers as JSON
  --rounds N        rounds of ours and of the baseline each, after one to warm up (3)
  --due N           plan: enrolments due at once (10000)
  --enrolments N    plan: once more with so many, for the cost of one among many (1000000 takes some minutes)
  --deliveries N    deliver: prompts due at once (2000)
  --prompts N       lateness: prompts due at once, 300 in each workspace (10000)
  --seconds N       acknowledge: how long people press buttons (10)
`;

/** @throws Error saying which option is wrong */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = {
    json: text,
    only: text,
    rounds: text,
    due: text,
    enrolments: text,
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
