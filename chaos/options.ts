import { parseArgs } from 'node:util';
import { z } from 'zod';
import { systemRandom } from '../src/random.ts';

const count = z.coerce.number().int().positive();

const schema = z.object({
  seed: z
    .string()
    .min(1)
    .default(() => systemRandom.id().slice(0, 8)),
  /** Some leave or pause before theirs comes: of so many, more than 20,000 are sent or withheld. */
  deliveries: count.default(21_000),
  platform: z.enum(['slack', 'discord', 'both']).default('both'),
  queue: z.enum(['redis', 'postgres']).default('redis'),
  kills: count.default(50),
  workers: count.default(3),
  receivers: z.coerce.number().int().nonnegative().default(1),
  rate: count.default(70),
  json: z.string().optional(),
});

export type Options = z.output<typeof schema>;

export const usage = `npm run chaos -- [options]
  --seed TEXT       of all chance; another each time unless told
  --deliveries N    people on each platform who are to get one (21000)
  --platform NAME   slack, discord, or both, one after the other (both)
  --queue NAME      redis, or postgres: the queue lives in the database, too (redis)
  --kills N         how often a worker is ended by SIGKILL, on each platform (50)
  --workers N       processes that plan and send (3)
  --receivers N     processes that receive what people do (1)
  --rate N          deliveries that come due in a second (70)
  --json FILE       also writes the figures as JSON
`;

/** @throws Error saying which option is wrong */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, text]));
  const parsed = schema.safeParse(parseArgs({ args: [...args], options }).values);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
  }
  return parsed.data;
}
