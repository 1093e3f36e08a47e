import {
  type ButtonInteraction,
  type ChannelSelectMenuInteraction,
  type ChatInputCommandInteraction,
  GuildMember,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
  type UserContextMenuCommandInteraction,
  type UserSelectMenuInteraction,
} from 'discord.js';
import { z } from 'zod';
import type { Acting, InboundEvent, Mentioned, Origin } from '../../src/engine/event.ts';
import { type CustomId, readCustomId } from './custom-id.ts';
import { commandOf, fieldsOf, writtenIn } from './inputs.ts';
import { mentionedIn } from './mentioned.ts';

type MenuInteraction = UserContextMenuCommandInteraction | MessageContextMenuCommandInteraction;

/** An event that somebody brought about. */
type Event = InboundEvent & { readonly origin: Origin };

/** What we answer: everything our own messages and commands can bring about. */
export type Answerable =
  | ChatInputCommandInteraction
  | MenuInteraction
  | ButtonInteraction
  | StringSelectMenuInteraction
  | UserSelectMenuInteraction
  | ChannelSelectMenuInteraction
  | ModalSubmitInteraction;

export type Received =
  | { readonly kind: 'event'; readonly event: Event; readonly guild: string }
  | { readonly kind: 'reopen'; readonly key: string; readonly guild: string };

export function isAnswerable(interaction: Interaction): interaction is Answerable {
  return (
    interaction.isChatInputCommand() ||
    isMenu(interaction) ||
    interaction.isButton() ||
    interaction.isStringSelectMenu() ||
    interaction.isUserSelectMenu() ||
    interaction.isChannelSelectMenu() ||
    interaction.isModalSubmit()
  );
}

function isMenu(interaction: Interaction): interaction is MenuInteraction {
  return interaction.isUserContextMenuCommand() || interaction.isMessageContextMenuCommand();
}

const snowflake = z.string().regex(/^\d{1,20}$/);
const place = z.object({ id: snowflake, guild: snowflake, channel: snowflake, person: snowflake });

/**
 * Reads an interaction as an event; `null` when it names no server or is not of our making.
 * In a direct message Discord does not say which server is meant, so our components there carry it; in a server only Discord's own word counts.
 */
export function received(interaction: Answerable, nameOfGuild: (guild: string) => string): Received | null {
  const customId = interaction.isCommand() ? null : readCustomId(interaction.customId);
  const ids = place.safeParse({
    id: interaction.id,
    guild: interaction.guildId ?? customId?.guild,
    channel: interaction.channelId,
    person: interaction.user.id,
  });
  if (!ids.success) return null;
  const { id, guild, channel } = ids.data;
  if (customId?.kind === 'reopen') return { kind: 'reopen', key: customId.token, guild };
  const origin: Origin = {
    claim: id,
    installation: { platform: 'discord', externalId: guild, name: nameOfGuild(guild) },
    person: actingIn(interaction),
    place: { channel, direct: interaction.guildId === null },
  };
  const event = eventOf(interaction, origin, customId);
  return event && { kind: 'event', event, guild };
}

function eventOf(interaction: Answerable, origin: Origin, customId: CustomId | null): Event | null {
  const mentioned = mentionedIn(interaction);
  if (interaction.isChatInputCommand()) return { kind: 'command', origin, ...commandOf(interaction), mentioned };
  if (isMenu(interaction)) return shortcutOf(interaction, origin, mentioned);
  if (!customId) return null;
  const { token } = customId;
  if (interaction.isModalSubmit()) {
    return { kind: 'submit', origin, token, fields: fieldsOf(interaction), written: writtenIn(interaction), mentioned };
  }
  return { kind: 'action', origin, token, values: interaction.isButton() ? [] : [...interaction.values], mentioned };
}

/** *Thank* was chosen in the menu of a person or of a message. */
function shortcutOf(interaction: MenuInteraction, origin: Origin, mentioned: Mentioned): Event {
  const shared = { kind: 'shortcut', origin, shortcut: 'thank', mentioned } as const;
  if (interaction.isUserContextMenuCommand()) return { ...shared, person: interaction.targetId, message: null };
  const { author } = interaction.targetMessage;
  const person = author.bot || isFromWebhook(interaction.targetMessage) ? null : author.id;
  return { ...shared, person, message: `${origin.place.channel}/${interaction.targetId}` };
}

/** We keep no channels, and so the library leaves a message as the API gave it. */
function isFromWebhook(message: object): boolean {
  const { webhookId, webhook_id } = message as { webhookId?: string | null; webhook_id?: string };
  return (webhookId ?? webhook_id ?? null) !== null;
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
