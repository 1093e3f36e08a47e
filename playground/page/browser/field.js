import { h } from 'preact';
import { useId } from 'preact/hooks';
import { Choice } from './choice.js';

/** One input of a modal with its label, its hint (who will see it) and what is wrong with it. */
export function Field({ form, input, details }) {
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
