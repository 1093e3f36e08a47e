import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import { joined } from '../members/membership.ts';
import type { Reply } from '../reply.ts';
import { NO_THANKS, newThanksModal } from './thanks-modal.ts';

/** *Thank* called on a message, on a person, or on nothing: opens the modal with what is known. */
export function thankByShortcut(handling: Handling, person: string | null, message: string | null): Reply {
  const { texts, origin, mentioned } = handling;
  joined(handling);
  // A message without a person behind it was written by an app.
  if (person === null && message !== null) throw new UserError('thanks.bot');
  if (person === origin.person.externalId) throw new UserError('thanks.self');
  if (person !== null && mentioned[person] === 'bot') throw new UserError('thanks.bot');
  if (person !== null && mentioned[person] === 'gone') throw new UserError('thanks.gone');
  const to = person === null ? [] : [person];
  return { kind: 'modal', modal: newThanksModal(texts, { ...NO_THANKS, to }, message) };
}
