import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type { Input, Modal } from '../../../src/engine/card/card.ts';
import { writeCustomId } from '../custom-id.ts';
import { limits } from '../limits.ts';
import { renderSelect } from './components.ts';
import { cut } from './fit.ts';

export type RenderedModal = APIModalInteractionResponseCallbackData;

/** What was entered before, by input name; wins over what the modal holds. */
export type Entered = Readonly<Record<string, readonly string[]>>;

/** Discord draws the submit and cancel buttons itself, in the person's own language. */
export function renderModal(modal: Modal, guild: string | null, entered: Entered = {}): RenderedModal {
  return {
    custom_id: writeCustomId({ kind: 'token', token: modal.token, ordinal: 0, guild, delivery: null }),
    title: cut(modal.title, limits.modalTitle),
    components: modal.inputs.map((input) => renderInput(input, entered[input.name])),
  };
}

function renderInput(input: Input, entered: readonly string[] | undefined): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: cut(input.label, limits.modalLabel),
    ...(input.hint === '' ? {} : { description: cut(input.hint, limits.modalHint) }),
    component: input.kind === 'text' ? renderText(input, entered) : renderChoice(input, entered ?? []),
  };
}

function renderText(
  input: Extract<Input, { kind: 'text' }>,
  entered: readonly string[] | undefined,
): APITextInputComponent {
  const maxLength = Math.min(input.maxLength, limits.textInput);
  const value = cut(input.initial === '' ? (entered?.[0] ?? '') : input.initial, maxLength);
  return {
    type: ComponentType.TextInput,
    custom_id: input.name,
    style: input.multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: input.required,
    ...(input.required ? { min_length: 1 } : {}),
    max_length: maxLength,
    ...(value === '' ? {} : { value }),
    ...(input.placeholder === '' ? {} : { placeholder: cut(input.placeholder, limits.textInputPlaceholder) }),
  };
}

function renderChoice(
  input: Extract<Input, { kind: 'choice' }>,
  entered: readonly string[],
): APILabelComponent['component'] {
  const select = renderSelect(input.choice, input.name, input.placeholder, entered);
  return { ...select, required: input.required, min_values: input.required ? 1 : 0 } as APILabelComponent['component'];
}
