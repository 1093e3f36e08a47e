import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { userShape } from './api-shapes.ts';
import { type Attachment, keptAttachments, storeUploads, type Upload } from './attachments.ts';
import { walk } from './components.ts';
import { messageFlags, NONCE_MEMORY_MS } from './limits.ts';
import type { MessageBody } from './message-rules.ts';
import { presentComponents, presentEmbed } from './present.ts';
import type { StoredMessage, World } from './world.ts';

export interface Draft {
  readonly channelId: string;
  readonly authorId: string;
  readonly body: MessageBody;
  readonly uploads?: readonly Upload[];
  readonly ephemeralFor?: string;
  /** "Kith is thinking…": a deferred answer. */
  readonly loading?: boolean;
  /** The interaction it answers, as the API tells it. */
  readonly interaction?: object;
}

const KEPT_FLAGS = messageFlags.suppressEmbeds | messageFlags.suppressNotifications | messageFlags.componentsV2;

/** Puts a message into the world. The caller tells the gateway. */
export function createMessage(world: World, draft: Draft): StoredMessage {
  const { body, channelId, authorId } = draft;
  const attachments = storeUploads(world, channelId, draft.uploads ?? [], body);
  let flags = (body.flags ?? 0) & KEPT_FLAGS;
  if (draft.ephemeralFor) flags |= messageFlags.ephemeral;
  if (draft.loading) flags |= messageFlags.loading;
  const api = {
    id: world.nextId(),
    type: draft.interaction ? MessageType.ChatInputCommand : MessageType.Default,
    channel_id: channelId,
    author: userShape(world, authorId),
    content: body.content ?? '',
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    tts: body.tts ?? false,
    ...mentionsOf(world, body),
    attachments,
    embeds: (body.embeds ?? []).map((embed) => presentEmbed(embed, attachments)),
    components: presentComponents(body.components ?? [], attachments, world.nextId),
    pinned: false,
    flags,
    ...(body.nonce === undefined || body.nonce === null ? {} : { nonce: body.nonce }),
    ...(draft.interaction ? { interaction_metadata: draft.interaction } : {}),
    ...(authorId === world.botId && draft.interaction ? { application_id: world.botId, webhook_id: world.botId } : {}),
  } as unknown as APIMessage;
  const { ephemeralFor } = draft;
  const stored = { api, hidden: false, reactions: new Map(), ...(ephemeralFor ? { ephemeralFor } : {}) };
  world.messages.set(api.id, stored);
  const channel = world.channels.get(channelId);
  if (channel && !ephemeralFor) channel.lastMessageId = api.id;
  world.changed();
  return stored;
}

/** Edits in place; what the body leaves out stays. */
export function editMessage(
  world: World,
  stored: StoredMessage,
  body: MessageBody,
  uploads: readonly Upload[] = [],
): void {
  const { api } = stored;
  const added = storeUploads(world, api.channel_id, uploads, body);
  const attachments = [...keptAttachments(api.attachments as Attachment[], body), ...added];
  const wasLoading = ((api.flags ?? 0) & messageFlags.loading) !== 0;
  const flags = ((api.flags ?? 0) & ~messageFlags.loading) | ((body.flags ?? 0) & messageFlags.componentsV2);
  stored.api = Object.assign(
    { ...api },
    {
      attachments,
      flags,
      ...(body.content === undefined ? {} : { content: body.content ?? '' }),
      ...(body.embeds === undefined
        ? {}
        : { embeds: (body.embeds ?? []).map((embed) => presentEmbed(embed, attachments)) }),
      ...(body.components === undefined
        ? {}
        : { components: presentComponents(body.components ?? [], attachments, world.nextId) }),
      ...(body.content === undefined && body.components === undefined ? {} : mentionsOf(world, body)),
      ...(wasLoading ? {} : { edited_timestamp: new Date().toISOString() }),
    },
  );
  world.changed();
}

export function deleteMessage(world: World, stored: StoredMessage): void {
  world.messages.delete(stored.api.id);
  world.changed();
}

/** The message already made with this nonce in the last minutes, where `enforce_nonce` asks for it. */
export function sameNonce(world: World, body: MessageBody): StoredMessage | undefined {
  if (!body.enforce_nonce || body.nonce === undefined || body.nonce === null) return undefined;
  const before = world.nonces.get(String(body.nonce));
  return before && Date.now() - before.at <= NONCE_MEMORY_MS ? before.message : undefined;
}

export function rememberNonce(world: World, body: MessageBody, message: StoredMessage): void {
  if (body.nonce === undefined || body.nonce === null) return;
  world.nonces.set(String(body.nonce), { message, at: Date.now() });
}

/** Who is rung: what the text names, as far as `allowed_mentions` lets it. resources/message#allowed-mentions-object */
function mentionsOf(world: World, body: MessageBody) {
  const allowed = body.allowed_mentions;
  const texts = [
    body.content ?? '',
    ...[...walk(body.components ?? [])].map(({ component }) => component.content ?? ''),
  ];
  const text = texts.join('\n');
  const rings = (kind: 'users' | 'roles', id: string) =>
    !allowed || allowed.parse?.includes(kind) || allowed[kind]?.includes(id);
  const ids = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, id]) => String(id)));
  const users = [...ids(/<@!?(\d+)>/g)].filter((id) => world.person(id) && rings('users', id));
  const everyone = /@(everyone|here)/.test(text) && (!allowed || Boolean(allowed.parse?.includes('everyone')));
  return {
    mention_everyone: everyone,
    mentions: users.map((id) => userShape(world, id)),
    mention_roles: [...ids(/<@&(\d+)>/g)].filter((id) => rings('roles', id)),
  };
}

/** Rebuilds the counts of reactions on the API's message. */
export function presentReactions(world: World, stored: StoredMessage): void {
  const reactions = [...stored.reactions].map(([name, users]) => ({
    emoji: { id: null, name },
    count: users.size,
    count_details: { burst: 0, normal: users.size },
    burst_colors: [],
    me_burst: false,
    me: users.has(world.botId),
  }));
  stored.api = { ...stored.api, reactions };
  world.changed();
}
