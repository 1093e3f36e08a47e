import { refusal } from '../api-error.ts';
import { userShape } from '../api-shapes.ts';
import { presentReactions } from '../messages.ts';
import { channelFor, messageIn } from './access.ts';
import type { RouteGroup } from './routes.ts';

const isEmoji = (text: string): boolean => /^\p{RGI_Emoji}$/v.test(text) || /^\p{Emoji}\uFE0F?$/v.test(text);

export const reactionRoutes: RouteGroup = (api, local) => {
  const { world } = local;
  const path = '/channels/:channel/messages/:message/reactions/:emoji';
  api.put(`${path}/@me`, (c) => {
    const channel = channelFor(local, c.req.param('channel'), 'ReadMessageHistory', 'AddReactions');
    const message = messageIn(local, channel, c.req.param('message'));
    const emoji = c.req.param('emoji');
    if (!isEmoji(emoji)) throw refusal('unknownEmoji');
    const users = message.reactions.get(emoji) ?? new Set();
    message.reactions.set(emoji, users.add(world.botId));
    presentReactions(world, message);
    return c.body(null, 204);
  });
  api.delete(`${path}/@me`, (c) => {
    const channel = channelFor(local, c.req.param('channel'));
    const message = messageIn(local, channel, c.req.param('message'));
    const users = message.reactions.get(c.req.param('emoji'));
    users?.delete(world.botId);
    if (users?.size === 0) message.reactions.delete(c.req.param('emoji'));
    presentReactions(world, message);
    return c.body(null, 204);
  });
  api.get(path, (c) => {
    const channel = channelFor(local, c.req.param('channel'), 'ReadMessageHistory');
    const message = messageIn(local, channel, c.req.param('message'));
    const users = message.reactions.get(c.req.param('emoji')) ?? [];
    return c.json([...users].map((id) => userShape(world, id)));
  });
};
