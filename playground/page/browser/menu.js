import { h } from 'preact';
import { Choice } from './choice.js';

/** What the app offers for a message or its author, behind three dots as in the clients; nothing where it offers nothing. */
export function MessageMenu({ message, context }) {
  const { platform, menus, nameOf, isApp, act } = context;
  // Discord keeps these out of conversations with an app, and neither platform has them on what only one person sees.
  const isHere = !message.ephemeral && (platform === 'slack' || context.place !== 'direct');
  const author = nameOf(message.author);
  const entries = menus.flatMap(({ on, name }) => {
    if (on === 'message') return [{ label: name, on, name }];
    return on === 'person' && !isApp(message.author) ? [{ label: `${name}: ${author}`, on, name }] : [];
  });
  if (!isHere || entries.length === 0) return null;
  const { id, place } = message;
  const onChoose = ([label]) => {
    const { on, name } = entries.find((entry) => entry.label === label);
    act({ act: 'menu', on, name, target: message.author, place, message: { id, place } });
  };
  return menu(`Actions for the message of ${author}`, '⋯', entries, onChoose);
}

/** What the app offers anywhere, beside the line to type into. */
export function AppMenu({ context, place }) {
  const entries = context.menus
    .filter(({ on }) => on === 'anywhere')
    .map(({ on, name }) => ({ label: name, on, name }));
  if (entries.length === 0) return null;
  return menu('Shortcuts', '⚡', entries, ([name]) => context.act({ act: 'menu', on: 'anywhere', name, place }));
}

function menu(label, sign, entries, onChoose) {
  return h(
    'div',
    { class: 'menu' },
    h(Choice, {
      'aria-label': label,
      options: entries.map((entry) => entry.label),
      chosen: [],
      placeholder: sign,
      onChoose,
    }),
  );
}
