import { h } from 'preact';
import { Press, Select } from './controls.js';
import { pictureAddress } from './server.js';
import { lines, richText, textObject } from './slack-text.js';

/** The body of a Slack message, from the JSON of the Web API. */
export function SlackBody({ seen, context }) {
  const { blocks, text, files = [] } = seen.raw;
  return h(
    'div',
    { class: 'body' },
    blocks ? renderBlocks(blocks, seen, context) : h('p', { dir: 'auto' }, lines(text ?? '', context), edited(seen)),
    blocks && edited(seen),
    files.map((file) => picture(file.url_private, file.title, file.title)),
  );
}

const edited = ({ edited: isEdited }) => isEdited && h('span', { class: 'edited' }, ' (edited)');

/** Blocks of a message, App Home or modal (there without the inputs, which the form draws by `drawInput`). */
export function renderBlocks(blocks, seen, context, drawInput = () => null) {
  // The driver lists selects top to bottom, as they are met here.
  const selects = [...(seen.selects ?? [])];
  const control = (element) => interactive(element, seen, context, selects);
  return blocks.map((block) => h('div', { class: `block ${block.type}`, key: block.block_id }, drawBlock(block)));

  function drawBlock(block) {
    switch (block.type) {
      case 'header':
        return h('h3', { dir: 'auto' }, textObject(block.text, context));
      case 'section':
        return [
          h(
            'div',
            { class: 'words' },
            block.text && h('p', { dir: 'auto' }, textObject(block.text, context)),
            block.fields &&
              h(
                'div',
                { class: 'fields' },
                block.fields.map((field) => h('p', { dir: 'auto' }, textObject(field, context))),
              ),
          ),
          block.accessory && h('div', { class: 'accessory' }, control(block.accessory)),
        ];
      case 'rich_text':
        return richText(block, context);
      case 'actions':
        return block.elements.map(control);
      case 'context':
        return h(
          'p',
          { dir: 'auto' },
          block.elements.map((part) => contextPart(part, context)),
        );
      case 'divider':
        return h('hr');
      case 'image':
        return picture(addressOf(block), block.alt_text, block.title?.text);
      case 'input':
        return drawInput(block);
      default:
        return h('p', { class: 'unknown' }, `(${block.type})`);
    }
  }
}

function contextPart(part, context) {
  if (part.type === 'image') return h('img', { src: pictureAddress('slack', addressOf(part)), alt: part.alt_text });
  return h('span', null, textObject(part, context));
}

function interactive(element, seen, context, selects) {
  if (element.type === 'image') return picture(addressOf(element), element.alt_text);
  if (element.type === 'button') {
    const label = textObject(element.text, context);
    return h(Press, { key: element.action_id, label, seen, context, look: element.style ?? 'plain' });
  }
  const select = selects.shift();
  if (!select) return null;
  const initial = [element.initial_option, ...(element.initial_options ?? [])].flatMap((one) => one?.text.text ?? []);
  const named = [element.initial_user, ...(element.initial_users ?? [])].flatMap((id) =>
    id ? context.nameOf(id) : [],
  );
  const channel = element.initial_conversation ?? element.initial_channel;
  const placed = channel ? [context.channelOf(channel)] : [];
  return h(Select, {
    key: element.action_id,
    select,
    seen,
    context,
    initial: [...initial, ...named, ...placed],
    multiple: element.type.startsWith('multi_') || element.type === 'checkboxes',
  });
}

/** Slack's own files are known by id; the rest of such an address is only for people to read. */
function addressOf({ image_url, slack_file }) {
  return slack_file?.id ? `http://127.0.0.1/files-pri/${slack_file.id}/image` : (slack_file?.url ?? image_url);
}

function picture(url, alt, title) {
  const src = pictureAddress('slack', url);
  return h(
    'figure',
    null,
    title && h('figcaption', { dir: 'auto' }, title),
    src ? h('img', { src, alt }) : h('p', { class: 'elsewhere' }, `[picture: ${alt}]`),
  );
}
