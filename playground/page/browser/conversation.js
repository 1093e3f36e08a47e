import { h } from 'preact';
import { Composer } from './composer.js';
import { AppMenu } from './menu.js';
import { Messages } from './messages.js';
import { renderBlocks } from './slack-message.js';

const names = { slack: 'Slack', discord: 'Discord' };

/** One place: its title, what stands in it, and the line to type into. */
export function Conversation({ view, where, context, overview, people, go }) {
  const { platform, reader, act } = context;
  const { place } = where;
  const isDirect = place === 'direct' || place === 'home';
  const title = isDirect ? 'Kith' : context.channelOf(place);
  const isCurrent = view?.place === place && view.person === where.person;
  const onSend = async (line) => (await act({ act: 'type', line, place })).ok;
  const commands = overview.commands.filter(({ forAdmins }) => platform === 'slack' || reader.admin || !forAdmins);
  return h(
    'section',
    { class: 'conversation', 'aria-label': `${names[platform]}: ${title}` },
    h(
      'header',
      { class: 'title' },
      h('h2', null, !isDirect && h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'), title),
      platform === 'slack' && isDirect && h(Tabs, { place, go }),
    ),
    place === 'home'
      ? h(Home, { home: isCurrent ? view.home : null, context })
      : h(Messages, {
          messages: isCurrent ? view.messages : null,
          label: isDirect ? 'Messages with Kith' : `Messages in ${title}`,
          context: { ...context, place },
        }),
    place !== 'home' && h(AppMenu, { context, place }),
    place !== 'home' &&
      h(Composer, {
        key: `${where.person} ${place}`,
        label: isDirect ? 'Message Kith' : `Message #${title}`,
        commands,
        people,
        onSend,
      }),
  );
}

function Tabs({ place, go }) {
  const tab = (id, label) =>
    h('button', { type: 'button', 'aria-pressed': String(place === id), onClick: () => go(id) }, label);
  return h('div', { class: 'tabs' }, tab('home', 'Home'), tab('direct', 'Messages'));
}

function Home({ home, context }) {
  return h(
    'div',
    { class: 'messages home body', role: 'region', 'aria-label': 'App Home', tabIndex: 0 },
    home
      ? renderBlocks(home.raw.blocks, home, context)
      : h('p', { class: 'nothing' }, 'Kith has not published a home yet.'),
  );
}
