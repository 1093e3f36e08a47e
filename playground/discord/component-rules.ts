import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { FieldIssue } from './api-error.ts';
import { type Component, isButton, isSelect, type Located, walk } from './components.ts';
import { limits } from './limits.ts';
import { required, tooLong } from './validate.ts';

type Path = readonly (string | number)[];

/** Without Components V2: at most five action rows and nothing else at the top. */
export function rowIssues(components: readonly Component[]): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (components.length > limits.rows) issues.push(tooLong(['components'], limits.rows));
  for (const [index, component] of components.entries()) {
    if (component.type === ComponentType.ActionRow) continue;
    const message = `Value of field "type" must be one of (${ComponentType.ActionRow},).`;
    issues.push({ path: ['components', index, 'type'], code: 'UNION_TYPE_CHOICES', message });
  }
  return issues;
}

/** Rules that hold for the components of every message and modal. */
export function componentIssues(components: readonly Component[], at: Path = ['components']): FieldIssue[] {
  const all = [...walk(components, at)];
  return [...duplicateIssues(all), ...all.flatMap(oneIssues)];
}

function duplicateIssues(all: readonly Located[]): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const customIds = new Set<string>();
  const ids = new Set<number>();
  for (const { component, path } of all) {
    const { custom_id: customId, id } = component;
    if (customId && customIds.has(customId)) {
      const message = 'Component custom id cannot be duplicated';
      issues.push({ path: [...path, 'custom_id'], code: 'COMPONENT_CUSTOM_ID_DUPLICATED', message });
    }
    if (id && ids.has(id)) {
      issues.push({ path: [...path, 'id'], code: 'COMPONENT_ID_DUPLICATED', message: 'Component id is duplicated' });
    }
    if (customId) customIds.add(customId);
    if (id) ids.add(id);
  }
  return issues;
}

function oneIssues({ component, path }: Located): FieldIssue[] {
  if (component.type === ComponentType.ActionRow) return widthIssues(component, path);
  if (isButton(component)) return buttonIssues(component, path);
  return isSelect(component) ? selectIssues(component, path) : [];
}

function widthIssues(row: Component, path: Path): FieldIssue[] {
  const children = row.components ?? [];
  const selects = children.filter(isSelect).length;
  const tooWide = selects > 0 ? children.length > limits.selectsPerRow : children.length > limits.buttonsPerRow;
  if (!tooWide) return [];
  const message = 'The specified component exceeds the maximum width';
  return [{ path: [...path, 'components'], code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', message }];
}

function buttonIssues(button: Component, path: Path): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const isLink = button.style === ButtonStyle.Link;
  const isPremium = button.style === ButtonStyle.Premium;
  if (isLink && !button.url) issues.push(required([...path, 'url']));
  if (isPremium && !button.sku_id) issues.push(required([...path, 'sku_id']));
  if (!isLink && !isPremium && !button.custom_id) issues.push(required([...path, 'custom_id']));
  if ((isLink || isPremium) === Boolean(button.custom_id) && button.custom_id) {
    const message = 'A custom id and url cannot both be specified';
    issues.push({ path: [...path, 'custom_id'], code: 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', message });
  }
  if (!isPremium && !button.label && !button.emoji) issues.push(required([...path, 'label']));
  return issues;
}

function selectIssues(select: Component, path: Path): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const values = new Set<string>();
  for (const [index, option] of (select.options ?? []).entries()) {
    if (values.has(option.value)) {
      const message = 'The specified option value is already used';
      const code = 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED';
      issues.push({ path: [...path, 'options', index, 'value'], code, message });
    }
    values.add(option.value);
  }
  const [least, most] = [select.min_values ?? 1, select.max_values ?? 1];
  if (least > most) {
    const message = `Must be less than or equal to max_values (${most}).`;
    issues.push({ path: [...path, 'min_values'], code: 'SELECT_COMPONENT_MIN_VALUES', message });
  }
  if (select.options && most > select.options.length) {
    const message = `Must be between 1 and ${select.options.length}.`;
    issues.push({ path: [...path, 'max_values'], code: 'SELECT_COMPONENT_MAX_VALUES', message });
  }
  const chosen =
    (select.options ?? []).filter((option) => option.default).length + (select.default_values?.length ?? 0);
  if (chosen > most) {
    const message = `Only ${most} default values are allowed.`;
    issues.push({ path: [...path, 'options'], code: 'SELECT_COMPONENT_TOO_MANY_DEFAULTS', message });
  }
  return issues;
}
