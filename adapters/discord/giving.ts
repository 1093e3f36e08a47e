import { type InteractionReplyOptions, MessageFlags } from 'discord.js';
import type { Reply } from '../../src/engine/reply.ts';
import { isLost } from './failures.ts';
import type { RenderedMessage } from './render/message.ts';
import type { Told } from './store.ts';

/** The way to an answer that was announced: an interaction's, or a later one's by its token. */
export interface Webhook {
  editMessage(message: '@original', what: ReturnType<typeof edit>): Promise<unknown>;
  deleteMessage(message: '@original'): Promise<unknown>;
  send(what: ReturnType<typeof post> & Privacy): Promise<unknown>;
}

export type Privacy = Pick<InteractionReplyOptions, 'flags'>;

/** In a direct message everything is private already, and stays. */
export const privacyOf = (direct: boolean): Privacy => (direct ? {} : { flags: MessageFlags.Ephemeral });

/** Gives an answer of which Discord was told that it comes. */
export async function giveAnnounced(
  webhook: Webhook,
  told: Told,
  privacy: Privacy,
  kind: Reply['kind'],
  message: RenderedMessage | null,
): Promise<void> {
  if (message === null) {
    if (told === 'private') await webhook.deleteMessage('@original');
  } else if (kind === 'public') {
    // The first follow-up to a private deferral would take its place and its privacy.
    if (told === 'private') await webhook.deleteMessage('@original');
    await webhook.send(post(message));
  } else if (told === 'private' || kind === 'update') {
    await surely(() => webhook.editMessage('@original', edit(message)));
  } else await webhook.send({ ...post(message), ...privacy });
}

/**
 * Tries a second time when no answer came: said twice, a first word is refused (40060) and an edit changes nothing. Follow-ups are not
 * tried again, they would stand there twice.
 */
export async function surely(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isLost(error)) throw error;
    await work();
  }
}

const files = (message: RenderedMessage) =>
  message.files.map(({ name, data, description }) => ({ name, attachment: data, description }));

export const post = (message: RenderedMessage) => ({ ...message, files: files(message) });

/** All parts are named, so that none of the old card stays. */
export const edit = (message: RenderedMessage) => ({ ...message, files: files(message), attachments: [] });
