/**
 * Slack's documented limits. Lengths are in characters, counts in items, times in milliseconds.
 * Each entry names the page of docs.slack.dev it comes from.
 */
export const limits = {
  // https://docs.slack.dev/reference/block-kit/blocks ("up to 50 blocks in each message, and 100 blocks in modals or home tabs")
  message: { blocks: 50 },
  // https://docs.slack.dev/reference/views
  view: { blocks: 100, title: 24, submit: 24, close: 24, privateMetadata: 3000, callbackId: 255, externalId: 255 },
  // https://docs.slack.dev/reference/methods/views.open (error view_too_large: 250 kB)
  viewBytes: 250_000,
  // https://docs.slack.dev/reference/methods/views.push (error push_limit_reached: "Currently the limit is 3")
  viewStack: 3,

  // https://docs.slack.dev/reference/block-kit/blocks (each block's own page)
  blockId: 255,
  // https://docs.slack.dev/reference/block-kit/blocks/section-block
  section: { text: 3000, fields: 10, field: 2000 },
  // https://docs.slack.dev/reference/block-kit/blocks/header-block
  header: { text: 150 },
  // https://docs.slack.dev/reference/block-kit/blocks/actions-block
  actions: { elements: 25 },
  // https://docs.slack.dev/reference/block-kit/blocks/context-block
  context: { elements: 10, text: 3000 },
  // https://docs.slack.dev/reference/block-kit/blocks/image-block
  image: { alt: 2000, url: 3000, title: 2000 },
  // https://docs.slack.dev/reference/block-kit/blocks/input-block
  input: { label: 2000, hint: 2000 },

  // https://docs.slack.dev/reference/block-kit/block-elements (each element's own page)
  actionId: 255,
  // https://docs.slack.dev/reference/block-kit/block-elements/button-element
  button: { text: 75, value: 2000, url: 3000, accessibilityLabel: 75 },
  // https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
  select: { options: 100, groups: 100, placeholder: 150 },
  // https://docs.slack.dev/reference/block-kit/composition-objects/option-object
  option: { text: 75, value: 150, description: 75, url: 3000 },
  // https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
  optionGroup: { label: 75 },
  // https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element, .../checkboxes-element
  choices: { options: 10 },
  // https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
  overflow: { options: 5 },
  // https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
  textInput: { maxLength: 3000, placeholder: 150 },
  // https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
  confirm: { title: 100, text: 300, button: 30 },
  // https://docs.slack.dev/reference/block-kit/composition-objects/text-object
  text: 3000,

  // https://docs.slack.dev/reference/methods/chat.postMessage (longer is cut or refused: refusing shows the mistake)
  messageText: 40_000,
  // https://docs.slack.dev/reference/methods/chat.update (error msg_too_long: "text field cannot exceed 4,000 characters")
  updateText: 4000,
  // https://docs.slack.dev/reference/methods/chat.postMessage (error too_many_attachments: 100)
  attachments: 100,
  // https://docs.slack.dev/messaging/message-metadata (metadata_too_large)
  metadataBytes: 16_000,

  // https://docs.slack.dev/interactivity/handling-user-interaction ("you have three seconds to use the trigger_id")
  triggerMs: 3000,
  // https://docs.slack.dev/interactivity/handling-user-interaction ("must be sent within 3 seconds")
  acknowledgeMs: 3000,
  // https://docs.slack.dev/interactivity/handling-user-interaction#message_responses ("up to 5 times within 30 minutes")
  responseUrl: { uses: 5, ms: 30 * 60_000 },

  // https://docs.slack.dev/reference/methods/conversations.history
  history: { default: 100, max: 999 },
  // https://docs.slack.dev/reference/methods/conversations.list, .../users.list
  page: { default: 100, max: 1000 },
} as const;
