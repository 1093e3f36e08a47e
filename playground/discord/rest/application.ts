import { applicationShape, guildShape, myGuildShape, userShape } from '../api-shapes.ts';
import type { RouteGroup } from './routes.ts';

/** The app itself, and where its gateway is. */
export const applicationRoutes: RouteGroup = (api, local) => {
  const { world, gateway } = local;
  api.get('/gateway', (c) => c.json({ url: gateway.url }));
  api.get('/gateway/bot', (c) => {
    const { shards, maxConcurrency, remaining } = gateway.sharding;
    const session_start_limit = { total: 1000, remaining, reset_after: 0, max_concurrency: maxConcurrency };
    return c.json({ url: gateway.url, shards, session_start_limit });
  });
  api.get('/users/@me', (c) => {
    const user = userShape(world, world.botId);
    return c.json({ ...user, locale: 'en-US', mfa_enabled: false, verified: true, email: null });
  });
  api.get('/applications/@me', (c) => c.json(applicationShape(world)));
  api.get('/oauth2/applications/@me', (c) => c.json(applicationShape(world)));
  api.get('/users/@me/guilds', (c) => c.json(world.installed ? [myGuildShape(world)] : []));
  api.delete('/users/@me/guilds/:guild', (c) => {
    if (world.installed && c.req.param('guild') === world.guildId) {
      world.installed = false;
      local.gateway.dispatch('GUILD_DELETE', { id: guildShape(world).id }, { intent: 'Guilds' });
      world.changed();
    }
    return c.body(null, 204);
  });
};
