import { CreatePrivateChannelRequestSchema } from 'discord-api-spec/zod';
import { invalidForm, refusal } from '../api-error.ts';
import { channelShape } from '../api-shapes.ts';
import { required, validateBody } from '../validate.ts';
import { channelFor } from './access.ts';
import { readBody } from './body.ts';
import type { RouteGroup } from './routes.ts';

export const channelRoutes: RouteGroup = (api, local) => {
  const { world } = local;
  api.get('/channels/:channel', (c) => {
    const channel = channelFor(local, c.req.param('channel'));
    return c.json(channelShape(world, channel));
  });
  api.post('/users/@me/channels', async (c) => {
    const { json } = await readBody(c);
    validateBody(CreatePrivateChannelRequestSchema, json);
    const { recipient_id: recipient } = json as { recipient_id?: string };
    if (!recipient) throw invalidForm([required(['recipient_id'])]);
    const person = world.person(recipient);
    if (!person || person.id !== recipient || recipient === world.botId) throw refusal('invalidRecipients');
    return c.json(channelShape(world, world.direct(recipient)));
  });
  api.post('/channels/:channel/typing', (c) => {
    channelFor(local, c.req.param('channel'), 'SendMessages');
    return c.body(null, 204);
  });
};
