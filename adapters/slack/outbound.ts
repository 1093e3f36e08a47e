import * as z from 'zod';
import type { Card } from '../../src/engine/card/card.ts';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Installation } from '../../src/engine/event.ts';
import type { DeliveryId } from '../../src/engine/ids.ts';
import type { Destination, Pace, Platform, Profile, Receipt } from '../../src/engine/ports/platform.ts';
import type { DirectChannels } from './direct-channels.ts';
import type { Easel } from './drawing.ts';
import { calling } from './errors.ts';
import type { Rates } from './limits.ts';
import { lookAt } from './look.ts';
import type { People } from './people.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

/** Marks our messages so that they can be found by their delivery: https://docs.slack.dev/messaging/message-metadata */
const EVENT_TYPE = 'kith_delivery';
const PAGE = 100;
/** The file behind a picture may still be in Slack's works for a moment after its upload; until then blocks with it are refused. */
const PICTURE_MS = 2000;

const marked = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.literal(EVENT_TYPE), event_payload: z.object({ id: z.string() }) }),
});

export interface Outbound {
  readonly workspaces: Workspaces;
  readonly direct: DirectChannels;
  readonly easel: Easel;
  readonly people: People;
  readonly rates: Rates;
}

/** Slack as the engine sees it. */
export function slackPlatform({ workspaces, direct, easel, people, rates }: Outbound): Platform {
  const channelOf = (workspace: Workspace, to: Destination): string | Promise<string> =>
    to.kind === 'channel' ? to.channel : direct.of(workspace, to.person);

  async function send(installation: Installation, to: Destination, card: Card, id: DeliveryId): Promise<Receipt> {
    const workspace = await workspaces.of(installation.externalId);
    const channel = await channelOf(workspace, to);
    const drawn = await easel.draw(workspace, card, to.kind === 'channel' ? 'channel' : 'person', 'whole');
    try {
      const posted = await calling(
        workspace.web.chat.postMessage({
          channel,
          ...drawn,
          metadata: { event_type: EVENT_TYPE, event_payload: { id } },
          unfurl_links: false,
          unfurl_media: false,
          link_names: false,
          parse: 'none',
        }),
      );
      if (!posted.ts) throw PlatformError.unclear('no_ts');
      return { channel: posted.channel ?? channel, message: posted.ts };
    } catch (error) {
      throw pictureNotReady(error, card) ? PlatformError.busy(PICTURE_MS, 'picture_not_ready', error) : error;
    }
  }

  async function find(
    installation: Installation,
    to: Destination,
    id: DeliveryId,
    since: number,
  ): Promise<Receipt | null> {
    const workspace = await workspaces.of(installation.externalId);
    const channel = await channelOf(workspace, to);
    const oldest = (since / 1000).toFixed(6);
    let cursor = '';
    do {
      const page = await calling(
        workspace.web.conversations.history({
          channel,
          oldest,
          inclusive: true,
          include_all_metadata: true,
          limit: PAGE,
          ...(cursor === '' ? {} : { cursor }),
        }),
      );
      for (const message of page.messages ?? []) {
        const { success, data } = marked.safeParse(message);
        if (success && data.metadata.event_payload.id === id) return { channel, message: data.ts };
      }
      cursor = page.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    return null;
  }

  return {
    features: { profileZone: true, directByDefault: true },
    paces({ externalId }, to): readonly Pace[] {
      const place = to.kind === 'direct' ? to.person : to.channel;
      return [
        { key: `slack:${externalId}:${place}`, ...rates.channel },
        { key: `slack:${externalId}`, ...rates.workspace },
      ];
    },
    send,
    find,
    async profile(installation, person): Promise<Profile | null> {
      return people.profile(await workspaces.of(installation.externalId), person);
    },
    async look({ externalId }, channels) {
      return lookAt(await workspaces.of(externalId), channels);
    },
  };
}

function pictureNotReady(error: unknown, card: Card): boolean {
  const refused = error instanceof PlatformError && error.message.endsWith('invalid_blocks');
  return refused && card.blocks.some((block) => block.kind === 'image');
}
