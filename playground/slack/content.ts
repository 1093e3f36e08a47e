import * as z from 'zod';
import { line } from './block-problems.ts';
import { checkMessageBlocks } from './blocks.ts';
import { limits } from './limits.ts';
import type { MessageContent } from './messages.ts';
import { SlackError } from './web-api/method.ts';

const metadataSchema = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});
const attachmentsSchema = z.array(z.looseObject({ blocks: z.unknown().optional() }));

/** The parts of a message as an app sends them, already parsed from JSON text where they stood in a form. */
export interface GivenContent {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly metadata?: unknown;
}

function blocksOf(given: unknown) {
  if (given === undefined || given === null) return undefined;
  const checked = checkMessageBlocks(given);
  if ('value' in checked) return checked.value;
  const errors = checked.problems.map(line).map((text) => text.replace('[ERROR] ', ''));
  throw new SlackError('invalid_blocks', checked.problems.map(line), { errors });
}

function attachmentsOf(given: unknown) {
  if (given === undefined || given === null) return undefined;
  const parsed = attachmentsSchema.safeParse(given);
  if (!parsed.success) throw new SlackError('invalid_attachments');
  if (parsed.data.length > limits.attachments) throw new SlackError('too_many_attachments');
  for (const attachment of parsed.data) blocksOf(attachment.blocks);
  return parsed.data;
}

function metadataOf(given: unknown) {
  if (given === undefined || given === null) return undefined;
  const parsed = metadataSchema.safeParse(given);
  if (!parsed.success) throw new SlackError('invalid_metadata_format');
  if (JSON.stringify(parsed.data).length > limits.metadataBytes) throw new SlackError('metadata_too_large');
  return parsed.data;
}

/** Checks the parts of a message one by one; what was not given is absent. */
export function readParts(given: GivenContent, maxText: number): Partial<MessageContent> {
  if ((given.text ?? '').length > maxText) throw new SlackError('msg_too_long');
  const blocks = blocksOf(given.blocks);
  const attachments = attachmentsOf(given.attachments);
  const metadata = metadataOf(given.metadata);
  return {
    ...(given.text === undefined ? {} : { text: given.text }),
    ...(blocks ? { blocks } : {}),
    ...(attachments ? { attachments } : {}),
    ...(metadata ? { metadata } : {}),
  };
}

/** Checks a whole new message: it must hold something. */
export function readContent(given: GivenContent): MessageContent {
  const parts = readParts(given, limits.messageText);
  const holds = (parts.text ?? '') !== '' || (parts.blocks?.length ?? 0) > 0 || (parts.attachments?.length ?? 0) > 0;
  if (!holds) throw new SlackError('no_text');
  return { ...parts, text: parts.text ?? '' };
}
