import {
  type ButtonInteraction,
  type ChannelSelectMenuInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  GuildMember,
  type Interaction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
  type UserSelectMenuInteraction,
} from 'discord.js';
import { z } from 'zod';
import type { Acting, InboundEvent, Origin } from '../../src/engine/event.ts';
import { type CustomId, readCustomId } from './custom-id.ts';

/** What we answer: everything our own messages and commands can bring about. */
export type Answerable =
  | ChatInputCommandInteraction
  | ButtonInteraction
  | StringSelectMenuInteraction
  | UserSelectMenuInteraction
  | ChannelSelectMenuInteraction
  | ModalSubmitInteraction;

export type Received =
  | { readonly kind: 'event'; readonly event: InboundEvent & { readonly origin: Origin }; readonly guild: string }
  | { readonly kind: 'reopen'; readonly key: string };

export function isAnswerable(interaction: Interaction): interaction is Answerable {
  return (
    interaction.isChatInputCommand() ||
    interaction.isButton() ||
    interaction.isStringSelectMenu() ||
    interaction.isUserSelectMenu() ||
    interaction.isChannelSelectMenu() ||
    interaction.isModalSubmit()
  );
}

const snowflake = z.string().regex(/^\d{1,20}$/);
const place = z.object({ id: snowflake, guild: snowflake, channel: snowflake, person: snowflake });

/**
 * Reads an interaction as an event; `null` when it names no server or is not of our making.
 * In a direct message Discord does not say which server is meant, so our components there carry it; in a server only Discord's own word counts.
 */
export function received(interaction: Answerable, nameOfGuild: (guild: string) => string): Received | null {
  const customId = interaction.isChatInputCommand() ? null : readCustomId(interaction.customId);
  if (customId?.kind === 'reopen') return { kind: 'reopen', key: customId.token };
  const ids = place.safeParse({
    id: interaction.id,
    guild: interaction.guildId ?? customId?.guild,
    channel: interaction.channelId,
    person: interaction.user.id,
  });
  if (!ids.success) return null;
  const { id, guild, channel } = ids.data;
  const origin: Origin = {
    claim: id,
    installation: { platform: 'discord', externalId: guild, name: nameOfGuild(guild) },
    person: actingIn(interaction),
    place: { channel, direct: interaction.guildId === null },
  };
  const event = eventOf(interaction, origin, customId);
  return event && { kind: 'event', event, guild };
}

function eventOf(
  interaction: Answerable,
  origin: Origin,
  customId: CustomId | null,
): (InboundEvent & { readonly origin: Origin }) | null {
  if (interaction.isChatInputCommand()) {
    const { command, input } = commandOf(interaction);
    return { kind: 'command', origin, command, input };
  }
  if (!customId) return null;
  const { token } = customId;
  if (interaction.isModalSubmit()) return { kind: 'submit', origin, token, fields: fieldsOf(interaction) };
  return { kind: 'action', origin, token, values: interaction.isButton() ? [] : [...interaction.values] };
}

/** Discord nests leaf and options under group and subcommand; our full name is their words in a row. */
function commandOf(interaction: ChatInputCommandInteraction): {
  readonly command: string;
  readonly input: Readonly<Record<string, string>>;
} {
  const { options } = interaction;
  const words = [interaction.commandName, options.getSubcommandGroup(false), options.getSubcommand(false)];
  const values = leavesOf(options.data).flatMap(({ name, value }) =>
    value === undefined || value === null ? [] : [[name, String(value)] as const],
  );
  return { command: words.filter((word) => word !== null).join(' '), input: Object.fromEntries(values) };
}

function leavesOf(options: readonly CommandInteractionOption[]): readonly CommandInteractionOption[] {
  return options.flatMap((option) => (option.options ? leavesOf(option.options) : [option]));
}

function fieldsOf(interaction: ModalSubmitInteraction): Readonly<Record<string, readonly string[]>> {
  const entries = interaction.fields.fields.map((field, name) => {
    if ('values' in field) return [name, [...field.values]] as const;
    const text = 'value' in field && typeof field.value === 'string' ? field.value : '';
    return [name, text === '' ? [] : [text]] as const;
  });
  return Object.fromEntries(entries);
}

/** A direct message says nothing of rights in a server, so nobody organizes from there. */
function actingIn(interaction: Answerable): Acting {
  const { user, member } = interaction;
  const name = member instanceof GuildMember ? member.displayName : (member?.nick ?? user.displayName);
  return {
    externalId: user.id,
    name,
    locale: interaction.locale,
    zone: null,
    // Administrators have every right.
    organizer: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    ordinary: !user.bot,
  };
}
