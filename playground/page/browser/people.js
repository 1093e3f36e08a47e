import { h } from 'preact';
import { Avatar } from './avatar.js';
import { dayAndTime, viewer } from './times.js';

/** Who one is on this platform: everybody at a glance, with a dot where something new waits. */
export function People({ platform, people, chosen, now, hasNews, onChoose, onReload }) {
  const person = people.find(({ id }) => id === chosen);
  const name = { slack: 'Slack', discord: 'Discord' }[platform];
  return h(
    'header',
    { class: 'people' },
    h(
      'fieldset',
      null,
      h(
        'legend',
        null,
        h('b', null, name),
        ': you are ',
        h('b', null, person.name),
        `, in ${cityOf(person.zone)} it is ${dayAndTime(now, { locale: viewer.locale, zone: person.zone })}`,
        person.admin && h('span', { class: 'admin' }, 'admin'),
      ),
      people.map((each) =>
        h(PersonChoice, { key: each.id, person: each, group: platform, chosen, isNew: hasNews(each), onChoose }),
      ),
    ),
    h(
      'button',
      { type: 'button', class: 'reload', onClick: onReload, title: `Reload ${name}: what only you can see is gone` },
      '↻',
      h('span', { class: 'visually-hidden' }, ` Reload ${name}`),
    ),
  );
}

function PersonChoice({ person, group, chosen, isNew, onChoose }) {
  const { id, name, zone, admin } = person;
  return h(
    'label',
    { class: id === chosen ? 'person chosen' : 'person', title: `${name}, ${cityOf(zone)}${admin ? ', admin' : ''}` },
    h('input', {
      type: 'radio',
      name: `person-${group}`,
      class: 'visually-hidden',
      value: id,
      checked: id === chosen,
      onChange: () => onChoose(id),
    }),
    h(Avatar, { name, size: 28, round: true }),
    h('span', null, name),
    isNew && h('span', { class: 'dot' }, h('span', { class: 'visually-hidden' }, ' has a new message')),
  );
}

export const cityOf = (zone) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
