import type { InboundEvent } from './event.ts';
import type { DeliveryId, EpochMs } from './ids.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Platforms } from './ports/platform.ts';
import type { Random } from './ports/random.ts';
import type { Scheduler } from './ports/scheduler.ts';
import type { Transactor } from './ports/stores.ts';
import type { AnswerMode, Reply } from './reply.ts';

export interface Ports {
  readonly transactor: Transactor;
  readonly platforms: Platforms;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Who hosts this Kith, as onboarding names them. */
  readonly operator: string;
}

/** The core: every adapter and job calls one function of it, and it calls back through its ports only. */
export interface Engine {
  /** How this event will be answered, known without any look-up. */
  answerMode(event: InboundEvent): AnswerMode;
  /** The one way in. Never rejects for anything a person did; a bug is logged and answered kindly, with nothing kept. */
  handle(event: InboundEvent): Promise<Reply>;
  /** Plans what is due soon, batch by batch; says how many occurrences were written. */
  plan(): Promise<number>;
  /** Sends one delivery if it is still wanted. `againInMs`: wake it once more after that. Rejects only for bugs and lost databases. */
  deliver(id: DeliveryId): Promise<'done' | { readonly againInMs: number }>;
  /** Closes prompts nobody answered, slows down, says goodbye; says how many. */
  expire(): Promise<number>;
  /** Puts back every unfinished delivery that the scheduler may have forgotten; says how many. */
  sweep(): Promise<number>;
  /** Erases and deletes what has had its time; says how many rows. */
  purge(): Promise<number>;
  /** The next moment (by the clock) at which something happens by itself. */
  nextAt(): Promise<EpochMs | null>;
}

/** Builds the engine on its ports. */
export function createEngine(_ports: Ports): Engine {
  throw new Error('under construction');
}
