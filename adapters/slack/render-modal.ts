import type { InputBlock, InputBlockElement, ModalView } from '@slack/types';
import type { Input, Modal } from '../../src/engine/card/card.ts';
import { limits } from './limits.ts';
import { chooser } from './render-choice.ts';
import { clean, label, split } from './render-text.ts';

/** The one element of every input block. */
export const INPUT = 'value';

/** A modal; `memory` comes back with its submission. */
export function renderModal(modal: Modal, memory: string): ModalView {
  return {
    type: 'modal',
    callback_id: modal.token,
    private_metadata: memory,
    title: label(modal.title, limits.title),
    submit: label(modal.submit, limits.title),
    close: label(modal.cancel, limits.title),
    blocks: modal.inputs.flatMap(renderInput),
  };
}

function renderInput(input: Input): InputBlock[] {
  const element = inputElement(input);
  if (!element) return [];
  return [
    {
      type: 'input',
      block_id: input.name,
      label: label(input.label, limits.inputLabel),
      ...(input.hint === '' ? {} : { hint: label(input.hint, limits.inputLabel) }),
      optional: !input.required,
      element,
    },
  ];
}

function inputElement(input: Input): InputBlockElement | null {
  if (input.kind === 'choice') return chooser(input.choice, INPUT, input.placeholder);
  const max_length = Math.min(input.maxLength, limits.inputText);
  const initial = split(clean(input.initial), max_length)[0] ?? '';
  return {
    type: 'plain_text_input',
    action_id: INPUT,
    multiline: input.multiline,
    max_length,
    ...(input.placeholder === '' ? {} : { placeholder: label(input.placeholder, limits.placeholder) }),
    ...(initial === '' ? {} : { initial_value: initial }),
  };
}
