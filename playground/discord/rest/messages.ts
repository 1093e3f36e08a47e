import { MessageCreateRequestSchema, MessageEditRequestPartialSchema } from 'discord-api-spec/zod';
import { refusal } from '../api-error.ts';
import type { Upload } from '../attachments.ts';
import type { Local } from '../local.ts';
import { checkMessage, prepared } from '../message-checks.ts';
import type { MessageBody } from '../message-rules.ts';
import { createMessage, deleteMessage, editMessage, rememberNonce, sameNonce } from '../messages.ts';
import { may } from '../permissions.ts';
import { announceDeletion, announceEdit, announceMessage, readableByApp } from '../tell.ts';
import { validateBody } from '../validate.ts';
import type { Channel, StoredMessage } from '../world.ts';
import { channelFor, messageIn, requireReachable } from './access.ts';
import { readBody } from './body.ts';
import { pageOf } from './message-page.ts';
import type { RouteGroup } from './routes.ts';

export const messageRoutes: RouteGroup = (api, local) => {
  const { world } = local;
  api.get('/channels/:channel/messages', (c) => {
    const channel = channelFor(local, c.req.param('channel'));
    const page = pageOf(world, channel, c.req.query());
    const readable = may(world, channel, world.botId, 'ReadMessageHistory');
    return c.json(readable ? page.map((message) => readableByApp(local, message)) : []);
  });
  api.get('/channels/:channel/messages/:message', (c) => {
    const channel = channelFor(local, c.req.param('channel'), 'ReadMessageHistory');
    return c.json(readableByApp(local, messageIn(local, channel, c.req.param('message'))));
  });
  api.post('/channels/:channel/messages', async (c) => {
    const channel = channelFor(local, c.req.param('channel'), 'SendMessages');
    const { json, uploads } = await readBody(c);
    return c.json(post(local, channel, json, uploads).api);
  });
  api.patch('/channels/:channel/messages/:message', async (c) => {
    const channel = channelFor(local, c.req.param('channel'));
    const message = messageIn(local, channel, c.req.param('message'));
    if (message.api.author.id !== world.botId) throw refusal('cannotEditOthers');
    const { json, uploads } = await readBody(c);
    const body = prepared(json) as MessageBody;
    validateBody(MessageEditRequestPartialSchema, body);
    checkMessage(body, { uploads, before: message });
    editMessage(world, message, body, uploads);
    announceEdit(local, message);
    return c.json(message.api);
  });
  api.delete('/channels/:channel/messages/:message', (c) => {
    const channel = channelFor(local, c.req.param('channel'));
    const message = messageIn(local, channel, c.req.param('message'));
    if (message.api.author.id !== world.botId) channelFor(local, channel.id, 'ManageMessages');
    deleteMessage(world, message);
    announceDeletion(local, message);
    return c.body(null, 204);
  });
};

function post(local: Local, channel: Channel, json: unknown, uploads: readonly Upload[]): StoredMessage {
  const { world } = local;
  if (channel.recipient !== undefined) requireReachable(local, channel.recipient);
  const body = prepared(json) as MessageBody;
  validateBody(MessageCreateRequestSchema, body);
  checkMessage(body, { uploads });
  if (body.embeds?.length) channelFor(local, channel.id, 'EmbedLinks');
  if (uploads.length > 0) channelFor(local, channel.id, 'AttachFiles');
  const before = sameNonce(world, body);
  if (before) return before;
  const message = createMessage(world, { channelId: channel.id, authorId: world.botId, body, uploads });
  rememberNonce(world, body, message);
  announceMessage(local, message);
  return message;
}
