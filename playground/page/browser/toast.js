import { h } from 'preact';
import { useEffect } from 'preact/hooks';

/** Long enough to read two sentences. */
const SHOWN_MS = 9000;

/** What a person sees when something failed. */
export function Toast({ text, onClose }) {
  useEffect(() => {
    const timer = setTimeout(onClose, SHOWN_MS);
    return () => clearTimeout(timer);
  }, []);
  return h(
    'div',
    { class: 'toast', role: 'alert' },
    h('p', { dir: 'auto' }, text),
    h('button', { type: 'button', 'aria-label': 'Close the notice', onClick: onClose }, '✕'),
  );
}
