import { h } from 'preact';
import { link } from './slack-text.js';
import { discordTime, fullTime } from './times.js';

/** Discord's markdown as nodes; all words are set as text, never as HTML. */

/** An escaped character never ends a mark. */
const WORDS = '(?:\\\\.|[^\\\\])+?';
const TOKEN = new RegExp(
  [
    '\\\\(?<escaped>[^A-Za-z0-9\\s])',
    '`(?<code>[^`\\n]+)`',
    '<@!?(?<user>\\d+)>',
    '<@&(?<role>\\d+)>',
    '<#(?<channel>\\d+)>',
    '<t:(?<time>-?\\d+)(?::(?<style>[tTdDfFR]))?>',
    '</(?<command>[^:>]+):\\d+>',
    '<a?:(?<emoji>\\w+):\\d+>',
    '<(?<quiet>https?://[^\\s>]+)>',
    '\\[(?<words>[^\\]\\n]+)\\]\\(<?(?<target>https?://[^)\\s>]+)>?\\)',
    '(?<bare>https?://[^\\s<>]*[^\\s<>.,:;!?\'")\\]])',
    `\\*\\*\\*(?<both>${WORDS})\\*\\*\\*`,
    `\\*\\*(?<bold>${WORDS})\\*\\*`,
    `__(?<under>${WORDS})__`,
    `~~(?<strike>${WORDS})~~`,
    `\\|\\|(?<spoiler>${WORDS})\\|\\|`,
    `\\*(?=\\S)(?<star>${WORDS})(?<=\\S)\\*`,
    `(?<![\\p{L}\\p{N}_])_(?=\\S)(?<dash>${WORDS})(?<=\\S)_(?![\\p{L}\\p{N}_])`,
  ].join('|'),
  'gsu',
);

/** Whole text: code blocks, quotes, headings, small print, lists, and lines of running text. */
export function markdown(text, context) {
  return text.split(/(```[\s\S]+?```)/).flatMap((part) => {
    if (part === '') return [];
    if (!part.startsWith('```')) return paragraphs(part, context);
    return [h('pre', null, part.slice(3, -3).replace(/^\w*\n/, ''))];
  });
}

const lineKinds = [
  [/^>>> ?/, 'quote'],
  [/^> ?/, 'quote'],
  [/^-# /, 'small'],
  [/^### /, 'h5'],
  [/^## /, 'h4'],
  [/^# /, 'h3'],
  [/^[-*] /, 'item'],
];

function paragraphs(text, context) {
  const groups = [];
  let isOpen = false;
  for (const line of text.replace(/^\n/, '').replace(/\n$/, '').split('\n')) {
    const [mark, kind] = (isOpen ? undefined : lineKinds.find(([start]) => start.test(line))) ?? [
      null,
      isOpen ? 'quote' : 'text',
    ];
    if (line.startsWith('>>> ')) isOpen = true;
    const words = mark ? line.replace(mark, '') : line;
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(words);
    else groups.push({ kind, lines: [words] });
  }
  return groups.map((group) => drawGroup(group, context));
}

function drawGroup({ kind, lines }, context) {
  const words = () => inline(lines.join('\n'), context);
  switch (kind) {
    case 'quote':
      return h('blockquote', { dir: 'auto' }, words());
    case 'small':
      return h('p', { class: 'small', dir: 'auto' }, words());
    case 'item':
      return h(
        'ul',
        null,
        lines.map((line) => h('li', { dir: 'auto' }, inline(line, context))),
      );
    case 'text':
      return h('p', { dir: 'auto' }, words());
    default:
      return lines.map((line) => h(kind, { dir: 'auto' }, inline(line, context)));
  }
}

export function inline(text, context) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) nodes.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    nodes.push(drawToken(match.groups, context));
  }
  if (end < text.length) nodes.push(text.slice(end));
  return nodes;
}

const marks = { bold: 'strong', under: 'u', strike: 's', star: 'em', dash: 'em' };

function drawToken(found, context) {
  const { escaped, code, user, role, channel, time, style, command, emoji, quiet, words, target, bare, both, spoiler } =
    found;
  if (escaped !== undefined) return escaped;
  if (code !== undefined) return h('code', null, code);
  if (user !== undefined) return mention(`@${context.nameOf(user)}`);
  if (role !== undefined) return mention('@Organizers');
  if (channel !== undefined) return mention(`# ${context.channelOf(channel)}`);
  if (time !== undefined) return moment(Number(time) * 1000, style, context);
  if (command !== undefined) return mention(`/${command}`);
  if (emoji !== undefined) return `:${emoji}:`;
  if (quiet ?? bare) return link(quiet ?? bare, quiet ?? bare);
  if (target !== undefined) return link(target, inline(words, context));
  if (both !== undefined) return h('strong', null, h('em', null, inline(both, context)));
  if (spoiler !== undefined) return h(Spoiler, null, inline(spoiler, context));
  const [name, element] = Object.entries(marks).find(([mark]) => found[mark] !== undefined);
  return h(element, null, inline(found[name], context));
}

const mention = (words) => h('span', { class: 'mention' }, words);

function moment(at, style, { reader, now }) {
  const title = fullTime(at, reader);
  return h(
    'time',
    { class: 'moment', dateTime: new Date(at).toISOString(), title },
    discordTime(at, style, reader, now),
  );
}

function Spoiler({ children }) {
  return h('details', { class: 'spoiler' }, h('summary', null, 'Spoiler'), children);
}
