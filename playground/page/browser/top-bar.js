import { h } from 'preact';
import { useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { move } from './server.js';
import { dateAndTime, dayAndTime, relative, viewer } from './times.js';

/** The playground's clock, and the ways to move it. */
export function TopBar({ overview, now, reachable, onMoved }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [trouble, setTrouble] = useState('');
  const go = async (to) => {
    if (busy) return;
    setBusy(true);
    setTrouble('');
    try {
      const moved = await move(to);
      onMoved(moved);
      setSaid(`It is ${dateAndTime(moved.now, viewer)} now.`);
    } catch (error) {
      setTrouble(error.message);
    }
    setBusy(false);
  };
  const { next, community } = overview;
  const isSoon = next !== null && next > now;
  const until =
    next === null ? '' : `${dayAndTime(next, viewer)} (${isSoon ? relative(next, now, viewer.locale) : 'now'})`;
  return h(
    'header',
    { class: 'top', 'aria-busy': String(busy) },
    h(
      'h1',
      null,
      h(Avatar, { name: 'Kith', size: 28 }),
      'Kith ',
      h('small', null, `playground · ${community} is invented: be anyone, press buttons, type /kith`),
    ),
    h(
      'p',
      { class: 'clock' },
      h('span', { class: 'visually-hidden' }, 'The playground’s time: '),
      h('time', { dateTime: new Date(now).toISOString() }, dateAndTime(now, viewer)),
      h('small', null, ` ${viewer.zone}`),
    ),
    h(
      'div',
      { class: 'moves', role: 'group', 'aria-label': 'Move time forward' },
      next === null
        ? h('span', { class: 'next' }, 'Nothing is planned.')
        : [
            h('span', { class: 'next', id: 'next' }, `Next event: ${until}`),
            h(
              'button',
              {
                type: 'button',
                class: 'go',
                'aria-describedby': 'next',
                disabled: busy,
                onClick: () => go({ to: 'next' }),
              },
              'Go',
            ),
          ],
      h('button', { type: 'button', disabled: busy, onClick: () => go({ to: 'later', hours: 1 }) }, '+1 hour'),
      h('button', { type: 'button', disabled: busy, onClick: () => go({ to: 'later', hours: 24 }) }, '+1 day'),
    ),
    // The eye sees the clock; who listens is told.
    h('p', { class: 'visually-hidden', role: 'status' }, busy ? 'Time moves…' : said),
    h(
      'p',
      { class: 'trouble', role: 'alert' },
      reachable ? trouble : 'The playground does not answer. Is it still running?',
    ),
  );
}
