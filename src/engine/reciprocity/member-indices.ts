/** A member's own indices. They assist a self-rating; nobody but the member ever sees them. */

/** Damping of the balance: with few acts it stays near 0 (acts; a design choice). */
const KAPPA = 4;
/** Within this the view says "about even". */
const ABOUT_EVEN = 0.25;
/** Fewest raw acts between two before anything is said of the pair. */
const FEWEST_IN_DYAD = 4;

/** Above both, somebody gives much more than comes back: a balance, and acts given by their decayed weight. */
const GIVES_MUCH = { balance: 0.5, weight: 8 } as const;

/** Whether somebody carries a lot: it only ever leads to an offer, and only to them. */
export function givesMuch(given: number, received: number): boolean {
  return given >= GIVES_MUCH.weight && balance(given, received) > GIVES_MUCH.balance;
}

/** B = (s⁺−s⁻)/(s⁺+s⁻+κ), from −1 (only received) to 1 (only given). */
export function balance(given: number, received: number): number {
  return (given - received) / (given + received + KAPPA);
}

/** What the private view leads with. */
export function leaning(b: number): 'even' | 'given' | 'received' {
  if (Math.abs(b) < ABOUT_EVEN) return 'even';
  return b > 0 ? 'given' : 'received';
}

/** b = 2·min(w_ij,w_ji)/(w_ij+w_ji); `null` below four raw acts. For eligibility of prompts only, never shown, never stored. */
export function dyad(there: number, back: number, rawActs: number): number | null {
  return rawActs < FEWEST_IN_DYAD || there + back === 0 ? null : (2 * Math.min(there, back)) / (there + back);
}

/** Weights between a member and one other person, both ways. */
export interface Exchange {
  readonly given: number;
  readonly received: number;
}

/** Σ min(w_ij,w_ji)/s⁺: how much of what was given came back from the same people; `null` when nothing was given. */
export function reciprocatedShare(exchanges: readonly Exchange[]): number | null {
  const given = exchanges.reduce((sum, one) => sum + one.given, 0);
  return given === 0 ? null : exchanges.reduce((sum, one) => sum + Math.min(one.given, one.received), 0) / given;
}

/** exp(entropy) of how giving is spread: the effective number of people given to (Hill number of order 1); 0 when nothing was given. */
export function partnerBreadth(given: readonly number[]): number {
  const total = given.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return 0;
  // A weight so small that its share is 0 counts for nobody.
  const shares = given.map((weight) => weight / total).filter((share) => share > 0);
  return Math.exp(-shares.reduce((sum, share) => sum + share * Math.log(share), 0));
}
