import { ComponentType } from 'discord-api-types/v10';

/** Any component of a message or modal: the fields this server reads, all optional, since kinds differ. */
export interface Component {
  type: number;
  id?: number | null;
  custom_id?: string | null;
  label?: string | null;
  style?: number;
  url?: string | null;
  sku_id?: string | null;
  emoji?: { id?: string | null; name?: string | null } | null;
  disabled?: boolean | null;
  required?: boolean | null;
  placeholder?: string | null;
  description?: string | null;
  content?: string;
  value?: string | null;
  default?: boolean | null;
  min_length?: number | null;
  max_length?: number | null;
  min_values?: number | null;
  max_values?: number | null;
  options?: SelectOption[];
  default_values?: { id: string; type: string }[] | null;
  channel_types?: number[] | null;
  components?: Component[];
  component?: Component;
  accessory?: Component;
  items?: { media: Media; description?: string | null; spoiler?: boolean | null }[];
  media?: Media;
  file?: Media;
  spoiler?: boolean | null;
  accent_color?: number | null;
  spacing?: number | null;
  divider?: boolean | null;
}

export interface SelectOption {
  label: string;
  value: string;
  description?: string | null;
  default?: boolean | null;
  emoji?: { id?: string | null; name?: string | null } | null;
}

export interface Media {
  id?: string;
  url: string;
  proxy_url?: string;
  width?: number | null;
  height?: number | null;
  content_type?: string | null;
  attachment_id?: string;
}

export interface Located {
  readonly component: Component;
  readonly path: readonly (string | number)[];
}

/** Every component with its path, parents before children, top to bottom. */
export function* walk(
  components: readonly Component[],
  at: readonly (string | number)[] = ['components'],
): Generator<Located> {
  for (const [index, component] of components.entries()) yield* within(component, [...at, index]);
}

function* within(component: Component, path: readonly (string | number)[]): Generator<Located> {
  yield { component, path };
  if (component.components) yield* walk(component.components, [...path, 'components']);
  if (component.component) yield* within(component.component, [...path, 'component']);
  if (component.accessory) yield* within(component.accessory, [...path, 'accessory']);
}

const selectTypes: ReadonlySet<number> = new Set([
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
]);

export const isSelect = (component: Component): boolean => selectTypes.has(component.type);
export const isButton = (component: Component): boolean => component.type === ComponentType.Button;

/** Numbers the components that have no `id`, as Discord does. */
export function numbered(components: readonly Component[]): Component[] {
  const copy = structuredClone(components) as Component[];
  const taken = new Set([...walk(copy)].map(({ component }) => component.id).filter(Boolean));
  let next = 1;
  for (const { component } of walk(copy)) {
    if (component.id) continue;
    while (taken.has(next)) next += 1;
    component.id = next;
    next += 1;
  }
  return copy;
}
