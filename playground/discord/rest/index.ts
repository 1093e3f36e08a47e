import { applicationRoutes } from './application.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { messageRoutes } from './messages.ts';
import { reactionRoutes } from './reactions.ts';
import type { RouteGroup } from './routes.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every group of routes that the local Discord answers; anything else is `404: Not Found`. */
export const routeGroups: readonly RouteGroup[] = [
  applicationRoutes,
  guildRoutes,
  channelRoutes,
  messageRoutes,
  reactionRoutes,
  commandRoutes,
  interactionRoutes,
  webhookRoutes,
];
