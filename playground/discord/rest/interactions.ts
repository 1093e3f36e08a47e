import { answer } from '../answers.ts';
import type { Interaction } from '../interactions.ts';
import { messageFlags } from '../limits.ts';
import type { StoredMessage } from '../world.ts';
import { readBody } from './body.ts';
import type { RouteGroup } from './routes.ts';

/** The first answer to an interaction. It needs no token of the app. */
export const interactionRoutes: RouteGroup = (api, local) => {
  api.post('/interactions/:interaction/:token/callback', async (c) => {
    const { json, uploads } = await readBody(c);
    const interaction = local.interactions.awaiting(c.req.param('interaction'), c.req.param('token'));
    const message = answer(local, interaction, json, uploads);
    if (c.req.query('with_response') !== 'true') return c.body(null, 204);
    return c.json(described(interaction, (json as { type: number }).type, message));
  });
};

/** interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object */
function described({ id, type }: Interaction, reply: number, message: StoredMessage | undefined): object {
  const flags = message?.api.flags ?? 0;
  const made = message && {
    response_message_id: message.api.id,
    response_message_loading: (flags & messageFlags.loading) !== 0,
    response_message_ephemeral: (flags & messageFlags.ephemeral) !== 0,
  };
  const hasResource = message && (reply === 4 || reply === 5 || reply === 7);
  const resource = hasResource ? { resource: { type: reply === 7 ? 7 : 4, message: message.api } } : {};
  return { interaction: { id, type, ...made }, ...resource };
}
