import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { InboundEvent, Origin } from '../../src/engine/event.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { AnswerMode, Reply } from '../../src/engine/reply.ts';
import { edit, giveAnnounced, post, privacyOf, surely, type Webhook } from './giving.ts';
import type { Answerable } from './inbound.ts';
import { type RenderedMessage, renderMessage } from './render/message.ts';
import { renderModal } from './render/modal.ts';
import type { DiscordStore, Told } from './store.ts';

/**
 * Discord gives three seconds for a first word (interactions/receiving-and-responding#interaction-callback). What is ready soon is said at once, in
 * one request and without *thinking…* in between; otherwise Discord is told that it comes. A public post waits longer: announced
 * privately, it has to be posted anew.
 */
const PATIENCE_MS = { private: 700, update: 700, public: 2000 } as const;
/** Discord waits no longer for its first word. */
const FIRST_WORD_MS = 3000;

type Shown = Exclude<Reply, { kind: 'modal' }>;

/** What a reply shows as a message; `null` for nothing. */
export function renderReply(reply: Reply, guild: string | null): RenderedMessage | null {
  return 'card' in reply ? renderMessage(reply.card, { guild, delivery: null }) : null;
}

/** One interaction and how far its answer has come. */
export class Exchange {
  readonly #interaction: Answerable;
  readonly #event: InboundEvent & { readonly origin: Origin };
  readonly #store: Pick<DiscordStore, 'modals' | 'owed'>;
  readonly #log: Log;
  readonly #server: string;
  /** What Discord has been told so far: nothing, that a private answer comes, or that the card pressed will change. */
  #told: Told | 'nothing' = 'nothing';
  /** Others know of it, too: whoever takes it gives it. */
  #isNoted = false;

  constructor(
    interaction: Answerable,
    event: InboundEvent & { readonly origin: Origin },
    guild: string,
    store: Pick<DiscordStore, 'modals' | 'owed'>,
    log: Log,
  ) {
    this.#interaction = interaction;
    this.#event = event;
    this.#store = store;
    this.#server = guild;
    this.#log = log;
  }

  /** Says that an answer comes when it is not there soon. A modal must itself be the first word. */
  async open(mode: AnswerMode, handled: Promise<unknown>): Promise<void> {
    if (Date.now() - this.#interaction.createdTimestamp > FIRST_WORD_MS) await this.#takeOver();
    if (this.#told !== 'nothing' || mode === 'modal' || !(await isSlow(handled, PATIENCE_MS[mode]))) return;
    await this.#announce(mode === 'update' && isOnMessage(this.#interaction) ? 'update' : 'private');
  }

  async give(reply: Reply): Promise<void> {
    if (reply.kind === 'modal') return await this.#showModal(reply);
    const message = await this.#render(reply);
    if (this.#told === 'nothing') await this.#giveAtOnce(reply.kind, message);
    else await this.#giveAnnounced(this.#told, reply.kind, message);
  }

  async #giveAtOnce(kind: Reply['kind'], message: RenderedMessage | null): Promise<void> {
    const interaction = this.#interaction;
    try {
      if (message === null) await this.#leave();
      else if (kind === 'update' && isOnMessage(interaction)) await surely(() => interaction.update(edit(message)));
      else await surely(() => interaction.reply({ ...post(message), ...(kind === 'public' ? {} : this.#privacy) }));
    } catch (error) {
      if (!isAcknowledged(error)) throw error;
      await this.#takeOver();
      if (this.#told === 'nothing') throw error;
      await this.#giveAnnounced(this.#told, kind, message);
    }
  }

  /** Discord replays what an earlier process may have left: it was told then that an answer comes, or nothing can be said any more. */
  async #takeOver(): Promise<void> {
    const told = await this.#store.owed.told(this.#server, this.#interaction.id).catch(() => null);
    if (told === null) return;
    this.#told = told;
    this.#isNoted = true;
  }

  async #render(reply: Shown): Promise<RenderedMessage | null> {
    if (reply.kind !== 'invalid' || reply.modal === null) return renderReply(reply, this.#guild);
    const { modal, card } = reply;
    const entered = this.#event.kind === 'submit' ? this.#event.fields : {};
    const kept = renderModal(modal, this.#guild, entered);
    const key = randomBytes(12).toString('base64url');
    const isKept = await this.#store.modals
      .keep(this.#server, this.#interaction.user.id, key, JSON.stringify(kept))
      .catch((error: unknown) => {
        this.#log.error('discord.keep-modal', error);
        return false;
      });
    const reopen = isKept ? { reopen: { label: modal.title, key } } : {};
    return renderMessage(card, { guild: this.#guild, delivery: null, ...reopen });
  }

  async #giveAnnounced(told: Told, kind: Reply['kind'], message: RenderedMessage | null): Promise<void> {
    const { owed } = this.#store;
    const { id, webhook } = this.#interaction;
    // When nobody can be asked, giving it twice is the lesser evil: it changes the same message.
    if (this.#isNoted && !(await owed.take(this.#server, id).catch(() => true))) return;
    await giveAnnounced(webhook as Webhook, told, this.#privacy, kind, message);
    if (this.#isNoted)
      await owed.given(this.#server, id).catch((error: unknown) => this.#log.error('discord.owed', error));
  }

  async #showModal({ modal }: Extract<Reply, { kind: 'modal' }>): Promise<void> {
    const interaction = this.#interaction;
    if (this.#told !== 'nothing' || interaction.isModalSubmit()) {
      await this.#leave();
      throw new Error('a modal came where Discord no longer takes one');
    }
    await surely(() => interaction.showModal(renderModal(modal, this.#guild)));
  }

  get #guild(): string | null {
    return this.#event.origin.place.direct ? this.#server : null;
  }

  get #privacy() {
    return privacyOf(this.#event.origin.place.direct);
  }

  /** Noted first, so that whoever comes after this process knows what Discord is waiting for. */
  async #announce(told: Told): Promise<void> {
    const interaction = this.#interaction;
    const { id: claim, token, user } = interaction;
    const noted = this.#store.owed
      .note({ guild: this.#server, claim, person: user.id, told, direct: this.#event.origin.place.direct, token })
      .then((isNoted) => {
        this.#isNoted = isNoted;
      })
      .catch((error: unknown) => this.#log.error('discord.owed', error));
    await Promise.race([noted, after(NOTING_MS, undefined, { ref: false })]);
    try {
      if (told === 'update' && isOnMessage(interaction)) await surely(() => interaction.deferUpdate());
      else await surely(() => interaction.deferReply(this.#privacy as { flags?: 64 }));
      this.#told = told;
    } catch (error) {
      if (!isAcknowledged(error)) throw error;
      await this.#takeOver();
    }
  }

  /** Ends the exchange without showing anything. */
  async #leave(): Promise<void> {
    const interaction = this.#interaction;
    if (this.#told === 'nothing' && isOnMessage(interaction)) {
      await surely(() => interaction.deferUpdate());
      return;
    }
    if (this.#told === 'nothing') {
      await surely(() => interaction.deferReply(this.#privacy as { flags?: 64 }));
      await interaction.deleteReply();
    } else await this.#giveAnnounced(this.#told, 'nothing', null);
  }
}

/** A database that is slow is perhaps why the answer is: Discord is told in time all the same (ms). */
const NOTING_MS = 500;

/** An earlier process has said the first word. */
const isAcknowledged = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;

async function isSlow(handled: Promise<unknown>, patienceMs: number): Promise<boolean> {
  const done = new AbortController();
  const slow = after(patienceMs, true, { signal: done.signal }).catch(() => false);
  const soon = handled.then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([slow, soon]);
  } finally {
    done.abort();
  }
}

/** The interaction came from a message's component, or from a modal opened there. */
function isOnMessage(interaction: Answerable) {
  return interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
}
