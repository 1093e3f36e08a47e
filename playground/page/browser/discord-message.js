import { h } from 'preact';
import { Press, Select } from './controls.js';
import { inline, markdown } from './discord-text.js';
import { pictureAddress } from './server.js';

const LOADING = 1 << 7;

/** The body of a Discord message, from the JSON of its API. */
export function DiscordBody({ seen, context }) {
  const { content, embeds, attachments, components, flags = 0 } = seen.raw;
  if ((flags & LOADING) !== 0) return h('div', { class: 'body thinking' }, h('p', null, 'Kith is thinking…'));
  const shownInEmbeds = new Set(embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]));
  const pictures = attachments.filter(({ url }) => !shownInEmbeds.has(url));
  return h(
    'div',
    { class: 'body' },
    content && markdown(content, context),
    seen.edited && h('span', { class: 'edited' }, '(edited)'),
    pictures.map(({ url, description, filename }) => picture(url, description ?? filename)),
    embeds.map((embed, index) => drawEmbed(embed, index, context)),
    drawComponents(components ?? [], seen, context),
  );
}

function drawEmbed(embed, index, context) {
  const { title, description, fields, image, thumbnail, footer, author, color } = embed;
  if (!title && !description && !fields?.length && !image && !thumbnail && !footer && !author) return null;
  const edge = typeof color === 'number' ? { borderColor: `#${color.toString(16).padStart(6, '0')}` } : {};
  return h(
    'div',
    { class: 'embed', key: index, style: edge },
    thumbnail && h('div', { class: 'thumbnail' }, picture(thumbnail.url, thumbnail.description)),
    author && h('p', { class: 'author', dir: 'auto' }, author.name),
    title && h('h4', { dir: 'auto' }, inline(title, context)),
    description && h('div', { class: 'description' }, markdown(description, context)),
    fields?.length > 0 &&
      h(
        'div',
        { class: 'fields' },
        fields.map(({ name, value, inline: isInline }) =>
          h(
            'div',
            { class: isInline ? 'field inline' : 'field' },
            h('p', { class: 'name', dir: 'auto' }, inline(name, context)),
            markdown(value, context),
          ),
        ),
      ),
    image && picture(image.url, image.description),
    footer && h('p', { class: 'footer', dir: 'auto' }, footer.text),
  );
}

function picture(url, alt) {
  const src = pictureAddress('discord', url);
  const words = alt || 'a picture';
  return h('figure', null, src ? h('img', { src, alt: words }) : h('p', { class: 'elsewhere' }, `[picture: ${words}]`));
}

/** https://discord.com/developers/docs/components/reference#component-object-component-types */
const kinds = {
  row: 1,
  button: 2,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
};
const selectKinds = new Set([3, 5, 6, 7, 8]);
const looks = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link' };

/** Components in both versions: rows below the words, or the whole layout. */
export function drawComponents(components, seen, context) {
  // The driver lists selects top to bottom, as they are met here.
  const selects = [...seen.selects];
  return components.map(draw);

  function draw(component) {
    const { type, id } = component;
    const inner = () => (component.components ?? []).map(draw);
    if (selectKinds.has(type)) return select(component);
    switch (type) {
      case kinds.row:
        return h('div', { class: 'row', key: id }, inner());
      case kinds.button:
        return button(component);
      case kinds.section:
        return h('div', { class: 'section', key: id }, h('div', null, inner()), draw(component.accessory));
      case kinds.text:
        return h('div', { class: 'words', key: id }, markdown(component.content, context));
      case kinds.thumbnail:
        return picture(component.media.url, component.description);
      case kinds.gallery:
        return h(
          'div',
          { class: 'gallery', key: id },
          component.items.map(({ media, description }) => picture(media.url, description)),
        );
      case kinds.separator:
        return component.divider ? h('hr', { key: id }) : null;
      case kinds.container:
        return h('div', { class: 'embed container', key: id }, inner());
      default:
        return h('p', { class: 'unknown', key: id }, `(component ${type})`);
    }
  }

  function button({ id, label, emoji, style, url, disabled }) {
    const words = [emoji?.name, label].filter(Boolean).join(' ');
    if (url)
      return h(
        'a',
        { key: id, class: 'press link', href: url, target: '_blank', rel: 'noopener noreferrer' },
        `${words} ↗`,
      );
    const look = looks[style] ?? 'secondary';
    return h(
      Press,
      { key: id, label: label ?? emoji?.name ?? '', seen, context, look, disabled: disabled ?? false },
      words,
    );
  }

  function select({ id, options = [], default_values = [], max_values = 1, disabled }) {
    const found = selects.shift();
    if (!found) return null;
    const initial = [
      ...options.filter((option) => option.default).map(({ label }) => label),
      ...default_values.map((value) =>
        value.type === 'channel' ? context.channelOf(value.id) : context.nameOf(value.id),
      ),
    ];
    const multiple = max_values > 1;
    return h(Select, { key: id, select: found, seen, context, initial, multiple, disabled: disabled ?? false });
  }
}
