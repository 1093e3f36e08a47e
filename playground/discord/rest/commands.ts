import {
  ApplicationCommandCreateRequestSchema,
  ApplicationCommandPatchRequestPartialSchema,
  ApplicationCommandUpdateRequestSchema,
} from 'discord-api-spec/zod';
import type { APIApplicationCommand } from 'discord-api-types/v10';
import type { core } from 'zod/mini';
import { invalidForm, refusal } from '../api-error.ts';
import { type CommandBody, commandIssues, type OptionBody } from '../command-rules.ts';
import type { Local } from '../local.ts';
import { issuesOf, wrongType } from '../validate.ts';
import { requireGuild } from './access.ts';
import { readBody } from './body.ts';
import type { Api, RouteGroup } from './routes.ts';

export const commandRoutes: RouteGroup = (api, local) => {
  addScope(api, local, '/applications/:application/commands');
  addScope(api, local, '/applications/:application/guilds/:guild/commands');
};

function addScope(api: Api, local: Local, path: string): void {
  const { world } = local;
  const scopeOf = (c: { req: { param(): Record<string, string | undefined> } }): string | undefined => {
    const { application, guild } = c.req.param();
    if (application !== world.botId) throw refusal('unknownApplication');
    if (guild !== undefined) requireGuild(local, guild);
    return guild;
  };
  api.get(path, (c) => {
    const commands = registered(local, scopeOf(c));
    return c.json(c.req.query('with_localizations') === 'true' ? commands : commands.map(withoutLocalizations));
  });
  api.put(path, async (c) => {
    const guild = scopeOf(c);
    const { json } = await readBody(c);
    return c.json(replaceAll(local, guild, json));
  });
  api.post(path, async (c) => {
    const guild = scopeOf(c);
    const { json } = await readBody(c);
    const body = checked(ApplicationCommandCreateRequestSchema, json);
    const before = registered(local, guild).find(({ name, type }) => name === body.name && type === (body.type ?? 1));
    return c.json(store(local, guild, body, before?.id), before ? 200 : 201);
  });
  api.get(`${path}/:command`, (c) => c.json(one(local, scopeOf(c), c.req.param('command'))));
  api.patch(`${path}/:command`, async (c) => {
    const guild = scopeOf(c);
    const before = one(local, guild, c.req.param('command'));
    const { json } = await readBody(c);
    const body = checked(ApplicationCommandPatchRequestPartialSchema, json, before as unknown as CommandBody);
    return c.json(store(local, guild, { ...(before as unknown as CommandBody), ...body }, before.id));
  });
  api.delete(`${path}/:command`, (c) => {
    world.commands.delete(one(local, scopeOf(c), c.req.param('command')).id);
    world.changed();
    return c.body(null, 204);
  });
}

function registered({ world }: Local, guild: string | undefined): APIApplicationCommand[] {
  return [...world.commands.values()].filter(({ guild_id }) => guild_id === guild);
}

function one(local: Local, guild: string | undefined, id: string | undefined): APIApplicationCommand {
  const command = registered(local, guild).find((candidate) => candidate.id === id);
  if (!command) throw refusal('unknownCommand');
  return command;
}

function replaceAll(local: Local, guild: string | undefined, json: unknown): APIApplicationCommand[] {
  if (!Array.isArray(json)) throw invalidForm([wrongType([], 'array')]);
  const bodies = json.map(asDocumented);
  const issues = bodies.flatMap((body, index) =>
    issuesOf(ApplicationCommandUpdateRequestSchema, body).map((issue) => ({ ...issue, path: [index, ...issue.path] })),
  );
  const documented = issues.length > 0 ? [] : commandIssues(bodies as unknown as CommandBody[]);
  if (issues.length + documented.length > 0) throw invalidForm([...issues, ...documented]);
  const before = registered(local, guild);
  for (const { id } of before) local.world.commands.delete(id);
  return (json as CommandBody[]).map((body) => {
    const same = before.find(({ name, type }) => name === body.name && type === (body.type ?? 1));
    return store(local, guild, body, same?.id);
  });
}

function checked(schema: core.$ZodType, json: unknown, before?: CommandBody): CommandBody {
  const body = asDocumented(json);
  const issues = issuesOf(schema, body);
  const whole = { ...before, ...body } as CommandBody;
  const all = issues.length > 0 ? issues : commandIssues([whole]);
  if (all.length > 0) throw invalidForm(all);
  return json as CommandBody;
}

/** The documentation has permissions as a string of bits and `nsfw`; the OpenAPI file has a number and lacks `nsfw`. */
function asDocumented(json: unknown): Record<string, unknown> {
  const { nsfw: _nsfw, ...body } = (json ?? {}) as Record<string, unknown>;
  const bits = body.default_member_permissions;
  return typeof bits === 'string' && /^\d+$/.test(bits) ? { ...body, default_member_permissions: Number(bits) } : body;
}

function store(
  { world }: Local,
  guild: string | undefined,
  body: CommandBody,
  id = world.nextId(),
): APIApplicationCommand {
  const permissions = body.default_member_permissions ?? null;
  const given = withoutDefaults(body);
  const command = {
    ...given,
    id,
    application_id: world.botId,
    version: world.nextId(),
    type: body.type ?? 1,
    description: body.description ?? '',
    default_member_permissions: permissions === null ? null : String(permissions),
    dm_permission: body.dm_permission ?? true,
    contexts: body.contexts ?? null,
    integration_types: body.integration_types ?? [0],
    nsfw: body.nsfw ?? false,
    ...(guild ? { guild_id: guild } : {}),
  } as unknown as APIApplicationCommand;
  world.commands.set(id, command);
  world.changed();
  return command;
}

/** Discord keeps no nulls, no empty lists of options and no `false` in what was registered. */
function withoutDefaults<T extends CommandBody | OptionBody>(body: T): T {
  const entries = Object.entries(body).filter(([key, value]) => {
    const isEmpty = key === 'options' && Array.isArray(value) && value.length === 0;
    return value !== null && !isEmpty && !((key === 'required' || key === 'autocomplete') && value === false);
  });
  const kept = Object.fromEntries(entries) as T;
  return body.options?.length ? { ...kept, options: body.options.map((option) => withoutDefaults(option)) } : kept;
}

function withoutLocalizations<T extends object>(command: T): T {
  const entries = Object.entries(command).filter(([key]) => !key.endsWith('_localizations'));
  const lists = entries.map(([key, value]): [string, unknown] => {
    const isList = (key === 'options' || key === 'choices') && Array.isArray(value);
    return [key, isList ? value.map((item) => withoutLocalizations(item as object)) : value];
  });
  return Object.fromEntries(lists) as T;
}
