import { personArg } from '../action.ts';
import { MOST_PEOPLE } from '../commands/spec.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { Member } from '../records/member.ts';

/** Those who were named, told apart by whether they joined. */
export interface Receivers {
  readonly joined: readonly Member[];
  /** Platform ids of people who have not joined; nothing about them is stored. */
  readonly others: readonly string[];
}

/**
 * Checks whom somebody wants to thank: each person once.
 * @throws UserError for oneself, a bot, somebody who is gone, nobody, or too many at once
 */
export async function receivers({ origin, mentioned, stores }: Handling, ids: readonly string[]): Promise<Receivers> {
  const people = [...new Set(ids)];
  // A client may send anything for a person.
  if (people.length === 0 || !people.every((id) => personArg.safeParse(id).success))
    throw new UserError('thanks.nobody');
  if (people.length > MOST_PEOPLE) throw new UserError('thanks.too-many', { most: MOST_PEOPLE, count: people.length });
  if (people.includes(origin.person.externalId)) throw new UserError('thanks.self');
  if (people.some((id) => mentioned[id] === 'bot')) throw new UserError('thanks.bot');
  if (people.some((id) => mentioned[id] === 'gone')) throw new UserError('thanks.gone');
  const found = await Promise.all(people.map((id) => stores.members.find(id)));
  const joined = found.filter((member) => member?.status === 'joined').filter((member) => member !== null);
  const known = new Set(joined.map((member) => member.externalId));
  return { joined, others: people.filter((id) => !known.has(id)) };
}
