import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import type { SeenInput, SeenModal } from '../driver.ts';
import { chosenValues } from './choosing.ts';
import type { Component } from './components.ts';
import type { OpenModal } from './interactions.ts';
import { plainText, type Reader } from './plain-text.ts';
import { type Mentioned, nothingMentioned } from './resolved.ts';
import { componentParts, peopleNames } from './seen.ts';
import type { World } from './world.ts';

interface Field {
  readonly label: string;
  readonly description: string;
  readonly component: Component;
}

export type Filled = Readonly<Record<string, string | readonly string[]>>;

/** A modal as a person reads it. */
export function seenModal(world: World, modal: OpenModal, reader: Reader): SeenModal {
  const { title, components, customId } = modal;
  const text = componentParts(components).map((part) => plainText(world, part, reader));
  return {
    title,
    submitLabel: 'Submit',
    text: text.join('\n'),
    inputs: components.flatMap(fieldsOf).map((field) => seenInput(world, field)),
    raw: { custom_id: customId, title, components },
  };
}

/** What a MODAL_SUBMIT carries; throws what the client says about inputs it does not accept. */
export function submission(world: World, modal: OpenModal, values: Filled) {
  const labels = modal.components.flatMap(fieldsOf).map(({ label }) => label);
  for (const label of Object.keys(values)) {
    if (!labels.includes(label)) throw new Error(`There is no input “${label}”; there are: ${labels.join(', ')}`);
  }
  const mentioned = nothingMentioned();
  const components = modal.components.map((component) => submitted(world, component, values, mentioned));
  return { data: { custom_id: modal.customId, components }, mentioned };
}

function fieldsOf(component: Component): Field[] {
  if (component.type === ComponentType.ActionRow) {
    return (component.components ?? []).map((input) => ({
      label: input.label ?? '',
      description: '',
      component: input,
    }));
  }
  if (component.type !== ComponentType.Label || !component.component) return [];
  const { label, description, component: input } = component;
  return [{ label: label ?? '', description: description ?? '', component: input }];
}

function seenInput(world: World, { label, description, component }: Field): SeenInput {
  const kind = kindOf(component);
  return {
    label,
    hint: description || (component.placeholder ?? ''),
    kind,
    required: component.type !== ComponentType.Checkbox && component.required !== false,
    multiline: component.style === TextInputStyle.Paragraph && component.type === ComponentType.TextInput,
    value: standing(world, component, label),
    options: optionLabels(world, component, label, kind),
    error: '',
  };
}

function kindOf({ type }: Component): SeenInput['kind'] {
  switch (type) {
    case ComponentType.TextInput:
      return 'text';
    case ComponentType.ChannelSelect:
      return 'channels';
    case ComponentType.UserSelect:
    case ComponentType.MentionableSelect:
      return 'people';
    default:
      return 'options';
  }
}

function optionLabels(world: World, component: Component, label: string, kind: SeenInput['kind']): string[] {
  switch (kind) {
    case 'text':
      return [];
    case 'people':
      return peopleNames(world);
    case 'channels':
      return world.places.map(({ name }) => name);
    case 'options':
      // A lone checkbox has no options of its own: ticking it is choosing its label.
      return component.type === ComponentType.Checkbox
        ? [label]
        : (component.options ?? []).map((option) => option.label);
    default:
      return kind satisfies never;
  }
}

/** What stands in an input before the person touches it. */
function standing(world: World, component: Component, label: string): string | string[] {
  if (component.type === ComponentType.TextInput) return component.value ?? '';
  if (component.type === ComponentType.Checkbox) return component.default ? [label] : [];
  if (component.options) return component.options.flatMap((option) => (option.default ? [option.label] : []));
  return (component.default_values ?? []).flatMap(({ id }) => {
    const name = world.person(id)?.name ?? world.channels.get(id)?.name;
    return name === undefined ? [] : [name];
  });
}

function submitted(world: World, component: Component, values: Filled, mentioned: Mentioned): object {
  const { type, id } = component;
  if (type === ComponentType.ActionRow) {
    const components = fieldsOf(component).map((field) => answered(world, field, values, mentioned));
    return { type, id, components };
  }
  const [field] = fieldsOf(component);
  return field ? { type, id, component: answered(world, field, values, mentioned) } : { type, id };
}

function answered(world: World, { label, component }: Field, values: Filled, mentioned: Mentioned): object {
  const { type, id, custom_id } = component;
  const given = values[label] ?? standing(world, component, label);
  if (type === ComponentType.TextInput) return { type, id, custom_id, value: typed(component, label, given) };
  const picked = typeof given === 'string' ? (given === '' ? [] : [given]) : given;
  if (type === ComponentType.Checkbox) return { type, id, custom_id, value: picked.length > 0 };
  if (picked.length === 0 && component.required !== false) throw new Error(`${label}: This field is required.`);
  const chosen = picked.length === 0 ? [] : chosenValues(world, component, picked, mentioned);
  if (type === ComponentType.RadioGroup) return { type, id, custom_id, value: chosen[0] ?? null };
  return { type, id, custom_id, values: chosen };
}

function typed(input: Component, label: string, given: string | readonly string[]): string {
  const text = typeof given === 'string' ? given : given.join(', ');
  const least = input.min_length ?? 0;
  if (input.required !== false && text.trim() === '') throw new Error(`${label}: This field is required.`);
  if (text !== '' && text.length < least) throw new Error(`${label}: Must be at least ${least} characters.`);
  if (text.length > (input.max_length ?? 4000))
    throw new Error(`${label}: Must be ${input.max_length ?? 4000} or fewer characters.`);
  return text;
}
