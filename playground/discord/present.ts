import { ComponentType, SeparatorSpacingSize } from 'discord-api-types/v10';
import type { Attachment } from './attachments.ts';
import { type Component, isSelect, type Media, numbered, walk } from './components.ts';
import type { EmbedBody } from './message-rules.ts';

/** Components as the API gives them back: numbered, with defaults filled in and media resolved. */
export function presentComponents(
  components: readonly Component[],
  attachments: readonly Attachment[],
  nextId: () => string,
): Component[] {
  const result = numbered(components);
  for (const { component } of walk(result)) {
    dropNulls(component);
    if (isSelect(component)) Object.assign(component, selectDefaults(component));
    if (component.type === ComponentType.Container) component.accent_color ??= null;
    if (component.type === ComponentType.Separator) {
      component.divider ??= true;
      component.spacing ??= SeparatorSpacingSize.Small;
    }
    presentMedia(component, attachments, nextId);
  }
  return result;
}

function dropNulls(component: Component): void {
  for (const [key, value] of Object.entries(component)) {
    if (value === null) delete component[key as keyof Component];
  }
  for (const option of component.options ?? []) {
    if (option.description === null) delete option.description;
    if (option.emoji === null) delete option.emoji;
    if (option.default === null) delete option.default;
  }
}

const selectDefaults = ({ min_values, max_values }: Component) => ({
  min_values: min_values ?? 1,
  max_values: max_values ?? 1,
});

function presentMedia(component: Component, attachments: readonly Attachment[], nextId: () => string): void {
  const isMedia = component.type === ComponentType.Thumbnail || component.type === ComponentType.Container;
  if (isMedia || component.type === ComponentType.File) component.spoiler ??= false;
  if (component.media) {
    component.media = resolve(component.media, attachments, nextId);
    component.description ??= null;
  }
  if (component.file) component.file = resolve(component.file, attachments, nextId);
  component.items = component.items?.map((item) => ({
    media: resolve(item.media, attachments, nextId),
    description: item.description ?? null,
    spoiler: item.spoiler ?? false,
  })) as NonNullable<Component['items']>;
  if (!component.items) delete component.items;
}

function resolve({ url }: Media, attachments: readonly Attachment[], nextId: () => string): Media {
  const attachment = attachmentOf(url, attachments);
  if (!attachment) return { id: nextId(), url, proxy_url: url };
  const { id, width = null, height = null, content_type = null } = attachment;
  return {
    id: nextId(),
    url: attachment.url,
    proxy_url: attachment.url,
    width,
    height,
    content_type,
    attachment_id: id,
  };
}

/** The attachment that `attachment://name` means. */
function attachmentOf(url: string, attachments: readonly Attachment[]): Attachment | undefined {
  const name = url.startsWith('attachment://') ? url.slice('attachment://'.length) : undefined;
  return name === undefined ? undefined : attachments.find(({ filename }) => filename === name);
}

/** An embed as the API gives it back: without nulls, with `type` and resolved pictures. */
export function presentEmbed(embed: EmbedBody, attachments: readonly Attachment[]) {
  const picture = (image: EmbedBody['image']) => {
    if (!image?.url) return undefined;
    const attachment = attachmentOf(image.url, attachments);
    const url = attachment?.url ?? image.url;
    const size = attachment?.width ? { width: attachment.width, height: attachment.height ?? 0 } : {};
    return { url, proxy_url: url, ...size, ...(image.description ? { description: image.description } : {}) };
  };
  const shaped = {
    ...embed,
    type: 'rich',
    fields: embed.fields?.map((field) => ({ ...field, inline: field.inline ?? false })),
    image: picture(embed.image),
    thumbnail: picture(embed.thumbnail),
  };
  return Object.fromEntries(Object.entries(shaped).filter(([, value]) => value !== null && value !== undefined));
}
