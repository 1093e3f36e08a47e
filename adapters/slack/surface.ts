import * as z from 'zod';

/**
 * Where a person was when they acted, which decides where an answer goes. A modal carries it in `private_metadata`, so that its
 * submission is answered where it was opened.
 */
const surface = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), channel: z.string(), responseUrl: z.url() }),
  z.object({
    kind: z.literal('message'),
    channel: z.string(),
    message: z.string(),
    ephemeral: z.boolean(),
    responseUrl: z.url(),
  }),
  z.object({ kind: z.literal('home') }),
  /** A global shortcut, called from anywhere. */
  z.object({ kind: z.literal('nowhere') }),
]);
export type Surface = z.output<typeof surface>;

/** Slack's limit for `private_metadata` is 3000 characters; a surface has at most a few hundred. */
export function remember(where: Surface): string {
  return JSON.stringify(where);
}

/** A modal that remembers nothing readable is answered in the direct message. */
export function recall(memory: string): Surface {
  try {
    return surface.parse(JSON.parse(memory));
  } catch {
    return { kind: 'nowhere' };
  }
}

/** Ids of direct-message conversations begin with D. */
export const isDirect = (channel: string): boolean => channel.startsWith('D');

export function placeOf(where: Surface): { readonly channel: string; readonly direct: boolean } {
  if (where.kind === 'home' || where.kind === 'nowhere') return { channel: '', direct: true };
  return { channel: where.channel, direct: isDirect(where.channel) };
}
