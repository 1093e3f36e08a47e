import type { APIGuildMember, Collection, GuildMember, Interaction, User } from 'discord.js';
import type { Mentioned } from '../../src/engine/event.ts';

/** Users that Discord sends along with an interaction, and their membership where they are members of its server. */
interface Resolved {
  readonly users?: Pick<Collection<string, User>, 'map'> | undefined;
  readonly members?: Pick<Collection<string, GuildMember | Partial<APIGuildMember>>, 'has'> | undefined;
}

/** What everybody is whom an interaction names; outside of servers Discord does not say who left. */
export function mentionedIn(interaction: Interaction): Mentioned {
  const { users, members } = resolvedOf(interaction);
  const isGone = (id: string) => interaction.guildId !== null && !members?.has(id);
  const told = users?.map((user, id) => [id, user.bot ? 'bot' : isGone(id) ? 'gone' : 'person'] as const);
  return Object.fromEntries(told ?? []);
}

function resolvedOf(interaction: Interaction): Resolved {
  const isCommand = interaction.isChatInputCommand() || interaction.isContextMenuCommand();
  if (isCommand) return interaction.options.resolved ?? {};
  if (interaction.isModalSubmit()) return interaction.fields.resolved ?? {};
  return interaction.isUserSelectMenu() ? interaction : {};
}
