import * as z from 'zod';
import { accessoryElement, actionsElement, imageElement, inputElement } from './block-elements.ts';
import { anyText, blockId, plainText, slackFile } from './block-parts.ts';
import { limits } from './limits.ts';

/** Blocks and views, strict: https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/reference/views */

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(limits.section.text).optional(),
    fields: z.array(anyText(limits.section.field)).min(1).max(limits.section.fields).optional(),
    accessory: accessoryElement.optional(),
    expand: z.boolean().optional(),
  })
  .refine((it) => it.text !== undefined || it.fields !== undefined, 'missing required field: text or fields');
const header = z.strictObject({
  type: z.literal('header'),
  block_id: blockId,
  text: plainText(limits.header.text),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z.array(actionsElement).min(1).max(limits.actions.elements),
});
const contextText = anyText(limits.context.text);
const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, ...contextText.options]))
    .min(1)
    .max(limits.context.elements),
});
const divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });
const image = z
  .strictObject({
    type: z.literal('image'),
    block_id: blockId,
    image_url: z.string().max(limits.image.url).optional(),
    slack_file: slackFile.optional(),
    alt_text: z.string().min(1).max(limits.image.alt),
    title: plainText(limits.image.title).optional(),
  })
  .refine(
    (it) => (it.image_url === undefined) !== (it.slack_file === undefined),
    'must provide one of image_url and slack_file',
  );
const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(limits.input.label),
  element: inputElement,
  hint: plainText(limits.input.hint).optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
});

const richPiece = z.looseObject({
  type: z.enum(['text', 'link', 'emoji', 'user', 'channel', 'usergroup', 'date', 'broadcast']),
  text: z.string().optional(),
  fallback: z.string().optional(),
  url: z.string().optional(),
  name: z.string().optional(),
  user_id: z.string().optional(),
  channel_id: z.string().optional(),
});
const richSection = z.looseObject({
  type: z.enum(['rich_text_section', 'rich_text_quote', 'rich_text_preformatted']),
  elements: z.array(richPiece),
});
const richList = z.looseObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(richSection),
});
const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: blockId,
  elements: z.array(z.discriminatedUnion('type', [richSection, richList])),
});

export const block = z.discriminatedUnion('type', [section, header, actions, context, divider, image, input, richText]);
export const messageBlocks = z.array(block).max(limits.message.blocks);

const anyView = {
  blocks: z.array(block).max(limits.view.blocks),
  private_metadata: z.string().max(limits.view.privateMetadata).default(''),
  callback_id: z.string().max(limits.view.callbackId).default(''),
  external_id: z.string().max(limits.view.externalId).default(''),
};
export const modalView = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(limits.view.title),
    submit: plainText(limits.view.submit).nullable().default(null),
    close: plainText(limits.view.close).nullable().default(null),
    clear_on_close: z.boolean().default(false),
    notify_on_close: z.boolean().default(false),
    submit_disabled: z.boolean().default(false),
    ...anyView,
  })
  .refine((it) => it.submit !== null || !it.blocks.some((each) => each.type === 'input'), {
    message: 'missing required field: submit (the view has an input block)',
  });
export const homeView = z.strictObject({ type: z.literal('home'), ...anyView });

export type Block = z.output<typeof block>;
export type RichTextBlock = z.output<typeof richText>;
export type ModalContent = z.output<typeof modalView>;
export type HomeContent = z.output<typeof homeView>;
