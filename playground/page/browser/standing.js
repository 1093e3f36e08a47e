import { h } from 'preact';
import { Avatar } from './avatar.js';
import { Choice } from './choice.js';

const statuses = { none: 'No status', holiday: '🌴 On holiday', meeting: '🗓️ In a meeting' };
const labels = Object.values(statuses);
const nameOf = (label) => Object.keys(statuses)[labels.indexOf(label)];

/** Oneself, at the foot of the places; on Slack with the status and do-not-disturb that the app is told of. */
export function Standing({ person, act }) {
  const { name, standing } = person;
  const silent = Boolean(standing?.silentUntil);
  return h(
    'div',
    { class: 'me' },
    h('p', null, h(Avatar, { name, size: 28, round: !standing }), h('span', null, name)),
    standing &&
      h(Choice, {
        'aria-label': 'Status',
        options: labels,
        chosen: [statuses[standing.status]],
        onChoose: ([label]) => act({ act: 'status', status: nameOf(label) }),
      }),
    standing &&
      h(
        'button',
        {
          type: 'button',
          class: 'silence',
          'aria-pressed': String(silent),
          title: silent ? 'Let notifications through' : 'Pause notifications for two hours',
          onClick: () => act({ act: 'silent', silent: !silent }),
        },
        h('span', { 'aria-hidden': 'true' }, silent ? '🔕' : '🔔'),
        'Do not disturb',
      ),
  );
}
