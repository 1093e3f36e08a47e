import { ComponentType } from 'discord-api-types/v10';
import type { FieldIssue } from './api-error.ts';
import { componentIssues } from './component-rules.ts';
import { type Component, isSelect, walk } from './components.ts';
import { limits } from './limits.ts';
import { required, tooLong } from './validate.ts';

export interface ModalBody {
  custom_id: string;
  title: string;
  components: Component[];
}

/** What Discord documents about modals beyond its schema; paths start at `data`. */
export function modalIssues(modal: ModalBody): FieldIssue[] {
  const at = ['data', 'components'] as const;
  const issues = componentIssues(modal.components, at);
  if (modal.components.length > limits.modalParts) issues.push(tooLong(at, limits.modalParts));
  for (const { component, path } of walk(modal.components, at)) {
    if (component.type === ComponentType.TextInput) issues.push(...textInputIssues(component, path));
    if (isSelect(component) && component.disabled) {
      const message = 'Selects of a modal cannot be disabled';
      issues.push({ path: [...path, 'disabled'], code: 'MODAL_SELECT_DISABLED', message });
    }
  }
  return issues;
}

function textInputIssues(input: Component, path: readonly (string | number)[]): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const isInLabel = path.at(-1) === 'component';
  if (!isInLabel && !input.label) issues.push(required([...path, 'label']));
  if (isInLabel && input.label) {
    const message = 'A text input in a Label has its label from there';
    issues.push({ path: [...path, 'label'], code: 'TEXT_INPUT_LABEL_IN_LABEL', message });
  }
  const most = input.max_length ?? limits.textInput;
  if ((input.min_length ?? 0) > most) {
    issues.push({ path: [...path, 'min_length'], code: 'TEXT_INPUT_MIN_LENGTH', message: `Must be ${most} or less.` });
  }
  if ((input.value?.length ?? 0) > most) issues.push(tooLong([...path, 'value'], most));
  return issues;
}
