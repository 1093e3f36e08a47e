import { h } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';

const MOST_HINTS = 12;

/** The line one types into: talk, or a slash command with hints. */
export function Composer({ label, commands, people, onSend }) {
  const id = useId();
  const field = useRef(null);
  const [line, setLine] = useState('');
  const [active, setActive] = useState(-1);
  const [isHidden, setHidden] = useState(false);
  const [busy, setBusy] = useState(false);
  const hints = isHidden ? [] : hintsFor(line, commands, people);

  const take = (hint) => {
    setLine(hint.line);
    setActive(-1);
    field.current.focus();
  };
  const send = async () => {
    if (line.trim() === '' || busy) return;
    setBusy(true);
    // What failed stays in the line, to be mended.
    if (await onSend(line.trim())) setLine('');
    setActive(-1);
    setBusy(false);
    field.current?.focus();
  };
  const onKeyDown = (event) => {
    if (event.isComposing) return;
    const picked = hints[active];
    const acts = {
      ArrowDown: () => setActive(Math.min(active + 1, hints.length - 1)),
      ArrowUp: () => setActive(Math.max(active - 1, -1)),
      Escape: () => setHidden(true),
      Tab: () => take(picked ?? hints[0]),
      Enter: () => (picked ? take(picked) : send()),
    };
    const needsHints = event.key !== 'Enter';
    // Tab completes while one types a command, and leaves the field as everywhere else.
    if (!acts[event.key] || event.shiftKey || (needsHints && hints.length === 0)) return;
    if (event.key === 'Tab' && hints.some((hint) => hint.line.trim() === line.trim())) return;
    event.preventDefault();
    acts[event.key]();
  };
  return h(
    'form',
    {
      class: 'composer',
      onSubmit: (event) => {
        event.preventDefault();
        send();
      },
    },
    hints.length > 0 && h(Hints, { id, hints, active, onTake: take, onPoint: setActive }),
    h('input', {
      ref: field,
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      dir: 'auto',
      maxLength: 4000,
      'aria-label': label,
      'aria-expanded': String(hints.length > 0),
      'aria-autocomplete': 'list',
      'aria-controls': id,
      'aria-activedescendant': active >= 0 ? `${id}-${active}` : undefined,
      placeholder: label,
      value: line,
      onInput: ({ currentTarget }) => {
        setLine(currentTarget.value);
        setActive(-1);
        setHidden(false);
      },
      onBlur: () => setHidden(true),
      onFocus: () => setHidden(false),
      onKeyDown,
    }),
    h(
      'button',
      { type: 'submit', class: 'send', 'aria-label': 'Send', 'aria-busy': String(busy), disabled: line.trim() === '' },
      '➤',
    ),
  );
}

function Hints({ id, hints, active, onTake, onPoint }) {
  return h(
    'ul',
    { class: 'hints', role: 'listbox', id, 'aria-label': 'Suggestions' },
    hints.map((hint, index) =>
      h(
        'li',
        {
          key: hint.key,
          id: `${id}-${index}`,
          role: 'option',
          'aria-selected': String(index === active),
          class: index === active ? 'active' : '',
          onMouseDown: (event) => event.preventDefault(),
          onMouseMove: () => onPoint(index),
          onClick: () => onTake(hint),
        },
        hint.person && h(Avatar, { name: hint.person, size: 20 }),
        h('strong', null, hint.person ?? hint.line.trim()),
        hint.options?.map((option) => h('code', { key: option }, option)),
        h('span', null, hint.summary),
      ),
    ),
  );
}

/** Commands while the line begins one, people after an `@`. */
function hintsFor(line, commands, people) {
  const name = /(?:^|\s)@(\p{L}*)$/u.exec(line)?.[1];
  if (name !== undefined) {
    const starts = people.filter((person) => person.name.toLowerCase().startsWith(name.toLowerCase()));
    const before = line.slice(0, line.length - name.length);
    return starts.slice(0, MOST_HINTS).map((person) => ({
      key: person.id,
      person: person.name,
      line: `${before}${person.name} `,
      summary: '',
    }));
  }
  if (!line.startsWith('/')) return [];
  const fits = (command) => command.line.startsWith(line.trimEnd()) || line.startsWith(`${command.line} `);
  return commands.filter(fits).map(({ line: whole, summary, options }) => ({
    key: whole,
    line: line.startsWith(`${whole} `) ? line : `${whole}${options.length > 0 ? ' ' : ''}`,
    summary,
    options,
  }));
}
