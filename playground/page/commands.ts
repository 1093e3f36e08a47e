import * as z from 'zod';
import type { LocalPlatform } from '../driver.ts';
import type { OfferedMenu } from './menus.ts';

/** A command as the composer offers it: `/kith snooze`, with the names of its options. */
export interface OfferedCommand {
  readonly line: string;
  readonly summary: string;
  readonly options: readonly string[];
  readonly forAdmins: boolean;
}

interface Option {
  readonly name: string;
  readonly description: string;
  readonly type: number;
  readonly options?: readonly Option[] | undefined;
}

const named = { name: z.string(), description: z.string().default(''), type: z.int().default(1) };
const options: z.ZodType<readonly Option[] | undefined> = z
  .lazy(() => z.array(z.object({ ...named, options })))
  .optional();
const registered = z.array(z.object({ ...named, options, default_member_permissions: z.string().nullish() }));

const CHAT_INPUT = 1;
const MENUS: Readonly<Record<number, OfferedMenu['on']>> = { 2: 'person', 3: 'message' };

/** What the app has registered: commands to type, and entries in menus of people and messages. */
export interface Registered {
  readonly commands: readonly OfferedCommand[];
  readonly menus: readonly OfferedMenu[];
}
const SUBCOMMAND = 1;
const SUBCOMMAND_GROUP = 2;

/**
 * What the app has registered on the local Discord, asked like a client would. Slack's clients know no more than the first word of a
 * command, so the same hints serve there. Asked until there are some, then kept.
 */
export function registeredBy(platforms: readonly LocalPlatform[]): () => Promise<Registered> {
  const discord = platforms.find(({ platform }) => platform === 'discord');
  let known: Registered = { commands: [], menus: [] };
  return async () => {
    if (discord && known.commands.length + known.menus.length === 0) known = await ask(discord);
    return known;
  };
}

async function ask({ environment, communityId }: LocalPlatform): Promise<Registered> {
  const { DISCORD_API_URL, DISCORD_APPLICATION_ID, DISCORD_TOKEN } = environment;
  const application = `${DISCORD_API_URL}/v10/applications/${DISCORD_APPLICATION_ID}`;
  const scopes = [`${application}/commands`, `${application}/guilds/${communityId}/commands`];
  const headers = { authorization: `Bot ${DISCORD_TOKEN}` };
  const found = await Promise.all(
    scopes.map(async (url) => {
      const response = await fetch(url, { headers });
      // Refused while a fault is armed: then there are no hints this time.
      return response.ok ? registered.parse(await response.json()) : [];
    }),
  );
  const all = found.flat();
  const commands = all.flatMap(({ type, name, description, options, default_member_permissions }) => {
    if (type !== CHAT_INPUT) return [];
    const forAdmins = typeof default_member_permissions === 'string';
    return leaves(`/${name}`, description, options ?? []).map((leaf) => ({ ...leaf, forAdmins }));
  });
  const menus = all.flatMap(({ type, name }) => {
    const on = MENUS[type];
    return on === undefined ? [] : [{ on, name }];
  });
  return { commands, menus };
}

function leaves(line: string, summary: string, options: readonly Option[]): Omit<OfferedCommand, 'forAdmins'>[] {
  const branches = options.filter(({ type }) => type === SUBCOMMAND || type === SUBCOMMAND_GROUP);
  if (branches.length === 0) return [{ line, summary, options: options.map(({ name }) => name) }];
  return branches.flatMap((branch) => leaves(`${line} ${branch.name}`, branch.description, branch.options ?? []));
}
