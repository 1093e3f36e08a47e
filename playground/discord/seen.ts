import { ComponentType } from 'discord-api-types/v10';
import type { Seen, SeenSelect } from '../driver.ts';
import { type Component, isButton, isSelect, walk } from './components.ts';
import { messageFlags } from './limits.ts';
import type { EmbedBody } from './message-rules.ts';
import { plainText, type Reader } from './plain-text.ts';
import type { StoredMessage, World } from './world.ts';

/** A message as a person reads it. */
export function seen(world: World, message: StoredMessage, reader: Reader): Seen {
  const { api } = message;
  const components = api.components as unknown as Component[];
  const all = [...walk(components)].map(({ component }) => component);
  const flags = api.flags ?? 0;
  const isLoading = (flags & messageFlags.loading) !== 0;
  const parts = isLoading ? [`${world.botName} is thinking…`] : textParts(message);
  const lines = parts.map((part) => plainText(world, part, reader)).filter((part) => part.trim() !== '');
  return {
    id: api.id,
    place: api.channel_id,
    author: api.author.id,
    text: lines.join('\n'),
    notification: notificationOf(world, message, lines, reader),
    buttons: all.filter(isButton).map((button) => ({ label: buttonLabel(button), disabled: button.disabled ?? false })),
    selects: all.filter(isSelect).map((select) => seenSelect(world, select)),
    images: imagesOf(message, all),
    ephemeral: message.ephemeralFor !== undefined,
    edited: api.edited_timestamp !== null,
    raw: api,
  };
}

export const buttonLabel = (button: Component): string => button.label ?? button.emoji?.name ?? '';

function seenSelect(world: World, select: Component): SeenSelect {
  const label = select.placeholder ?? '';
  switch (select.type) {
    case ComponentType.StringSelect:
      return { label, kind: 'options', options: (select.options ?? []).map((option) => option.label) };
    case ComponentType.ChannelSelect:
      return { label, kind: 'channels', options: world.places.map(({ name }) => name) };
    default:
      return { label, kind: 'people', options: peopleNames(world) };
  }
}

export const peopleNames = (world: World): string[] =>
  world.everyone.filter(({ id }) => world.present.has(id)).map(({ name }) => name);

function textParts({ api }: StoredMessage): string[] {
  const embeds = (api.embeds as EmbedBody[]).flatMap(embedParts);
  return [api.content, ...embeds, ...componentParts(api.components as unknown as Component[])];
}

function embedParts(embed: EmbedBody): string[] {
  const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value]);
  const texts = [embed.author?.name, embed.title, embed.description, ...fields, embed.footer?.text];
  return texts.filter((text): text is string => Boolean(text));
}

export const componentParts = (components: readonly Component[]): string[] =>
  [...walk(components)].flatMap(({ component }) =>
    component.type === ComponentType.TextDisplay && component.content ? [component.content] : [],
  );

/** A phone shows the content, or of a message without it the first words that it finds. */
function notificationOf(world: World, { api }: StoredMessage, lines: readonly string[], reader: Reader): string {
  if (api.content) return plainText(world, api.content, reader);
  return lines[0] ?? (api.attachments.length > 0 ? 'sent an attachment' : '');
}

function imagesOf({ api }: StoredMessage, all: readonly Component[]): Seen['images'] {
  const images = new Map<string, string>();
  const add = (url: string | undefined, alt: string | null | undefined) => {
    if (url && !images.get(url)) images.set(url, alt ?? '');
  };
  for (const { url, content_type, description } of api.attachments) {
    if (content_type?.startsWith('image/')) add(url, description);
  }
  for (const { image, thumbnail } of api.embeds as EmbedBody[]) {
    add(image?.url ?? undefined, image?.description);
    add(thumbnail?.url ?? undefined, thumbnail?.description);
  }
  for (const { media, items, description } of all) {
    add(media?.url, description);
    for (const item of items ?? []) add(item.media.url, item.description);
  }
  return [...images].map(([url, alt]) => ({ alt, url }));
}
