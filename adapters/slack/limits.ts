import type { Pace } from '../../src/engine/ports/platform.ts';

/** Slack's documented limits that decide how a card is drawn and how fast it may go, each with its source. */
export const limits = {
  // https://docs.slack.dev/reference/block-kit/blocks ("up to 50 blocks in each message, and 100 blocks in modals or Home tabs")
  blocks: 50,
  // https://docs.slack.dev/reference/block-kit/blocks/header-block
  header: 150,
  // https://docs.slack.dev/reference/block-kit/composition-objects/text-object; rich text elements name no limit of their own, so they keep this one
  text: 3000,
  // https://docs.slack.dev/reference/block-kit/blocks/context-block
  contextElements: 10,
  // https://docs.slack.dev/reference/block-kit/block-elements/button-element
  buttonText: 75,
  // An actions block takes 25; five stand in one row on a desktop.
  buttonsInRow: 5,
  // https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
  options: 100,
  placeholder: 150,
  // https://docs.slack.dev/reference/block-kit/composition-objects/option-object
  optionText: 75,
  // https://docs.slack.dev/reference/block-kit/blocks/image-block
  alt: 2000,
  // https://docs.slack.dev/reference/views
  title: 24,
  // https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
  inputText: 3000,
  // https://docs.slack.dev/reference/block-kit/blocks/input-block
  inputLabel: 2000,
} as const;

/** Milliseconds. */
export const times = {
  /** One call to Slack, after which its outcome is unclear. */
  call: 10_000,
  /** Looking up who acted, while they wait: the answer has 3 s in all. */
  profile: 1500,
  /** https://docs.slack.dev/interactivity/handling-user-interaction: an acknowledgement has 3 s; it waits for the engine so long. */
  acknowledge: 2000,
  /** How long a profile is believed; `user_change` tells sooner. */
  profileKept: 10 * 60_000,
} as const;

/** What one workspace takes in a minute: "several hundred" (https://docs.slack.dev/apis/web-api/rate-limits) taken at its least. */
const MESSAGES_PER_MINUTE = 300;
/** So many messages of a workspace may go at once, but no larger a part of what it takes in a minute. */
const BURST = { most: 10, part: 1 / 30 };

/**
 * Tier 3, by method and workspace (https://docs.slack.dev/apis/web-api/rate-limits: "50+ per minute", with bursts it does not number): with the burst
 * they make fifty.
 */
const LOOK_UPS = { perMinute: 45, burst: 5 };

/** Tier 2, as the same page says: "20+ per minute". With the burst they make twenty. */
const ABSENCES = { perMinute: 15, burst: 5 };

type Rate = Pick<Pace, 'everyMs' | 'burst'>;

export interface Rates {
  /** https://docs.slack.dev/apis/web-api/rate-limits: "1 message per second per channel". */
  readonly channel: Rate;
  readonly workspace: Rate;
  /** Reading a conversation, and opening one to read it. */
  readonly lookUp: Rate;
  /** Do-not-disturb of fifty users, and a page of all users; each of the two by itself. */
  readonly absences: Rate;
}

/**
 * How fast messages may go.
 * @param messagesPerMinute what a workspace takes in all
 * @param compression so many times faster than that, against a local Slack that is as much faster
 */
export function ratesOf(messagesPerMinute = MESSAGES_PER_MINUTE, compression = 1): Rates {
  const burst = Math.max(1, Math.min(BURST.most, Math.floor(messagesPerMinute * BURST.part)));
  return {
    channel: { everyMs: 1000 / compression, burst: 1 },
    workspace: { everyMs: 60_000 / messagesPerMinute / compression, burst },
    lookUp: { everyMs: 60_000 / LOOK_UPS.perMinute / compression, burst: LOOK_UPS.burst },
    absences: { everyMs: 60_000 / ABSENCES.perMinute / compression, burst: ABSENCES.burst },
  };
}
