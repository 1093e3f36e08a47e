import { Events, GatewayIntentBits } from 'discord.js';
import * as spec from 'discord-api-spec/zod';
import { expect, it } from 'vitest';
import type { core } from 'zod/mini';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';
import { issuesOf } from '../../../playground/discord/validate.ts';
import { call, localDiscord, loggedIn, placeId } from './fixture.ts';

/** Everything the answer has that Discord's OpenAPI file does not know, or lacks. */
const wrong = (schema: core.$ZodType, value: unknown) =>
  issuesOf(schema, value).map(({ path, message }) => `${path.join('.')}: ${message}`);

async function get(discord: LocalDiscord, path: string): Promise<unknown> {
  const { status, json } = await call(discord, 'GET', path);
  expect(status).toBe(200);
  return json;
}

const rich = {
  flags: 1 << 15,
  components: [
    {
      type: 17,
      accent_color: 0x336699,
      components: [
        {
          type: 9,
          components: [{ type: 10, content: '# Hello' }],
          accessory: { type: 11, media: { url: 'https://example.org/a.png' } },
        },
        { type: 14 },
        { type: 12, items: [{ media: { url: 'https://example.org/b.png' }, description: 'b' }] },
        { type: 1, components: [{ type: 2, style: 1, label: 'Yes', custom_id: 'yes', emoji: { name: '💛' } }] },
        { type: 1, components: [{ type: 3, custom_id: 'pick', options: [{ label: 'a', value: 'a' }] }] },
        { type: 1, components: [{ type: 5, custom_id: 'who' }] },
        { type: 1, components: [{ type: 8, custom_id: 'where', channel_types: [0] }] },
      ],
    },
  ],
};

it('answers in the shapes of Discord’s OpenAPI file', async () => {
  const discord = await localDiscord({ rateLimitFactor: 0 });
  const sam = discord.as('Sam').id;
  const general = placeId(discord, 'general');
  const [channel] = (await get(discord, `/guilds/${discord.communityId}/channels`)) as unknown[];
  const [role] = (await get(discord, `/guilds/${discord.communityId}/roles`)) as unknown[];
  const direct = await call(discord, 'POST', '/users/@me/channels', { recipient_id: sam });
  const plain = await call(discord, 'POST', `/channels/${general}/messages`, {
    content: `Hello <@${sam}>`,
    embeds: [{ title: 't', fields: [{ name: 'n', value: 'v' }], footer: { text: 'f' }, color: 1 }],
    nonce: 'n1',
    enforce_nonce: true,
  });
  await call(
    discord,
    'PUT',
    `/channels/${general}/messages/${(plain.json as { id: string }).id}/reactions/%F0%9F%92%9B/@me`,
  );
  const command = await call(discord, 'POST', `/applications/${discord.botId}/commands`, {
    name: 'kith',
    description: 'Kith',
    default_member_permissions: '32',
    options: [
      {
        type: 1,
        name: 'home',
        description: 'x',
        options: [{ type: 3, name: 'for', description: 'y', autocomplete: true }],
      },
    ],
  });
  const checks: [string, core.$ZodType, unknown][] = [
    ['gateway', spec.GatewayResponseSchema, await get(discord, '/gateway')],
    ['gateway/bot', spec.GatewayBotResponseSchema, await get(discord, '/gateway/bot')],
    ['users/@me', spec.UserPIIResponseSchema, await get(discord, '/users/@me')],
    ['users/:id', spec.UserResponseSchema, await get(discord, `/users/${sam}`)],
    ['applications/@me', spec.PrivateApplicationResponseSchema, await get(discord, '/applications/@me')],
    ['my guild', spec.MyGuildResponseSchema, ((await get(discord, '/users/@me/guilds')) as unknown[])[0]],
    [
      'guild',
      spec.GuildWithCountsResponseSchema,
      await get(discord, `/guilds/${discord.communityId}?with_counts=true`),
    ],
    ['channel', spec.GuildChannelResponseSchema, channel],
    ['role', spec.GuildRoleResponseSchema, role],
    ['member', spec.GuildMemberResponseSchema, await get(discord, `/guilds/${discord.communityId}/members/${sam}`)],
    ['direct', spec.PrivateChannelResponseSchema, direct.json],
    ['command', spec.ApplicationCommandResponseSchema, command.json],
    ['message', spec.MessageResponseSchema, ((await get(discord, `/channels/${general}/messages`)) as unknown[])[0]],
    [
      'rich message',
      spec.MessageResponseSchema,
      (await call(discord, 'POST', `/channels/${general}/messages`, rich)).json,
    ],
  ];
  expect(checks.map(([name, schema, value]) => [name, wrong(schema, value)])).toEqual(
    checks.map(([name]) => [name, []]),
  );
  expect(discord.refusals).toEqual([]);
});

it('sends messages over the gateway and in callbacks in the same shapes', async () => {
  const discord = await localDiscord();
  const client = await loggedIn(discord, { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] });
  await client.application.commands.set([{ name: 'kith', description: 'Kith' }]);
  const created = new Promise<Record<string, unknown>>((resolve) =>
    client.on(
      Events.Raw,
      ({ t, d }: { t: string; d: Record<string, unknown> }) => t === 'MESSAGE_CREATE' && resolve(d),
    ),
  );
  const callback = new Promise<unknown>((resolve) =>
    client.on(Events.InteractionCreate, ({ id, token }) =>
      resolve(
        call(discord, 'POST', `/interactions/${id}/${token}/callback?with_response=true`, { type: 4, data: rich }),
      ),
    ),
  );
  await discord.as('Sam').type('/kith');
  const { guild_id, ...message } = await created;
  expect(guild_id).toBe(discord.communityId);
  expect(wrong(spec.MessageResponseSchema, message)).toEqual([]);
  expect(wrong(spec.InteractionCallbackResponseSchema, ((await callback) as { json: unknown }).json)).toEqual([]);
});
