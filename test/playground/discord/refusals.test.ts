import { expect, it } from 'vitest';
import { call, localDiscord, placeId } from './fixture.ts';

type Body = Record<string, unknown>;
const button = (custom_id: string, more: Body = {}) => ({ type: 2, style: 1, label: custom_id, custom_id, ...more });
const row = (...components: Body[]) => ({ type: 1, components });
const select = (options: number) => ({
  type: 3,
  custom_id: 'choose',
  options: Array.from({ length: options }, (_, index) => ({ label: `${index}`, value: `${index}` })),
});
const text = (content: string) => ({ type: 10, content });
const v2 = { flags: 1 << 15 };

const refused: readonly [string, Body, string, string][] = [
  ['long content', { content: 'x'.repeat(2001) }, 'content', 'BASE_TYPE_MAX_LENGTH'],
  ['a long nonce', { content: 'x', nonce: 'x'.repeat(26) }, 'nonce', 'BASE_TYPE_MAX_LENGTH'],
  ['an unknown field', { content: 'x', colour: 'red' }, 'colour', 'UNKNOWN_FIELD'],
  [
    'embeds of more than 6000 characters',
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
    'embeds',
    'MAX_EMBED_SIZE_EXCEEDED',
  ],
  ['six rows', { components: 'abcdef'.split('').map((id) => row(button(id))) }, 'components', 'BASE_TYPE_MAX_LENGTH'],
  [
    'six buttons in a row',
    { components: [row(...'abcdef'.split('').map((id) => button(id)))] },
    'components.0.components',
    'BASE_TYPE_MAX_LENGTH',
  ],
  [
    'a custom id twice',
    { components: [row(button('a'), button('a'))] },
    'components.0.components.1.custom_id',
    'COMPONENT_CUSTOM_ID_DUPLICATED',
  ],
  [
    'a long custom id',
    { components: [row(button('x'.repeat(101), { label: 'x' }))] },
    'components.0.components.0.custom_id',
    'BASE_TYPE_MAX_LENGTH',
  ],
  [
    'a long button label',
    { components: [row(button('a', { label: 'x'.repeat(81) }))] },
    'components.0.components.0.label',
    'BASE_TYPE_MAX_LENGTH',
  ],
  [
    'a button without a label',
    { components: [row({ type: 2, style: 1, custom_id: 'a' })] },
    'components.0.components.0.label',
    'BASE_TYPE_REQUIRED',
  ],
  ['26 options', { components: [row(select(26))] }, 'components.0.components.0.options', 'BASE_TYPE_MAX_LENGTH'],
  [
    'a select beside a button',
    { components: [row(select(2), button('a'))] },
    'components.0.components',
    'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
  ],
  ['text displays without the flag', { components: [text('x')] }, 'components.0.type', 'UNION_TYPE_CHOICES'],
  [
    'content in Components V2',
    { ...v2, content: 'x', components: [text('x')] },
    'content',
    'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
  ],
  [
    '41 components in all',
    { ...v2, components: [{ type: 17, components: Array.from({ length: 40 }, () => text('x')) }] },
    'components',
    'BASE_TYPE_MAX_LENGTH',
  ],
  [
    'a picture that was not uploaded',
    { ...v2, components: [{ type: 12, items: [{ media: { url: 'attachment://none.png' } }] }] },
    'components.0',
    'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
  ],
];

it.each(refused)('refuses %s with its path', async (_, body, path, code) => {
  const discord = await localDiscord();
  const { status, json } = await call(discord, 'POST', `/channels/${placeId(discord, 'general')}/messages`, body);
  expect({ status, json }).toMatchObject({ status: 400, json: { code: 50035, message: 'Invalid Form Body' } });
  const errors = path.split('.').reduce<Body>((node, step) => node[step] as Body, (json as { errors: Body }).errors);
  expect(errors._errors).toMatchObject([{ code }]);
  expect(discord.refusals).toMatchObject([{ code: '50035', detail: expect.stringContaining(code) }]);
  expect(discord.sent()).toEqual([]);
});

it('refuses an empty message', async () => {
  const discord = await localDiscord();
  const { json } = await call(discord, 'POST', `/channels/${placeId(discord, 'general')}/messages`, { content: ' ' });
  expect(json).toEqual({ message: 'Cannot send an empty message', code: 50006 });
});

it('records what Discord has not', async () => {
  const discord = await localDiscord();
  const answer = await call(discord, 'GET', '/guilds/1/weather');
  expect(answer).toMatchObject({ status: 404, json: { message: '404: Not Found', code: 0 } });
  expect(discord.refusals).toEqual([{ request: 'GET /guilds/1/weather', code: '404', detail: '404: Not Found' }]);
});

const option = (name: string, more: Body = {}) => ({ type: 3, name, description: 'An option', ...more });

it.each<[string, Body, string]>([
  ['capital letters', { name: 'Kith', description: 'x' }, 'APPLICATION_COMMAND_INVALID_NAME'],
  ['no description', { name: 'kith' }, 'BASE_TYPE_REQUIRED'],
  ['a long description', { name: 'kith', description: 'x'.repeat(101) }, 'BASE_TYPE_MAX_LENGTH'],
  [
    'a required option after an optional one',
    { name: 'kith', description: 'x', options: [option('a'), option('b', { required: true })] },
    'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
  ],
  [
    '26 options',
    { name: 'kith', description: 'x', options: Array.from({ length: 26 }, (_, index) => option(`o${index}`)) },
    'BASE_TYPE_MAX_LENGTH',
  ],
])('refuses a command with %s', async (_, body, code) => {
  const discord = await localDiscord();
  const { status, json } = await call(discord, 'POST', `/applications/${discord.botId}/commands`, body);
  expect(status).toBe(400);
  expect(JSON.stringify(json)).toContain(code);
});

it('keeps ids of commands that are registered again', async () => {
  const discord = await localDiscord();
  const put = async (...names: string[]) => {
    const body = names.map((name) => ({ name, description: 'x' }));
    const { json } = await call(discord, 'PUT', `/applications/${discord.botId}/commands`, body);
    return json as { id: string; name: string }[];
  };
  const [kith] = await put('kith', 'other');
  expect(await put('kith')).toMatchObject([{ id: kith?.id, name: 'kith' }]);
});
