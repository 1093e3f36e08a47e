import { h } from 'preact';
import { Avatar } from './avatar.js';
import { Standing } from './standing.js';

/** Channels, the conversation with Kith and, on Slack, the App Home. */
export function Places({ platform, community, person, places, direct, chosen, isNew, onChoose, act }) {
  const isSlack = platform === 'slack';
  const item = (id, label, newest, sign) =>
    h(Place, { key: id, id, label, sign, isChosen: id === chosen, isNew: isNew(id, newest), onChoose });
  return h(
    'nav',
    { class: 'places', 'aria-label': `Places in ${isSlack ? 'Slack' : 'Discord'}` },
    h('p', { class: 'community' }, community),
    h('h3', null, isSlack ? 'Channels' : 'Text channels'),
    h(
      'ul',
      null,
      places.map(({ id, name, newest }) =>
        item(id, name, newest, h('span', { class: 'hash', 'aria-hidden': 'true' }, '#')),
      ),
    ),
    h('h3', null, isSlack ? 'Apps' : 'Direct messages'),
    h(
      'ul',
      null,
      item('direct', 'Kith', direct, h(Avatar, { name: 'Kith', size: 20, round: !isSlack })),
      isSlack && item('home', 'App Home', null, h('span', { class: 'hash', 'aria-hidden': 'true' }, '⌂')),
    ),
    h(Standing, { key: person.id, person, act }),
  );
}

function Place({ id, label, sign, isChosen, isNew, onChoose }) {
  return h(
    'li',
    null,
    h(
      'button',
      {
        type: 'button',
        'aria-current': isChosen ? 'page' : undefined,
        class: isNew ? 'new' : '',
        onClick: () => onChoose(id),
      },
      sign,
      h('span', null, label),
      isNew && h('span', { class: 'dot' }, h('span', { class: 'visually-hidden' }, ' has new messages')),
    ),
  );
}
