import { h } from 'preact';
import { slackDate } from './times.js';

/** Slack's two ways of running text (mrkdwn and rich text) as nodes; all words are set as text, never as HTML. */

const elements = { '*': 'strong', _: 'em', '~': 's' };
const TOKEN =
  /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):|(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\5(?![\w*_~])/g;

const emoji = {
  heart: '❤️',
  wave: '👋',
  tada: '🎉',
  '+1': '👍',
  thumbsup: '👍',
  pray: '🙏',
  smile: '😄',
  sunflower: '🌻',
  hug: '🤗',
  hugging_face: '🤗',
  sparkles: '✨',
  eyes: '👀',
  white_check_mark: '✅',
  warning: '⚠️',
  bell: '🔔',
  seedling: '🌱',
};

export const unescaped = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A text object: plain or mrkdwn. */
export function textObject({ type, text }, context) {
  if (type !== 'mrkdwn') return withEmoji(unescaped(text));
  return lines(text, context);
}

/** Markup with quotes, which are whole lines. */
export function lines(text, context) {
  return text.split(/((?:^|\n)&gt;[^\n]*(?:\n&gt;[^\n]*)*)/).flatMap((part) => {
    if (!/^\n?&gt;/.test(part)) return inline(part.replace(/^\n(?=.)/, ''), context);
    return [h('blockquote', { dir: 'auto' }, inline(part.replace(/^\n/, '').replaceAll(/^&gt; ?/gm, ''), context))];
  });
}

function inline(text, context) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, block, code, angle, name, mark, inner] = match;
    if (match.index > end) nodes.push(unescaped(text.slice(end, match.index)));
    end = match.index + whole.length;
    if (block !== undefined) nodes.push(h('pre', null, unescaped(block.replace(/^\n/, ''))));
    else if (code !== undefined) nodes.push(h('code', null, unescaped(code)));
    else if (angle !== undefined) nodes.push(reference(angle, context));
    else if (name !== undefined) nodes.push(emoji[name] ?? whole);
    else nodes.push(h(elements[mark], null, inline(inner, context)));
  }
  if (end < text.length) nodes.push(unescaped(text.slice(end)));
  return nodes;
}

function withEmoji(text) {
  return text.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name) => emoji[name] ?? whole);
}

function reference(inside, context) {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@'))
    return mention(`@${context.nameOf(target.slice(1))}`, target.slice(1) === context.reader.id);
  if (target.startsWith('#')) return mention(`#${context.channelOf(target.slice(1))}`);
  if (target.startsWith('!date')) {
    const [, seconds, pattern = ''] = target.split('^');
    return slackDate(Number(seconds) * 1000, pattern, context.reader, context.now);
  }
  if (target.startsWith('!')) return mention(label ?? `@${target.slice(1).split('^')[0]}`);
  return link(unescaped(target), unescaped(label ?? target.replace(/^mailto:/, '')));
}

export function link(url, words) {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return words;
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, words);
}

const mention = (words, isReader = false) => h('span', { class: isReader ? 'mention me' : 'mention' }, words);

/** A rich_text block. */
export function richText({ elements: parts }, context) {
  return parts.map((part) => {
    const children = () => part.elements.map((piece) => richPiece(piece, context));
    switch (part.type) {
      case 'rich_text_quote':
        return h('blockquote', { dir: 'auto' }, children());
      case 'rich_text_preformatted':
        return h('pre', null, children());
      case 'rich_text_list': {
        const items = part.elements.map((item) =>
          h(
            'li',
            { dir: 'auto' },
            item.elements.map((one) => richPiece(one, context)),
          ),
        );
        return h(part.style === 'ordered' ? 'ol' : 'ul', null, items);
      }
      default:
        return h('p', { dir: 'auto' }, children());
    }
  });
}

function richPiece(piece, context) {
  const styled = Object.entries({ bold: 'strong', italic: 'em', strike: 's', code: 'code' }).filter(
    ([name]) => piece.style?.[name],
  );
  return styled.reduce((inner, [, element]) => h(element, null, inner), bare(piece, context));
}

function bare(piece, context) {
  switch (piece.type) {
    case 'user':
      return mention(`@${context.nameOf(piece.user_id)}`, piece.user_id === context.reader.id);
    case 'channel':
      return mention(`#${context.channelOf(piece.channel_id)}`);
    case 'broadcast':
      return mention(`@${piece.range}`);
    case 'emoji':
      return emoji[piece.name] ?? `:${piece.name}:`;
    case 'link':
      return link(piece.url, piece.text ?? piece.url);
    case 'date':
      return slackDate(piece.timestamp * 1000, piece.format, context.reader, context.now);
    default:
      return piece.text ?? '';
  }
}
