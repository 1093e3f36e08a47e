import * as z from 'zod';
import type { Card } from '../../src/engine/card/card.ts';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Installation } from '../../src/engine/event.ts';
import type { DeliveryId } from '../../src/engine/ids.ts';
import type { Destination, Pace, Platform, Profile, Receipt, Restraints } from '../../src/engine/ports/platform.ts';
import { askSlack, personsPerMinute } from './absence.ts';
import type { DirectChannels } from './direct-channels.ts';
import type { Drawn, Easel } from './drawing.ts';
import { calling, isRateLimited } from './errors.ts';
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
  /** Where what Slack says about its limits is kept. */
  readonly restraints: Restraints | null;
}

/** Slack as the engine sees it. */
export function slackPlatform({ workspaces, direct, easel, people, rates, restraints }: Outbound): Platform {
  const ofWorkspace = (name: string, rate: Rates['workspace']): Pace => ({
    key: `slack:${name}`,
    ...rate,
    counted: true,
  });
  const inWorkspace = ({ externalId }: Installation) => ofWorkspace(externalId, rates.workspace);
  const looking = ({ externalId }: Installation) => ofWorkspace(`${externalId}:look-up`, rates.lookUp);
  const channelOf = (workspace: Workspace, to: Destination): string | Promise<string> =>
    to.kind === 'channel' ? to.channel : direct.of(workspace, to.person);

  async function post(workspace: Workspace, channel: string, drawn: Drawn, id: DeliveryId): Promise<Receipt> {
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
  }

  /**
   * Slack opens the conversation when a message is posted to a person's id (chat.postMessage, "Post to a DM"). Opening it by a call of its own would be held
   * to fifty people a minute (tier 3), so that is left for finding out why a person is refused.
   */
  async function postTo(
    workspace: Workspace,
    person: string,
    drawn: Drawn,
    id: DeliveryId,
    inTime: () => boolean,
  ): Promise<Receipt> {
    const known = direct.known(workspace, person);
    if (known !== undefined) return post(workspace, known, drawn, id);
    try {
      const receipt = await post(workspace, person, drawn, id);
      direct.learn(workspace, person, receipt.channel);
      return receipt;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.outcome !== 'refused') throw error;
      const channel = await direct.of(workspace, person);
      if (!inTime()) throw tooLate();
      return post(workspace, channel, drawn, id);
    }
  }

  async function send(
    installation: Installation,
    to: Destination,
    card: Card,
    id: DeliveryId,
    inTime = () => true,
  ): Promise<Receipt> {
    const workspace = await workspaces.of(installation.externalId);
    const drawn = await easel.draw(workspace, card, to.kind === 'channel' ? 'channel' : 'person', 'whole');
    if (!inTime()) throw tooLate();
    try {
      return to.kind === 'channel'
        ? await post(workspace, to.channel, drawn, id)
        : await postTo(workspace, to.person, drawn, id, inTime);
    } catch (error) {
      // Slack does not say which of its limits was met: the one over the workspace holds back the others as well.
      if (isRateLimited(error)) await restraints?.hold(inWorkspace(installation), error.retryAfterMs);
      throw pictureNotReady(error, card) ? PlatformError.busy(PICTURE_MS, 'picture_not_ready', error) : error;
    }
  }

  async function find(
    installation: Installation,
    to: Destination,
    id: DeliveryId,
    since: number,
  ): Promise<Receipt | null> {
    try {
      return await findIn(await workspaces.of(installation.externalId), to, id, since);
    } catch (error) {
      if (isRateLimited(error)) await restraints?.hold(looking(installation), error.retryAfterMs);
      throw error;
    }
  }

  async function findIn(workspace: Workspace, to: Destination, id: DeliveryId, since: number): Promise<Receipt | null> {
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
    features: { profileZone: true, directByDefault: true, absences: personsPerMinute(rates.absences) },
    // Half of the burst is left for wakes that are not exact: they would be put off by milliseconds, each of them.
    spread: { ...rates.workspace, burst: Math.ceil(rates.workspace.burst / 2) },
    paces(installation, to, call): readonly Pace[] {
      if (call === 'find') return [looking(installation)];
      const { externalId } = installation;
      const place = to.kind === 'direct' ? to.person : to.channel;
      return [{ key: `slack:${externalId}:${place}`, ...rates.channel }, inWorkspace(installation)];
    },
    send,
    find,
    async withdraw({ externalId }, { channel, message }) {
      const workspace = await workspaces.of(externalId);
      try {
        await calling(workspace.web.chat.delete({ channel, ts: message }));
      } catch (error) {
        if (!(error instanceof PlatformError && error.message.endsWith('message_not_found'))) throw error;
      }
    },
    async profile(installation, person): Promise<Profile | null> {
      return people.profile(await workspaces.of(installation.externalId), person);
    },
    async absences({ externalId }, persons) {
      return askSlack({ workspace: await workspaces.of(externalId), rate: rates.absences, restraints }, persons);
    },
    async look({ externalId }, channels) {
      return lookAt(await workspaces.of(externalId), channels);
    },
  };
}

/** Another may be at work on the same delivery by now. */
const tooLate = () => PlatformError.busy(1, 'too_late_to_send');

function pictureNotReady(error: unknown, card: Card): boolean {
  const refused = error instanceof PlatformError && error.message.endsWith('invalid_blocks');
  return refused && card.blocks.some((block) => block.kind === 'image');
}
