/** What is sent, to whom and when. */

import type {
  DeliveryId,
  EnrolmentId,
  EpochMs,
  LocalDate,
  MemberId,
  OccurrenceId,
  ProgramId,
  ThanksId,
} from '../ids.ts';
import type { Destination, Receipt } from '../ports/platform.ts';

/** What a delivery shows is composed when it is sent, from what it refers to. */
export type DeliverySubject =
  | { readonly kind: 'prompt'; readonly occurrence: OccurrenceId; readonly member: MemberId }
  | { readonly kind: 'doorbell'; readonly program: ProgramId; readonly slot: LocalDate }
  /** The hello that tests whether direct messages arrive. */
  | { readonly kind: 'welcome'; readonly member: MemberId }
  /** A note of thanks to its receiver. */
  | { readonly kind: 'thanks'; readonly thanks: ThanksId; readonly member: MemberId }
  /** A note of thanks where all can read it, with both sides' consent. */
  | { readonly kind: 'public-thanks'; readonly thanks: ThanksId }
  /** Who thanked whom for all to read in the week that ends on this date. */
  | { readonly kind: 'digest'; readonly slot: LocalDate }
  /** Takes a post away again: the one that the receipt names. */
  | { readonly kind: 'withdrawal' }
  /** The last word after four unanswered prompts. */
  | { readonly kind: 'goodbye'; readonly member: MemberId; readonly enrolment: EnrolmentId };

export interface Delivery {
  readonly id: DeliveryId;
  readonly subject: DeliverySubject;
  readonly to: Destination;
  readonly dueAt: EpochMs;
  /** Past it the delivery is dropped. */
  readonly expiresAt: EpochMs;
  /** `unknown`: sent perhaps, and no look-up could tell. */
  readonly state: 'pending' | 'sending' | 'sent' | 'dropped' | 'failed' | 'unknown';
  /** Why it was dropped or failed: a word for organizers (`snoozed`, `stale`, `person-unreachable`), never text. */
  readonly reason: string | null;
  /** How often a send was begun. */
  readonly attempts: number;
  readonly receipt: Receipt | null;
}
