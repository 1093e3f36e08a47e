import * as z from 'zod';
import type { Seen, SeenInput, SeenModal, SeenSelect } from '../driver.ts';
import type { Block, RichTextBlock } from './block-schemas.ts';
import { interactive } from './blocks.ts';
import type { StoredMessage } from './messages.ts';
import { channelName, readMarkup, readText, userName } from './plain-text.ts';
import { kindOf, labelsOf, placeholderOf, shown } from './select-options.ts';
import type { View } from './view-state.ts';
import { rawView } from './view-state.ts';
import type { Workspace } from './workspace.ts';

type RichPart = RichTextBlock['elements'][number];
type RichSection = Exclude<RichPart, { type: 'rich_text_list' }>;

function richPiece(workspace: Workspace, piece: RichSection['elements'][number]): string {
  switch (piece.type) {
    case 'user':
      return `@${userName(workspace, piece.user_id ?? '')}`;
    case 'channel':
      return `#${channelName(workspace, piece.channel_id ?? '')}`;
    case 'emoji':
      return `:${piece.name ?? ''}:`;
    default:
      return piece.text ?? piece.fallback ?? piece.url ?? '';
  }
}

function richLines(workspace: Workspace, part: RichPart): string[] {
  if (part.type === 'rich_text_list') return part.elements.flatMap((each) => richLines(workspace, each));
  return [part.elements.map((piece) => richPiece(workspace, piece)).join('')];
}

function linesOf(workspace: Workspace, block: Block): string[] {
  switch (block.type) {
    case 'section':
      return [block.text, ...(block.fields ?? [])].flatMap((text) => (text ? [readText(workspace, text)] : []));
    case 'header':
      return [readText(workspace, block.text)];
    case 'context':
      return block.elements.flatMap((each) => (each.type === 'image' ? [] : [readText(workspace, each)]));
    case 'image':
      return block.title ? [readText(workspace, block.title)] : [];
    case 'input':
      return [block.label, block.hint].flatMap((text) => (text ? [readText(workspace, text)] : []));
    case 'rich_text':
      return block.elements.flatMap((part) => richLines(workspace, part));
    case 'actions':
    case 'divider':
      return [];
    default:
      return block satisfies never;
  }
}

interface Picture {
  readonly alt_text: string;
  readonly image_url?: string | undefined;
  readonly slack_file?: { id: string } | { url: string } | undefined;
}

function picturesIn(block: Block): Picture[] {
  if (block.type === 'image') return [block];
  if (block.type === 'section') return block.accessory?.type === 'image' ? [block.accessory] : [];
  return block.type === 'context' ? block.elements.flatMap((each) => (each.type === 'image' ? [each] : [])) : [];
}

const fileSchema = z.object({ title: z.string(), url_private: z.string(), mimetype: z.string() });

/** Everything of a message or App Home but who, where and when. */
function contentOf(workspace: Workspace, blocks: readonly Block[], origin: string) {
  const elements = interactive(blocks).map((placed) => placed.element);
  return {
    lines: blocks.flatMap((block) => linesOf(workspace, block)),
    buttons: elements.flatMap((element) =>
      element.type === 'button' ? [{ label: readText(workspace, element.text), disabled: false }] : [],
    ),
    selects: elements.flatMap((element): SeenSelect[] =>
      element.type === 'button' || element.type === 'plain_text_input'
        ? []
        : [{ label: placeholderOf(workspace, element), kind: kindOf(element), options: labelsOf(workspace, element) }],
    ),
    images: blocks.flatMap(picturesIn).map(({ alt_text, image_url, slack_file }) => {
      const file = slack_file && ('url' in slack_file ? slack_file.url : `${origin}/files-pri/${slack_file.id}/image`);
      return { alt: alt_text, url: image_url ?? file ?? '' };
    }),
  };
}

/** A stored message as a person sees it. */
export function seenMessage(workspace: Workspace, message: StoredMessage, origin: string): Seen {
  const { raw } = message;
  const { lines, buttons, selects, images } = contentOf(workspace, raw.blocks ?? [], origin);
  const text = readMarkup(workspace, raw.text);
  const files = (raw.files ?? []).flatMap((file) => fileSchema.safeParse(file).data ?? []);
  return {
    id: raw.ts,
    place: message.channel,
    author: raw.user,
    text: raw.blocks ? lines.join('\n') : text,
    // Slack's phone apps take the notification from `text` alone (changelog of 2026-07-13).
    notification: text === '' && raw.blocks ? "This content can't be displayed." : text,
    buttons,
    selects,
    images: [...images, ...files.map((file) => ({ alt: file.title, url: file.url_private }))],
    ephemeral: message.onlyFor !== undefined,
    edited: raw.edited !== undefined,
    raw,
  };
}

/** A published App Home as its owner sees it. */
export function seenHome(workspace: Workspace, view: View, origin: string): Seen {
  const { lines, ...content } = contentOf(workspace, view.content.blocks, origin);
  return {
    id: view.id,
    place: 'home',
    author: workspace.identity.botUserId,
    text: lines.join('\n'),
    notification: '',
    ...content,
    ephemeral: false,
    edited: false,
    raw: rawView(view, workspace.identity),
  };
}

function seenInput(workspace: Workspace, view: View, block: Extract<Block, { type: 'input' }>): SeenInput {
  const { element } = block;
  const text = element.type === 'plain_text_input';
  const value = view.values[block.block_id ?? '']?.[element.action_id ?? ''];
  return {
    label: readText(workspace, block.label),
    hint: block.hint ? readText(workspace, block.hint) : '',
    kind: text ? 'text' : kindOf(element),
    required: !block.optional,
    multiline: text && (element.multiline ?? false),
    value: text ? (value?.type === 'plain_text_input' ? (value.value ?? '') : '') : shown(workspace, value),
    options: text ? [] : labelsOf(workspace, element),
    error: view.errors[block.block_id ?? ''] ?? '',
  };
}

/** The topmost open modal as its person sees it. */
export function seenModal(workspace: Workspace, view: View): SeenModal {
  const { content } = view;
  const title = content.type === 'modal' ? readText(workspace, content.title) : '';
  const submit = content.type === 'modal' ? content.submit : null;
  return {
    title,
    submitLabel: submit ? readText(workspace, submit) : '',
    text: content.blocks
      .filter((block) => block.type !== 'input')
      .flatMap((block) => linesOf(workspace, block))
      .join('\n'),
    inputs: content.blocks.flatMap((block) => (block.type === 'input' ? [seenInput(workspace, view, block)] : [])),
    raw: rawView(view, workspace.identity),
  };
}
