import { h } from 'preact';
import { useState } from 'preact/hooks';
import { Choice } from './choice.js';

const placed = ({ id, place }) => ({ id, place });

/** A button of a message: pressing it acts as the person who looks. */
export function Press({ label, seen, context, look, disabled = false, children }) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy) return;
    setBusy(true);
    await context.act({ act: 'press', label, ...(seen.id ? { message: placed(seen) } : {}) });
    setBusy(false);
  };
  return h(
    'button',
    { type: 'button', class: `press ${look}`, disabled, 'aria-busy': String(busy), onClick: press },
    children ?? h('span', { dir: 'auto' }, label),
  );
}

/** A select of a message: one choice acts at once, several when the list closes. */
export function Select({ select, seen, context, initial, multiple, disabled = false }) {
  const [chosen, setChosen] = useState(initial);
  const choose = (options) => {
    setChosen(options);
    context.act({ act: 'choose', select: select.label, options, ...(seen.id ? { message: placed(seen) } : {}) });
  };
  return h(Choice, {
    'aria-label': select.label || 'Choose',
    placeholder: select.label || 'Choose',
    options: select.options,
    kind: select.kind,
    chosen,
    multiple,
    disabled,
    onChoose: choose,
  });
}
