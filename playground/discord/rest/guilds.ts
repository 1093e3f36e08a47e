import { refusal } from '../api-error.ts';
import { channelShape, guildShape, memberShape, userShape } from '../api-shapes.ts';
import { requireGuild } from './access.ts';
import type { RouteGroup } from './routes.ts';

export const guildRoutes: RouteGroup = (api, local) => {
  const { world } = local;
  api.get('/guilds/:guild', (c) => {
    requireGuild(local, c.req.param('guild'));
    if (world.denied) throw refusal('unknownGuild');
    const counted = c.req.query('with_counts') === 'true';
    const counts = { approximate_member_count: world.present.size + 1, approximate_presence_count: 1 };
    return c.json({ ...guildShape(world), ...(counted ? counts : {}) });
  });
  api.get('/guilds/:guild/channels', (c) => {
    requireGuild(local, c.req.param('guild'));
    return c.json(world.places.map((channel) => channelShape(world, channel)));
  });
  api.get('/guilds/:guild/roles', (c) => {
    requireGuild(local, c.req.param('guild'));
    return c.json(guildShape(world).roles);
  });
  // Listing members needs the privileged members intent, which this app does not have.
  api.get('/guilds/:guild/members', () => {
    throw refusal('missingAccess');
  });
  api.get('/guilds/:guild/members/:user', (c) => {
    requireGuild(local, c.req.param('guild'));
    const asked = c.req.param('user');
    const id = asked === '@me' ? world.botId : asked;
    if (id !== world.botId && !world.person(id)) throw refusal('unknownUser');
    if (id !== world.botId && !world.present.has(id)) throw refusal('unknownMember');
    return c.json(memberShape(world, id));
  });
  api.get('/users/:user', (c) => {
    const id = c.req.param('user');
    if (id !== world.botId && !world.person(id)) throw refusal('unknownUser');
    return c.json(userShape(world, id));
  });
};
