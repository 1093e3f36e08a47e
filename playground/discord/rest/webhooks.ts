import { IncomingWebhookRequestPartialSchema, IncomingWebhookUpdateRequestPartialSchema } from 'discord-api-spec/zod';
import { createReply } from '../answers.ts';
import { refusal } from '../api-error.ts';
import type { Interaction } from '../interactions.ts';
import { messageFlags } from '../limits.ts';
import type { Local } from '../local.ts';
import { checkMessage, prepared } from '../message-checks.ts';
import type { MessageBody } from '../message-rules.ts';
import { deleteMessage, editMessage } from '../messages.ts';
import { announceDeletion, announceEdit } from '../tell.ts';
import { validateBody } from '../validate.ts';
import type { StoredMessage } from '../world.ts';
import { type RequestBody, readBody } from './body.ts';
import type { RouteGroup } from './routes.ts';

/** What follows the first answer of an interaction, by its token. */
export const webhookRoutes: RouteGroup = (api, local) => {
  const { world, interactions } = local;
  const find = (application: string, token: string): Interaction => {
    if (application !== world.botId) throw refusal('unknownWebhook');
    return interactions.byToken(token);
  };
  api.post('/webhooks/:application/:token', async (c) => {
    const interaction = find(c.req.param('application'), c.req.param('token'));
    return c.json(followUp(local, interaction, await readBody(c)).api);
  });
  const path = '/webhooks/:application/:token/messages/:message';
  api.get(path, (c) => {
    const interaction = find(c.req.param('application'), c.req.param('token'));
    return c.json(messageOf(local, interaction, c.req.param('message')).api);
  });
  api.patch(path, async (c) => {
    const interaction = find(c.req.param('application'), c.req.param('token'));
    const message = messageOf(local, interaction, c.req.param('message'));
    edit(local, message, await readBody(c));
    return c.json(message.api);
  });
  api.delete(path, (c) => {
    const interaction = find(c.req.param('application'), c.req.param('token'));
    const message = messageOf(local, interaction, c.req.param('message'));
    deleteMessage(world, message);
    announceDeletion(local, message);
    return c.body(null, 204);
  });
};

function followUp(local: Local, interaction: Interaction, { json, uploads }: RequestBody): StoredMessage {
  const body = prepared(json) as MessageBody;
  validateBody(IncomingWebhookRequestPartialSchema, body);
  const { original } = interaction;
  const isLoading = original && ((original.api.flags ?? 0) & messageFlags.loading) !== 0;
  checkMessage(body, { uploads });
  // The first follow-up to a deferred answer takes its place, and with it its visibility.
  if (original && isLoading && local.world.messages.has(original.api.id)) {
    edit(local, original, { json, uploads });
    return original;
  }
  const ephemeral = ((body.flags ?? 0) & messageFlags.ephemeral) !== 0;
  return createReply(local, interaction, body, uploads, ephemeral);
}

function edit(local: Local, message: StoredMessage, { json, uploads }: RequestBody): void {
  const body = prepared(json) as MessageBody;
  validateBody(IncomingWebhookUpdateRequestPartialSchema, body);
  checkMessage(body, { uploads, before: message });
  editMessage(local.world, message, body, uploads);
  announceEdit(local, message);
}

/** `@original`, or the id of a message that answered this interaction. */
function messageOf({ world }: Local, interaction: Interaction, id: string): StoredMessage {
  const message = id === '@original' ? interaction.original : world.messages.get(id);
  const isOwn = message !== undefined && world.messages.has(message.api.id) && message.api.author.id === world.botId;
  const fitsReader = !message?.ephemeralFor || message.ephemeralFor === interaction.person.id;
  if (!isOwn || !fitsReader || message.api.channel_id !== interaction.channel.id) throw refusal('unknownMessage');
  return message;
}
