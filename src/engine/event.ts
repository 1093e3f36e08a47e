/** What reaches the engine from outside, already verified and parsed by an adapter. */

import type { EpochMs } from './ids.ts';
import type { Absence, InstalledAs } from './ports/platform.ts';

/** One workspace or server in which Kith is installed. */
export interface Installation {
  /** The adapter's name. Stored and handed back; the engine never looks at it. */
  readonly platform: string;
  /** Slack team id, Discord guild id. */
  readonly externalId: string;
  readonly name: string;
}

/** The person who acted, as the platform knows them at this moment. */
export interface Acting {
  readonly externalId: string;
  readonly name: string;
  /** BCP 47, `null` where the platform does not say. */
  readonly locale: string | null;
  /** IANA zone, `null` where the platform does not say. */
  readonly zone: string | null;
  /** May organize by the platform's own rights (workspace admin, *Manage Server*), asked anew each time. */
  readonly organizer: boolean;
  /** Guests, strangers of a shared channel and bots cannot join. */
  readonly ordinary: boolean;
  /** The platform has just said that they are no full member, or not any more: it is not merely unknown. They may leave, erase and find help. */
  readonly outside?: boolean;
}

export interface Origin {
  /** The platform's own id of this event (`trigger_id`, `event_id`, interaction id): the key under which it is claimed. */
  readonly claim: string;
  readonly installation: Installation;
  readonly person: Acting;
  /** Where it happened. */
  readonly place: { readonly channel: string; readonly direct: boolean };
}

/** What a text command line got wrong; the engine words it in the person's language. */
export type Misunderstanding =
  | { readonly kind: 'unknown-command'; readonly typed: string; readonly nearest: string | null }
  | { readonly kind: 'missing-option'; readonly command: string; readonly option: string }
  | { readonly kind: 'wrong-option'; readonly command: string; readonly option: string; readonly typed: string }
  /** `typed` is all of it, to be given back. */
  | { readonly kind: 'too-long'; readonly command: string; readonly typed: string; readonly most: number }
  | { readonly kind: 'too-much'; readonly command: string; readonly typed: string };

/** What the platform knows of somebody who was named in an event; ids it could not tell of are left out. */
export type Mentioned = Readonly<Record<string, 'person' | 'bot' | 'gone'>>;

export type InboundEvent =
  | {
      readonly kind: 'command';
      readonly origin: Origin;
      /** Full name, as in the description: `kith home`, `kith-admin program create`. */
      readonly command: string;
      /** By option name; persons and channels as platform ids, several persons separated by commas. */
      readonly input: Readonly<Record<string, string>>;
      readonly mentioned: Mentioned;
    }
  | { readonly kind: 'misunderstood'; readonly origin: Origin; readonly problem: Misunderstanding }
  | {
      readonly kind: 'action';
      readonly origin: Origin;
      readonly token: string;
      /** What was chosen, when it was a select. */
      readonly values: readonly string[];
      readonly mentioned: Mentioned;
    }
  | {
      readonly kind: 'submit';
      readonly origin: Origin;
      readonly token: string;
      /** By input name; an input left empty is an empty list, a text a list of one. */
      readonly fields: Readonly<Record<string, readonly string[]>>;
      /** The inputs in which one writes, by name. */
      readonly written: readonly string[];
      readonly mentioned: Mentioned;
    }
  | {
      /** An action on a message or a person, or the global shortcut: *Thank*. */
      readonly kind: 'shortcut';
      readonly origin: Origin;
      readonly shortcut: 'thank';
      /** The message's author or the person it was called on; `null` for the global shortcut, or when the author is no person. */
      readonly person: string | null;
      /** The message it was called on, as `channel/message`. */
      readonly message: string | null;
      readonly mentioned: Mentioned;
    }
  /** The person opened the app's home tab; the reply's card is shown there. */
  | { readonly kind: 'home-opened'; readonly origin: Origin }
  /** The platform tells that somebody went away, came back, or lives by another clock; `claim` as in {@link Origin}. */
  | {
      readonly kind: 'absence';
      readonly claim: string;
      readonly installation: Installation;
      readonly person: string;
      readonly absence: Partial<Absence>;
    }
  /** The platform tells, when a session with it begins, that Kith is there. */
  | { readonly kind: 'installed'; readonly installation: Installation; readonly as: InstalledAs }
  /**
   * Kith was removed from the workspace or server: everything of it is erased. `at`: when that was, where the platform says; a community
   * founded later is a new installation, and stays.
   */
  | { readonly kind: 'removed'; readonly installation: Installation; readonly at?: EpochMs };
