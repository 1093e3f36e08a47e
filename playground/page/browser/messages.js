import { h } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { DiscordBody } from './discord-message.js';
import { MessageMenu } from './menu.js';
import { SlackBody } from './slack-message.js';
import { clockTime, dayKey, dayName, fullTime } from './times.js';

/** Messages of one author within this time stand together. */
const TOGETHER_MS = 5 * 60_000;
/** So close to the end (pixels), somebody is reading the newest. */
const AT_END = 120;

const bodies = { slack: SlackBody, discord: DiscordBody };

/** The messages of one place, oldest first, with a line where a new day begins; `null` while they are fetched. */
export function Messages({ messages: found, label, context }) {
  const messages = found ?? [];
  const list = useRef(null);
  const readsNewest = useRef(true);
  const newest = `${label} ${messages.at(-1)?.id}`;
  useLayoutEffect(() => {
    readsNewest.current = true;
    toEnd(list.current);
  }, [label]);
  useLayoutEffect(() => {
    if (readsNewest.current) toEnd(list.current);
  }, [newest, found]);
  const onScroll = ({ currentTarget }) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    readsNewest.current = scrollHeight - scrollTop - clientHeight < AT_END;
  };
  return h(
    'div',
    { class: 'messages', role: 'log', 'aria-label': label, tabIndex: 0, ref: list, onScroll },
    found?.length === 0 && h('p', { class: 'nothing' }, 'Nothing here yet.'),
    messages.map((message, index) => [
      startsDay(messages, index, context) &&
        h(
          'div',
          { class: 'day', key: `day ${message.id}` },
          h('span', null, dayName(message.at, context.now, context.reader)),
        ),
      h(Message, { key: message.id, message, context, follows: follows(messages, index, context) }),
    ]),
  );
}

function toEnd(list) {
  list.scrollTop = list.scrollHeight;
  // Pictures come later and push the end down.
  for (const picture of list.querySelectorAll('img')) {
    if (!picture.complete)
      picture.addEventListener('load', () => list.scrollTo({ top: list.scrollHeight }), { once: true });
  }
}

function startsDay(messages, index, { reader }) {
  const before = messages[index - 1];
  return !before || dayKey(before.at, reader) !== dayKey(messages[index].at, reader);
}

function follows(messages, index, context) {
  const [before, message] = [messages[index - 1], messages[index]];
  if (!before || startsDay(messages, index, context)) return false;
  const isSame = before.author === message.author && before.ephemeral === message.ephemeral;
  return isSame && !message.ephemeral && message.at - before.at < TOGETHER_MS && !usedCommand(message);
}

/** Discord's id for an answer to a slash command. */
const usedCommand = ({ raw }) => raw.interaction_metadata?.type === 2;

function Message({ message, context, follows: isFollowing }) {
  const { platform, reader } = context;
  const name = context.nameOf(message.author);
  const time = clockTime(message.at, reader);
  const isSlack = platform === 'slack';
  const classes = [
    'message',
    message.ephemeral && 'ephemeral',
    isFollowing && 'follows',
    usedCommand(message) && 'answer',
  ];
  return h(
    'article',
    {
      class: classes.filter(Boolean).join(' '),
      'aria-label': `${name}, ${time}${message.ephemeral ? ', only you can see this' : ''}`,
    },
    isSlack && message.ephemeral && h('p', { class: 'only-you' }, 'Only visible to you'),
    usedCommand(message) && usedLine(message),
    h(
      'div',
      { class: 'side' },
      isFollowing
        ? h('span', { class: 'when', 'aria-hidden': 'true' }, time)
        : h(Avatar, { name, size: isSlack ? 36 : 40, round: !isSlack }),
    ),
    h(
      'div',
      { class: 'main' },
      !isFollowing &&
        h(
          'p',
          { class: 'head' },
          h('strong', { dir: 'auto' }, name),
          context.isApp(message.author) && h('span', { class: 'badge' }, 'APP'),
          h(
            'time',
            { dateTime: new Date(message.at).toISOString(), title: fullTime(message.at, reader) },
            headTime(message, context),
          ),
        ),
      h(bodies[platform], { seen: message, context }),
      !isSlack && message.ephemeral && h('p', { class: 'only-you' }, 'Only you can see this'),
    ),
    h(MessageMenu, { message, context }),
  );
}

function headTime({ at }, { platform, reader, now }) {
  if (platform === 'slack') return clockTime(at, reader);
  return `${dayName(at, now, reader, { day: '2-digit', month: '2-digit', year: 'numeric' })} ${clockTime(at, reader)}`;
}

function usedLine({ raw }) {
  const { user } = raw.interaction_metadata;
  return h('p', { class: 'used' }, h('b', null, user?.global_name ?? user?.username), ' used a command');
}
