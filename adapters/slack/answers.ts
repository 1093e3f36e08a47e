import type { Card, Modal } from '../../src/engine/card/card.ts';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Reply } from '../../src/engine/reply.ts';
import { unconnectedCard } from '../../src/engine/troubles/unconnected.ts';
import type { DirectChannels } from './direct-channels.ts';
import { type Audience, type Drawn, drawnUnasked, type Easel } from './drawing.ts';
import { calling, isUnconnected } from './errors.ts';
import { times } from './limits.ts';
import { renderModal } from './render-modal.ts';
import { isDirect, remember, type Surface } from './surface.ts';
import { callSlack } from './transport.ts';
import type { Workspace } from './workspaces.ts';

/** To whom and where an answer goes. */
export interface Asked {
  readonly workspace: Workspace;
  readonly person: string;
  readonly where: Surface;
  /** Opens a modal within three seconds; a submission's has none to give. */
  readonly trigger: string | null;
}

const IN_MESSAGES = { unfurl_links: false, unfurl_media: false, parse: 'none' as const, link_names: false };

/** Shows the engine's replies where they belong. A reply that cannot be shown is logged, never thrown: nobody is left to catch it. */
export class Answers {
  readonly #easel: Easel;
  readonly #direct: DirectChannels;
  readonly #log: Log;

  constructor(easel: Easel, direct: DirectChannels, log: Log) {
    this.#easel = easel;
    this.#direct = direct;
    this.#log = log;
  }

  async show(asked: Asked, reply: Reply): Promise<void> {
    try {
      await this.#show(asked, reply);
    } catch (error) {
      if (isUnconnected(error)) return this.#withoutToken(asked, reply, error);
      const code = error instanceof PlatformError ? error.message : 'unexpected';
      this.#log.error('slack.answer-failed', error, { reply: reply.kind, where: asked.where.kind, code });
    }
  }

  #show(asked: Asked, reply: Reply): Promise<void> {
    switch (reply.kind) {
      case 'modal':
        return this.#open(asked, reply.modal);
      case 'private':
      // Problems show inside the modal; where that came too late, the card says them.
      case 'invalid':
        return this.#private(asked, reply.card);
      case 'public':
        return this.#public(asked, reply.card);
      case 'update':
        return this.#update(asked, reply.card);
      case 'nothing':
        return Promise.resolve();
      default:
        return reply satisfies never;
    }
  }

  /** A modal cannot open: that is said where it was asked for, with what was typed to begin it. Of other replies, what they tell of is done. */
  async #withoutToken({ where }: Asked, reply: Reply, { message: code }: PlatformError): Promise<void> {
    this.#log.warn('slack.not-connected', { what: where.kind, code });
    if (reply.kind !== 'modal' || !('responseUrl' in where)) return;
    await this.sayUnconnected(where.responseUrl, where.kind === 'command' ? initialWords(reply.modal) : []);
  }

  /** Says to one person that Slack does not know this Kith here; `written` is given back. */
  async sayUnconnected(responseUrl: string, written: readonly string[]): Promise<void> {
    const drawn = drawnUnasked(unconnectedCard(written));
    try {
      await respond(responseUrl, { response_type: 'ephemeral', replace_original: false, ...drawn });
    } catch (error) {
      this.#log.warn('slack.response-url', { code: error instanceof PlatformError ? error.message : 'unexpected' });
    }
  }

  async publish({ workspace, person }: Asked, card: Card): Promise<void> {
    const { blocks } = await this.#easel.draw(workspace, card, 'person', 'described');
    await calling(workspace.web.views.publish({ user_id: person, view: { type: 'home', blocks } }));
  }

  async #open({ workspace, trigger, where }: Asked, modal: Modal): Promise<void> {
    if (trigger === null) throw PlatformError.refused('malformed', 'modal_without_trigger');
    await calling(workspace.web.views.open({ trigger_id: trigger, view: renderModal(modal, remember(where)) }));
  }

  /** What must be found again goes to the direct message: an ephemeral is gone after a reload, so it is only for channels. */
  async #private(asked: Asked, card: Card): Promise<void> {
    const { where } = asked;
    if (where.kind === 'home' || where.kind === 'nowhere') return this.#sendDirect(asked, card);
    try {
      if (await this.#isOwnDirect(asked)) return await this.#sendDirect(asked, card);
    } catch (error) {
      // A response address needs no token.
      if (!isUnconnected(error)) throw error;
    }
    const drawn = await this.#draw(asked, card, 'person');
    try {
      await respond(where.responseUrl, { response_type: 'ephemeral', replace_original: false, ...drawn });
    } catch (error) {
      this.#log.warn('slack.response-url', { code: error instanceof PlatformError ? error.message : 'unexpected' });
      await this.#sendDirect(asked, card);
    }
  }

  async #public(asked: Asked, card: Card): Promise<void> {
    const { where } = asked;
    if (where.kind === 'home' || where.kind === 'nowhere') return this.#sendDirect(asked, card);
    const drawn = await this.#draw(asked, card, 'channel');
    await respond(where.responseUrl, { response_type: 'in_channel', replace_original: false, ...drawn });
  }

  async #update(asked: Asked, card: Card): Promise<void> {
    const { where, workspace } = asked;
    if (where.kind === 'home') return this.publish(asked, card);
    // A command or shortcut stands on no card.
    if (where.kind === 'command' || where.kind === 'nowhere') return this.#private(asked, card);
    const alone = where.ephemeral || isDirect(where.channel);
    const drawn = await this.#draw(asked, card, alone ? 'person' : 'channel');
    try {
      await respond(where.responseUrl, { replace_original: true, ...drawn });
    } catch (error) {
      this.#log.warn('slack.response-url', { code: error instanceof PlatformError ? error.message : 'unexpected' });
      // Half an hour has passed (a modal stood open): an ordinary message can still be changed, an ephemeral only be followed.
      if (where.ephemeral) return this.#sendDirect(asked, card);
      await calling(workspace.web.chat.update({ channel: where.channel, ts: where.message, ...drawn, ...IN_MESSAGES }));
    }
  }

  #draw({ workspace }: Asked, card: Card, audience: Audience): Promise<Drawn> {
    return this.#easel.draw(workspace, card, audience, 'described');
  }

  /** Whether it happened in the conversation with the app, and not in one between two people. */
  async #isOwnDirect({ workspace, person, where }: Asked): Promise<boolean> {
    if (!('channel' in where) || !isDirect(where.channel)) return false;
    // Our own messages with buttons stand in no other direct conversation, unless somebody answers `/kith` there.
    return (await this.#direct.of(workspace, person)) === where.channel;
  }

  async #sendDirect(asked: Asked, card: Card): Promise<void> {
    const { workspace, person } = asked;
    const channel = await this.#direct.of(workspace, person);
    const drawn = await this.#draw(asked, card, 'person');
    await calling(workspace.web.chat.postMessage({ channel, ...drawn, ...IN_MESSAGES }));
  }
}

function initialWords({ inputs }: Modal): readonly string[] {
  return inputs.flatMap((input) => (input.kind === 'text' && input.initial !== '' ? [input.initial] : []));
}

/** Posts to a response address: five times within half an hour, needs no token. */
async function respond(url: string, message: Drawn & Record<string, unknown>): Promise<void> {
  const answer = await callSlack(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
    redirect: 'error',
    signal: AbortSignal.timeout(times.call),
  }).catch((cause: unknown) => {
    throw PlatformError.unclear('response_url', cause);
  });
  const text = await answer.text().catch(() => '');
  if (!answer.ok || text.includes('"ok":false')) {
    const code = /"error":"([a-z_]{1,60})"/.exec(text)?.[1] ?? `http_${answer.status}`;
    throw PlatformError.refused('malformed', code);
  }
}
