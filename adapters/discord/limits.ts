import type { Pace, Spread } from '../../src/engine/ports/platform.ts';

/**
 * Limits of Discord that shape what we send, counted in UTF-16 units (never fewer than Discord counts).
 * Sources are pages under https://docs.discord.com/developers/.
 */
export const limits = {
  /** resources/message#create-message */
  content: 2000,
  /** resources/message#embed-object-embed-limits */
  embeds: 10,
  embedDescription: 4096,
  embedFields: 25,
  embedFieldName: 256,
  embedFieldValue: 1024,
  /** resources/message#embed-object-embed-limits: over all embeds of a message. */
  embedTotal: 6000,
  /** resources/message#attachment-object: the alternative text. */
  attachmentDescription: 1024,
  /** components/reference#legacy-message-component-behavior */
  rows: 5,
  /** components/reference#action-row */
  buttonsPerRow: 5,
  /** components/reference#button-button-structure */
  buttonLabel: 80,
  /** components/reference#anatomy-of-a-component-custom-id */
  customId: 100,
  /** components/reference#string-select, #user-select: options, and how many may be chosen. */
  options: 25,
  optionText: 100,
  placeholder: 150,
  /** interactions/receiving-and-responding#interaction-response-object-modal */
  modalTitle: 45,
  /** components/reference#label-label-structure */
  modalLabel: 45,
  modalHint: 100,
  /** components/reference#text-input-text-input-structure */
  textInput: 4000,
  textInputPlaceholder: 100,
  /** interactions/application-commands#application-command-object */
  commandName: 32,
  commandDescription: 100,
  commandOptions: 25,
  choices: 25,
  choiceName: 100,
  commandText: 6000,
  /** resources/message#get-channel-messages */
  messagesPerPage: 100,
} as const;

/** topics/rate-limits#global-rate-limit: for a bot; Discord grants large ones more. */
export const REQUESTS_PER_SECOND = 50;
/** What is left free of a limit, for requests that travel faster than those before them. */
export const MARGIN = 0.02;
/** Posting to one channel is limited by headers, seen as 5 in 5 seconds (`X-RateLimit-Limit`, `-Reset-After`). */
const CHANNEL_EVERY_MS = 1000;

/** Milliseconds between two requests: over all, and to one channel. */
export interface Rates {
  readonly globalEveryMs: number;
  readonly channelEveryMs: number;
}

/**
 * How fast requests may go.
 * @param requestsPerSecond what Discord takes of the bot in all
 * @param compression so many times faster than that, against a local Discord that is as much faster
 */
export function ratesOf(requestsPerSecond = REQUESTS_PER_SECOND, compression = 1): Rates {
  const spaced = (everyMs: number) => (everyMs * (1 + MARGIN)) / compression;
  return { globalEveryMs: spaced(1000 / requestsPerSecond), channelEveryMs: spaced(CHANNEL_EVERY_MS) };
}

const inChannel = ({ channelEveryMs }: Rates, channel: string): Pace => ({
  key: `discord:channel:${channel}`,
  everyMs: channelEveryMs,
  burst: 1,
});
const global = ({ globalEveryMs }: Rates): Pace => ({
  key: 'discord:global',
  everyMs: globalEveryMs,
  burst: 1,
  // Fifty of them also where more are allowed: that many moments are remembered.
  window: REQUESTS_PER_SECOND,
  shared: true,
});
/** The opening of direct channels has a bucket of its own, whose size nobody names: it only keeps what Discord says. */
const opening: Pace = { key: 'discord:opening', everyMs: 0, burst: 1 };

export const paces = {
  inChannel,
  global,
  opening,
  /** Ten at once make no difference to a server, and what is due at one moment stays together where few are. */
  spread: ({ globalEveryMs }: Rates): Spread => ({ everyMs: globalEveryMs, burst: 10 }),
  channel: (rates: Rates, channel: string): readonly Pace[] => [global(rates), inChannel(rates, channel)],
  /** A direct-message channel that this process has not opened yet (`null`) costs a request of its own. */
  direct: (rates: Rates, person: string, channel: string | null): readonly Pace[] =>
    channel === null
      ? [
          global({ ...rates, globalEveryMs: 2 * rates.globalEveryMs }),
          { ...inChannel(rates, ''), key: `discord:direct:${person}` },
          opening,
        ]
      : [global(rates), inChannel(rates, channel)],
} as const;
