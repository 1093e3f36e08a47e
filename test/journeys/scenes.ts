import pg from 'pg';
import type { Actor, LocalPlatform, Seen } from '../../playground/driver.ts';
import { labels, readsAfter } from './acting.ts';
import type { Running } from './running.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
export const QUESTION = 'What would be good today?';

/** Joins by *Change*, with these values by the modal's English labels. */
export async function joinWith(actor: Actor, values: Readonly<Record<string, string>>): Promise<void> {
  await actor.type('/kith join', 'general');
  const card = await actor.until('the proposal', (one) =>
    one.sees('general').findLast((message) => labels(message).includes('Change')),
  );
  await actor.press('Change', card);
  await actor.until('the modal', (one) => one.modal());
  await readsAfter(actor, () => actor.submit(values), 'You’re in.', 'general');
}

/** Prompts the person can see in their direct messages, newest last. */
export function prompts(actor: Actor): readonly Seen[] {
  return actor.sees('direct').filter((message) => message.text.includes(QUESTION));
}

/** What Kith has posted anywhere for everyone or sent directly: not the answers that only one person sees for a moment. */
export function delivered(local: LocalPlatform): readonly Seen[] {
  return local.sent().filter((message) => message.author === local.botId && !message.ephemeral);
}

/** Opens `/kith home` and returns the card. */
export async function home(actor: Actor): Promise<Seen> {
  const before = actor.sees('general').length;
  await actor.type('/kith home', 'general');
  return actor.until('home', (one) =>
    one
      .sees('general')
      .slice(before)
      .findLast((message) => labels(message).includes('Need help now')),
  );
}

/** Presses a button of the newest message that has it and waits until `text` can be read in an answer. */
export async function pressAndRead(actor: Actor, label: string, text: string, message?: Seen): Promise<Seen> {
  return readsAfter(actor, () => actor.press(label, message), text);
}

/** Asks Kith's database. */
export async function rows<Row extends pg.QueryResultRow>(
  { databaseUrl }: Pick<Running, 'databaseUrl'>,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  if (databaseUrl === null) throw new Error('there is no database to look into');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
