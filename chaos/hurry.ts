/** By what limits and waits are divided, so that hours can be tried in minutes; all else is as in production. */
export interface Hurry {
  /** The platforms' limits, the local platforms' own as well. */
  readonly compression: number;
  /** Kith's own waits: leases, retries, locks and rounds of the jobs. */
  readonly haste: number;
}
