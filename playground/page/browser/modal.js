import { h } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Choice } from './choice.js';
import { markdown } from './discord-text.js';
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

function Field({ form, input, details }) {
  const id = useId();
  const { entered, enter, failed } = form;
  const value = entered[input.label] ?? input.value;
  const prefix = `${input.label}: `;
  const error = failed.startsWith(prefix) ? failed.slice(prefix.length) : input.error;
  // On Discord a placeholder doubles as the hint where there is no description.
  const hint = input.hint === details.placeholder ? '' : input.hint;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const names = { id, 'aria-describedby': described, 'aria-invalid': error ? 'true' : undefined };
  const onEnter = (next) => enter(input.label, next);
  return h(
    'div',
    { class: error ? 'field wrong' : 'field' },
    h(
      'label',
      { for: id, id: `${id}-label` },
      h('span', { dir: 'auto' }, input.label),
      !input.required && form.context.platform === 'slack' && h('small', null, ' (optional)'),
      input.required && form.context.platform === 'discord' && h('b', { 'aria-hidden': 'true' }, ' *'),
    ),
    form.context.platform === 'discord' && hint && h('p', { id: `${id}-hint`, class: 'hint', dir: 'auto' }, hint),
    control({ id, input, details, value, names, onEnter }),
    error && h('p', { id: `${id}-error`, class: 'error', role: 'alert' }, error),
    form.context.platform === 'slack' && hint && h('p', { id: `${id}-hint`, class: 'hint', dir: 'auto' }, hint),
  );
}

function control({ id, input, details, value, names, onEnter }) {
  const { placeholder, maxLength, multiple, all, type } = details;
  if (type) {
    const given = { ...names, type, value: value[0] ?? '' };
    return h('input', {
      ...given,
      onInput: ({ currentTarget }) => onEnter(currentTarget.value === '' ? [] : [currentTarget.value]),
    });
  }
  if (input.kind === 'text') {
    const given = {
      ...names,
      value,
      placeholder,
      maxLength,
      dir: 'auto',
      required: input.required,
      autocomplete: 'off',
    };
    const onInput = ({ currentTarget }) => onEnter(currentTarget.value);
    return input.multiline
      ? h('textarea', { ...given, rows: 4, onInput })
      : h('input', { ...given, type: 'text', onInput });
  }
  const chosen = typeof value === 'string' ? (value === '' ? [] : [value]) : value;
  if (all)
    return h(Boxes, { id, options: input.options, chosen, multiple: multiple || input.options.length === 1, onEnter });
  return h(Choice, {
    ...names,
    'aria-labelledby': `${id}-label`,
    placeholder: placeholder || 'Select an option',
    options: input.options,
    kind: input.kind,
    chosen,
    multiple,
    onChoose: onEnter,
  });
}

function Boxes({ id, options, chosen, multiple, onEnter }) {
  const pick = (option) => {
    if (!multiple) onEnter([option]);
    else onEnter(chosen.includes(option) ? chosen.filter((each) => each !== option) : [...chosen, option]);
  };
  return h(
    'div',
    { class: 'boxes', role: multiple ? 'group' : 'radiogroup', 'aria-labelledby': `${id}-label` },
    options.map((option) =>
      h(
        'label',
        { key: option },
        h('input', {
          type: multiple ? 'checkbox' : 'radio',
          name: id,
          checked: chosen.includes(option),
          onChange: () => pick(option),
        }),
        h('span', { dir: 'auto' }, option),
      ),
    ),
  );
}
