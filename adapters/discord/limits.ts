import type { Pace } from '../../src/engine/ports/platform.ts';

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

/**
 * 50 requests a second for a bot (topics/rate-limits#global-rate-limit). One each 20.5 ms leaves a margin of 2.4 % for requests that
 * travel faster than those before them; a burst would come on top of the 50 of its second, so there is none.
 */
const GLOBAL_EVERY_MS = 20.5;
/**
 * Posting to one channel is limited by headers, seen as 5 in 5 seconds (`X-RateLimit-Limit`, `-Reset-After`). Again a margin, and no
 * burst, since the window holds whatever was sent in it.
 */
const CHANNEL_EVERY_MS = 1020;

export const paces = {
  channel: (channel: string): readonly Pace[] => [
    { key: 'discord:global', everyMs: GLOBAL_EVERY_MS, burst: 1 },
    { key: `discord:channel:${channel}`, everyMs: CHANNEL_EVERY_MS, burst: 1 },
  ],
  /** A direct-message channel that this process has not opened yet costs a request of its own. */
  direct: (person: string, isOpen: boolean): readonly Pace[] => [
    { key: 'discord:global', everyMs: isOpen ? GLOBAL_EVERY_MS : 2 * GLOBAL_EVERY_MS, burst: 1 },
    { key: `discord:direct:${person}`, everyMs: CHANNEL_EVERY_MS, burst: 1 },
  ],
} as const;
