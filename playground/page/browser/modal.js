import { h } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { markdown } from './discord-text.js';
import { Field } from './field.js';
import { renderBlocks } from './slack-message.js';

/** The modal that is open for this person, in the platform's look. */
export function Modal({ modal, context }) {
  const id = useId();
  const dialog = useRef(null);
  const [entered, setEntered] = useState({});
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  // Asked while drawing: once the modal stands, what is below it has lost the focus.
  const [before] = useState(() => document.activeElement);
  useEffect(() => focusInside(dialog.current, before), []);

  const dismiss = () => context.act({ act: 'dismiss' });
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailed('');
    const { failed: why } = await context.act({ act: 'submit', values: entered }, { quiet: true });
    setFailed(why ?? '');
    setBusy(false);
  };
  const form = {
    modal,
    context,
    failed,
    entered,
    enter: (label, value) => setEntered((before) => ({ ...before, [label]: value })),
  };
  const isSlack = context.platform === 'slack';
  const about = modal.inputs.find(({ label }) => failed.startsWith(`${label}: `));
  return h(
    'div',
    { class: 'overlay' },
    h(
      'form',
      {
        class: 'modal',
        role: 'dialog',
        'aria-labelledby': `${id}-title`,
        ref: dialog,
        tabIndex: -1,
        noValidate: true,
        onSubmit: submit,
        onKeyDown: (event) => event.key === 'Escape' && dismiss(),
      },
      h(
        'header',
        null,
        h('h2', { id: `${id}-title`, dir: 'auto' }, modal.title),
        h('button', { type: 'button', class: 'close', 'aria-label': 'Close', onClick: dismiss }, '✕'),
      ),
      h(
        'div',
        { class: 'inputs' },
        failed && !about && h('p', { class: 'failed', role: 'alert' }, failed),
        isSlack ? slackForm(form) : discordForm(form),
      ),
      h(
        'footer',
        null,
        h('button', { type: 'button', class: 'press plain', onClick: dismiss }, modal.raw.close?.text ?? 'Cancel'),
        modal.submitLabel &&
          h('button', { type: 'submit', class: 'press primary', 'aria-busy': String(busy) }, modal.submitLabel),
      ),
    ),
  );
}

function focusInside(dialog, before) {
  const first = dialog.querySelector('.inputs input, .inputs textarea, .inputs button') ?? dialog;
  first.focus();
  // What is below takes focus again only after it is drawn without the modal.
  return () => requestAnimationFrame(() => before?.isConnected && before.focus());
}

/** Both platforms list the inputs in the order in which they stand in the form. */
function slackForm(form) {
  const inputs = [...form.modal.inputs];
  const { blocks } = form.modal.raw;
  return renderBlocks(blocks, { selects: [] }, form.context, ({ element }) => {
    const input = inputs.shift();
    return field(form, input, {
      placeholder: element.placeholder?.text ?? '',
      maxLength: element.max_length,
      multiple: element.type.startsWith('multi_') || element.type === 'checkboxes',
      all: ['radio_buttons', 'checkboxes'].includes(element.type),
      type: { datepicker: 'date', timepicker: 'time' }[element.type],
    });
  });
}

const label = 18;
const text = 10;
/** Radio group, checkbox group, checkbox. */
const boxes = new Set([21, 22, 23]);

function discordForm(form) {
  const inputs = [...form.modal.inputs];
  return form.modal.raw.components.map((component) => {
    if (component.type === text) return h('div', { key: component.id }, markdown(component.content, form.context));
    const [inner] = component.type === label ? [component.component] : component.components;
    return h(
      'div',
      { key: component.id, class: 'block input' },
      field(form, inputs.shift(), {
        placeholder: inner.placeholder ?? '',
        maxLength: inner.max_length,
        multiple: inner.type === 22 || (inner.max_values ?? 1) > 1,
        all: boxes.has(inner.type),
      }),
    );
  });
}

function field(form, input, details) {
  return h(Field, { key: input.label, form, input, details });
}
