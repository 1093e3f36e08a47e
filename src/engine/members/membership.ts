import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { Member } from '../records/member.ts';

/** The member who acts. @throws UserError when the person has not joined (any more). */
export function joined({ member }: Pick<Handling, 'member'>): Member {
  if (member?.status !== 'joined') throw new UserError('join.first');
  return member;
}
