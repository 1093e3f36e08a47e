import { z } from 'zod';
import type { Engine } from '../src/engine/engine.ts';

/** What jobs call. */
export type Work = Pick<Engine, 'plan' | 'deliver' | 'expire' | 'sweep' | 'lookUp' | 'purge' | 'askAbsences'>;

export type Outcome = Awaited<ReturnType<Engine['deliver']>>;

export type RecurringName = 'plan' | 'expire' | 'sweep' | 'look-up' | 'purge' | 'absences';

/** A kind of background work: it parses its payload and calls one engine function. What that throws goes on to BullMQ. */
export interface JobKind<Name extends string = string> {
  readonly name: Name;
  run(work: Work, payload: unknown): Promise<Outcome>;
}

export interface RecurringJobKind extends JobKind<RecurringName> {
  /** How often it wakes by itself, in milliseconds. */
  readonly everyMs: number;
}

/** Recurring jobs look for their work in the stores; they are told nothing. */
export const recurringPayload = z.strictObject({});
