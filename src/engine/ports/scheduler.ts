import type { DeliveryId, EpochMs } from '../ids.ts';

/** A delivery and when it is due, by the {@link Clock}. */
export interface Due {
  readonly id: DeliveryId;
  readonly at: EpochMs;
}

/** Wakes deliveries. It may forget everything at any moment: the sweep puts back what the stores still hold. */
export interface Scheduler {
  /** Adding the same delivery twice is the same as once. */
  schedule(due: readonly Due[]): Promise<void>;
}
