/**
 * Limits that Discord documents and that its OpenAPI file lacks or states more laxly.
 * Sources are pages under https://docs.discord.com/developers/.
 */
export const limits = {
  /** resources/message#create-message: `content` up to 2000 characters (the OpenAPI file says 4000). */
  content: 2000,
  /** resources/message#embed-object-embed-limits: sum over all embeds of a message. */
  embedTotal: 6000,
  /** resources/message#embed-object-embed-limits */
  embeds: 10,
  /** components/reference#legacy-message-component-behavior: up to 5 action rows without Components V2. */
  rows: 5,
  /** components/reference#action-row */
  buttonsPerRow: 5,
  /** components/reference#action-row: one select fills a row. */
  selectsPerRow: 1,
  /** components/reference#component-object: 40 in a Components V2 message, nested ones included. */
  componentsV2: 40,
  /** components/reference#text-display: 4000 characters over all text displays of a message. */
  textDisplayTotal: 4000,
  /** components/reference#anatomy-of-a-component-custom-id: 1 to 100 characters, unique in the message. */
  customId: 100,
  /** components/reference#string-select */
  selectOptions: 25,
  /** components/reference#string-select-select-option-structure: label, value and description alike. */
  optionLabel: 100,
  /** components/reference#button-button-structure */
  buttonLabel: 80,
  /** components/reference#string-select-string-select-structure, and the other selects */
  selectPlaceholder: 150,
  /** interactions/receiving-and-responding#interaction-response-object-modal */
  modalTitle: 45,
  /** interactions/receiving-and-responding#interaction-response-object-modal: 1 to 5 (the OpenAPI file says 40). */
  modalParts: 5,
  /** components/reference#label-label-structure */
  labelLabel: 45,
  /** components/reference#label-label-structure */
  labelDescription: 100,
  /** components/reference#text-input-text-input-structure: `value` and `max_length`. */
  textInput: 4000,
  /** components/reference#text-input-text-input-structure */
  textInputPlaceholder: 100,
  /** interactions/receiving-and-responding#interaction-response-object-autocomplete */
  autocompleteChoices: 25,
  /** interactions/application-commands#application-command-object-application-command-option-choice-structure */
  choiceName: 100,
  /** resources/message#create-message-jsonform-params */
  nonce: 25,
  /** interactions/application-commands#application-command-object-application-command-naming */
  commandName: 32,
  /** interactions/application-commands#application-command-object-application-command-structure */
  commandDescription: 100,
  /** interactions/application-commands#application-command-object-application-command-structure */
  commandOptions: 25,
  /** interactions/application-commands#registering-a-command: names, descriptions and values of one command. */
  commandTotal: 8000,
  /** interactions/application-commands#registering-a-command: CHAT_INPUT commands. */
  commands: 100,
  /** resources/message#get-channel-messages-query-string-params */
  messagesPerPage: 100,
  /** reference#uploading-files */
  files: 10,
  /** reference#uploading-files: default for an app, in bytes. */
  fileBytes: 10 * 1024 * 1024,
} as const;

/** interactions/receiving-and-responding#interaction-callback: the first answer, in milliseconds. */
export const INTERACTION_DEADLINE_MS = 3000;
/** interactions/receiving-and-responding#followup-messages: life of an interaction's token, in milliseconds. */
export const INTERACTION_TOKEN_MS = 15 * 60_000;
/** resources/message#create-message-jsonform-params: `enforce_nonce` looks back over "the past few minutes". */
export const NONCE_MEMORY_MS = 5 * 60_000;
/** topics/rate-limits#global-rate-limit: requests a second, interaction endpoints excepted. */
export const GLOBAL_REQUESTS_PER_SECOND = 50;
/** events/gateway#sending-heartbeats: the interval Discord gives in HELLO, in milliseconds. */
export const HEARTBEAT_INTERVAL_MS = 41_250;

/** resources/message#message-object-message-flags */
export const messageFlags = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;
