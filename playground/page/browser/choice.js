import { h } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';

/**
 * A select as both platforms draw it: a button that opens a list. Focus stays on the button (the select-only combobox of the ARIA
 * practices), so it works by keyboard alone: arrows, first letters, Enter, Escape.
 */
export function Choice({
  options,
  chosen,
  multiple = false,
  placeholder,
  kind = 'options',
  onChoose,
  disabled,
  ...names
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const button = useRef(null);
  const list = useRef(null);
  useLayoutEffect(() => {
    if (open) placeList(button.current, list.current);
  }, [open]);
  useEffect(() => (open ? closeWhenMoved(list, () => setOpen(false)) : undefined), [open]);
  useEffect(() => {
    if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [open, active]);

  const show = () => {
    setActive(Math.max(0, options.indexOf(chosen[0])));
    setOpen(true);
  };
  const pick = (label) => {
    if (!multiple) {
      setOpen(false);
      onChoose([label]);
    } else onChoose(chosen.includes(label) ? chosen.filter((each) => each !== label) : [...chosen, label]);
  };
  const onKeyDown = (event) => {
    const next = stepOf(event, { open, active, options });
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === 'open') show();
    else if (next === 'close') setOpen(false);
    else if (next === 'pick') pick(options[active]);
    else setActive(next);
  };
  return h(
    'div',
    { class: 'choice' },
    h(
      'button',
      {
        type: 'button',
        role: 'combobox',
        ref: button,
        class: chosen.length > 0 ? 'chosen' : 'empty',
        'aria-haspopup': 'listbox',
        'aria-expanded': String(open),
        'aria-controls': id,
        'aria-activedescendant': open ? `${id}-${active}` : undefined,
        disabled,
        onClick: () => (open ? setOpen(false) : show()),
        onBlur: () => setOpen(false),
        onKeyDown,
        ...names,
      },
      h('span', { class: 'value', dir: 'auto' }, chosen.length > 0 ? chosen.join(', ') : placeholder),
    ),
    open &&
      h(
        'ul',
        {
          role: 'listbox',
          id,
          ref: list,
          'aria-label': placeholder || 'Choices',
          'aria-multiselectable': String(multiple),
        },
        options.map((label, index) =>
          h(
            'li',
            {
              key: label,
              role: 'option',
              id: `${id}-${index}`,
              class: index === active ? 'active' : '',
              'aria-selected': String(chosen.includes(label)),
              // The button keeps the focus.
              onMouseDown: (event) => event.preventDefault(),
              onMouseMove: () => setActive(index),
              onClick: () => pick(label),
            },
            kind === 'people' && h(Avatar, { name: label, size: 20 }),
            kind === 'channels' && h('span', { 'aria-hidden': 'true' }, '#'),
            h('span', { dir: 'auto' }, label),
          ),
        ),
      ),
  );
}

/** What a key does: a new active index, or a word; `undefined` leaves it to the browser. */
function stepOf({ key, ctrlKey, metaKey, altKey }, { open, active, options }) {
  const last = options.length - 1;
  if (!open) return ['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(key) ? 'open' : undefined;
  if (key === 'ArrowDown') return Math.min(active + 1, last);
  if (key === 'ArrowUp') return Math.max(active - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'Enter' || key === ' ') return 'pick';
  if (key === 'Escape') return 'close';
  if (key.length !== 1 || ctrlKey || metaKey || altKey) return undefined;
  const starts = (label) => label.toLocaleLowerCase().startsWith(key.toLocaleLowerCase());
  const after = options.findIndex((label, index) => index > active && starts(label));
  const found = after >= 0 ? after : options.findIndex(starts);
  return found >= 0 ? found : active;
}

/** Below the button, or above it where there is more room: lists scroll with nothing, so none is cut off. */
function placeList(button, list) {
  const { left, top, bottom, width } = button.getBoundingClientRect();
  const below = window.innerHeight - bottom - 12;
  const above = top - 12;
  const upwards = below < Math.min(list.scrollHeight, 220) && above > below;
  list.style.minWidth = `${width}px`;
  list.style.maxHeight = `${Math.min(280, upwards ? above : below)}px`;
  list.style.left = `${Math.max(4, Math.min(left, window.innerWidth - list.offsetWidth - 4))}px`;
  if (upwards) list.style.bottom = `${window.innerHeight - top + 4}px`;
  else list.style.top = `${bottom + 4}px`;
}

function closeWhenMoved(list, close) {
  const onScroll = (event) => {
    if (!list.current?.contains(event.target)) close();
  };
  window.addEventListener('scroll', onScroll, true);
  window.addEventListener('resize', close);
  return () => {
    window.removeEventListener('scroll', onScroll, true);
    window.removeEventListener('resize', close);
  };
}
