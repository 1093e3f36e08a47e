import type { Card } from '../card/card.ts';
import type { Installation } from '../event.ts';
import type { DeliveryId, EpochMs } from '../ids.ts';

/** Where a card goes by itself (never ephemeral: it must be possible to find it again). */
export type Destination =
  | { readonly kind: 'direct'; readonly person: string }
  | { readonly kind: 'channel'; readonly channel: string };

/** Where a card stands, enough to change it later. */
export interface Receipt {
  readonly channel: string;
  readonly message: string;
}

/** What a platform can do, as data: the engine looks here and takes the next best way. */
export interface Features {
  /** The profile says the person's zone; otherwise it is asked. */
  readonly profileZone: boolean;
  /** Prompts come by direct message unless the person says otherwise; elsewhere a doorbell in the channel is the default. */
  readonly directByDefault: boolean;
  /** Of how many persons in a minute it says, in each community, who is away or wants no notifications; 0 where nobody can be asked about. */
  readonly absences: number;
}

/** A limit of the platform as a pace: one call each `everyMs`, with `burst` calls allowed at once. Calls with the same key share it. */
export interface Pace {
  readonly key: string;
  readonly everyMs: number;
  readonly burst: number;
  /** What the platform counts: at most `window` calls in any `window · everyMs` milliseconds, however they are spread in it. */
  readonly window?: number;
  /** Other communities keep the same pace: where calls have to wait for it, communities take turns. */
  readonly shared?: true;
  /** So many calls may wait for it that workers come late for their slots. So calls are also counted when they are made, and a late slot may be used as far as that count leaves room. */
  readonly counted?: true;
}

/** What platforms said about their limits, kept for all processes together. Only what a platform itself said belongs here. */
export interface Restraints {
  /** Nothing more at this pace for so long: the platform refused for that time, or said that nothing is left. */
  hold(pace: Pace, ms: number): Promise<void>;
  /**
   * The platform called a request invalid. With `budget` of them or more within ten minutes the pace is held until fewer are left.
   * Says how many there are, and for how long it is held now (0: not).
   */
  invalid(pace: Pace, budget: number): Promise<{ readonly count: number; readonly holdMs: number }>;
  /**
   * Counts one call of all processes at this pace. It may go in `waitMs` if it was admitted; it was not when that would be more than `withinMs`
   * from now, and was not counted then.
   */
  admit(pace: Pace, withinMs: number): Promise<{ readonly admitted: boolean; readonly waitMs: number }>;
}

/** How fast the prompts of one community may go: one each `everyMs`, `burst` of them at once. */
export type Spread = Pick<Pace, 'everyMs' | 'burst'>;

export interface Profile {
  readonly name: string;
  readonly zone: string | null;
  readonly locale: string | null;
  readonly ordinary: boolean;
}

/** What the platform says of somebody's being away, and of their clock; in whose words and why is not carried. */
export interface Absence {
  /** Out of office, on vacation, ill; `until` is `null` when the status has no end: it holds for the day. */
  readonly away: { readonly until: EpochMs | null } | null;
  /** The current or next stretch of do-not-disturb. */
  readonly silent: { readonly from: EpochMs; readonly until: EpochMs } | null;
  /** The zone of their profile, an IANA name. */
  readonly zone: string | null;
}

/** What the platform says of a channel Kith posts in. */
export interface ChannelLook {
  readonly channel: string;
  /** `readable`: it is there and we are in it; whether it takes a post shows only when one is sent. */
  readonly state: 'open' | 'readable' | 'channel-gone' | 'channel-archived' | 'not-in-channel' | 'not-allowed';
  /** Scopes or permissions missing there, as the platform names them. */
  readonly missing: readonly string[];
}

/** As whom Kith is in a workspace or server. */
export interface InstalledAs {
  /** The application, or its bot: another one is another Kith. */
  readonly identity: string;
  /** Since when, by the platform's own clock; `null` where it does not say. */
  readonly since: EpochMs | null;
}

/** What a live look at an installation found; that there is one means that the installation works. */
export interface Look {
  readonly as: InstalledAs;
  /** Scopes or permissions missing everywhere, as the platform names them. */
  readonly missing: readonly string[];
  /** Whether the commands are registered; `null` where that cannot be asked. */
  readonly commands: boolean | null;
  readonly channels: readonly ChannelLook[];
}

/** Every method throws {@link PlatformError} and nothing else when the call does not succeed; none retries by itself. */
export interface Platform {
  readonly features: Features;
  /** As far as the platform takes them; the planner spreads what is due at once by it, so that few have to wait for their pace. */
  readonly spread: Spread;
  /** The paces a send to this destination, or a look-up there, has to keep. */
  paces(installation: Installation, to: Destination, call: 'send' | 'find'): readonly Pace[];
  /**
   * Sends once, marked with the delivery's id so that {@link find} can find it. `inTime` is asked just before the one call that has an
   * effect: when it says no, another may be at work on the same delivery, and the send gives up (`busy`).
   */
  send(
    installation: Installation,
    to: Destination,
    card: Card,
    delivery: DeliveryId,
    inTime?: () => boolean,
  ): Promise<Receipt>;
  /** Looks for a message that an earlier, unanswered {@link send} may have left, not older than `since`; `null` when there is none. */
  find(installation: Installation, to: Destination, delivery: DeliveryId, since: EpochMs): Promise<Receipt | null>;
  /** Takes a message of ours away; one that is gone already is as good. */
  withdraw(installation: Installation, receipt: Receipt): Promise<void>;
  /** The person as the platform knows them now; `null` when they are gone. */
  profile(installation: Installation, person: string): Promise<Profile | null>;
  /**
   * Who of these is away, asked in batches that keep a pace of their own: as far as the platform says, and nothing where it lacks the feature. Each of them has an
   * entry, perhaps an empty one, but those whose turn did not come: they are to be asked about again. No more than a minute's worth (`features.absences`).
   */
  absences(installation: Installation, persons: readonly string[]): Promise<ReadonlyMap<string, Partial<Absence>>>;
  /**
   * Looks at the installation itself and at these channels; changes nothing, and gives up within three seconds. That Kith is not there any more
   * it throws as {@link PlatformError.absent}, where the answer leaves no doubt whom it is about.
   */
  look(installation: Installation, channels: readonly string[]): Promise<Look>;
}

/** All platforms Kith runs on, by name. */
export interface Platforms {
  /** @throws Error when that platform is not configured here. */
  of(platform: string): Platform;
  /** All that are configured here. */
  all(): readonly (readonly [name: string, platform: Platform])[];
}
