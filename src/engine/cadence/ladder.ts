/** How often a member is asked after silence (silence is neither consent nor a sign of risk). */

const IGNORED_BEFORE_SLOWER = 2;
const IGNORED_BEFORE_GOODBYE = 4;

export interface Rung {
  /** Every how many-th slot is taken. */
  readonly every: number;
  readonly ignoredInRow: number;
  /** One kind goodbye is due now, then quiet until the member returns. */
  readonly goodbye: boolean;
}

/** After one more prompt that nobody answered: two in a row halve the pace, four end it. */
export function afterSilence(every: number, ignoredInRow: number): Rung {
  const ignored = ignoredInRow + 1;
  return {
    every: ignored === IGNORED_BEFORE_SLOWER ? every * 2 : every,
    ignoredInRow: ignored,
    goodbye: ignored >= IGNORED_BEFORE_GOODBYE,
  };
}

/** After any sign of life: back to the pace that was chosen. */
export function afterReply(chosenEvery: number): Rung {
  return { every: chosenEvery, ignoredInRow: 0, goodbye: false };
}
