import { setTimeout as after } from 'node:timers/promises';
import { type InteractionReplyOptions, MessageFlags } from 'discord.js';
import type { InboundEvent, Origin } from '../../src/engine/event.ts';
import type { AnswerMode, Reply } from '../../src/engine/reply.ts';
import { isLost } from './failures.ts';
import type { Answerable } from './inbound.ts';
import { type RenderedMessage, type Rendering, renderMessage } from './render/message.ts';
import { renderModal } from './render/modal.ts';
import type { Reopening } from './reopening.ts';

/** What Discord has been told so far: nothing, that a private answer comes, or that the card pressed will change. */
type Told = 'nothing' | 'private' | 'update';

/**
 * Discord gives three seconds for a first word (interactions/receiving-and-responding#interaction-callback). What is ready soon is said at once, in
 * one request and without *thinking…* in between; otherwise Discord is told that it comes. A public post waits longer: announced
 * privately, it has to be posted anew.
 */
const PATIENCE_MS = { private: 700, update: 700, public: 2000 } as const;

/** One interaction and how far its answer has come. */
export class Exchange {
  readonly #interaction: Answerable;
  readonly #event: InboundEvent;
  readonly #reopening: Reopening;
  readonly #guild: string | null;
  #told: Told = 'nothing';

  constructor(
    interaction: Answerable,
    event: InboundEvent & { readonly origin: Origin },
    guild: string,
    reopening: Reopening,
  ) {
    this.#interaction = interaction;
    this.#event = event;
    this.#reopening = reopening;
    this.#guild = event.origin.place.direct ? guild : null;
  }

  /** Says that an answer comes when it is not there soon. A modal must itself be the first word. */
  async open(mode: AnswerMode, handled: Promise<unknown>): Promise<void> {
    if (mode === 'modal' || !(await isSlow(handled, PATIENCE_MS[mode]))) return;
    await (mode === 'update' && isOnMessage(this.#interaction) ? this.#deferUpdate() : this.#deferPrivately());
  }

  async give(reply: Reply): Promise<void> {
    switch (reply.kind) {
      case 'modal':
        await this.#showModal(reply);
        break;
      case 'private':
        await this.#replyPrivately(renderMessage(reply.card, this.#rendering()));
        break;
      case 'public':
        await this.#post(renderMessage(reply.card, this.#rendering()));
        break;
      case 'update':
        await this.#change(renderMessage(reply.card, this.#rendering()));
        break;
      case 'invalid':
        await this.#replyPrivately(this.#renderInvalid(reply));
        break;
      case 'nothing':
        await this.#leave();
        break;
      default:
        reply satisfies never;
    }
  }

  #rendering(reopen?: Rendering['reopen']): Rendering {
    return { guild: this.#guild, delivery: null, ...(reopen ? { reopen } : {}) };
  }

  #renderInvalid({ modal, card }: Extract<Reply, { kind: 'invalid' }>): RenderedMessage {
    const entered = this.#event.kind === 'submit' ? this.#event.fields : {};
    const kept = renderModal(modal, this.#guild, entered);
    const key = this.#reopening.keep(this.#interaction.user.id, kept, Date.now());
    return renderMessage(card, this.#rendering({ label: modal.title, key }));
  }

  async #showModal({ modal }: Extract<Reply, { kind: 'modal' }>): Promise<void> {
    const interaction = this.#interaction;
    if (this.#told !== 'nothing' || interaction.isModalSubmit()) {
      await this.#leave();
      throw new Error('a modal came where Discord no longer takes one');
    }
    await surely(() => interaction.showModal(renderModal(modal, this.#guild)));
  }

  /** In a direct message everything is private already, and stays. */
  get #privacy(): Pick<InteractionReplyOptions, 'flags'> {
    return this.#guild === null ? { flags: MessageFlags.Ephemeral } : {};
  }

  async #deferPrivately(): Promise<void> {
    await surely(() => this.#interaction.deferReply(this.#privacy as { flags?: MessageFlags.Ephemeral }));
    this.#told = 'private';
  }

  async #deferUpdate(): Promise<void> {
    const interaction = this.#interaction;
    if (!isOnMessage(interaction)) return;
    await surely(() => interaction.deferUpdate());
    this.#told = 'update';
  }

  async #replyPrivately(message: RenderedMessage): Promise<void> {
    if (this.#told === 'private') await surely(() => this.#interaction.editReply(edit(message)));
    else if (this.#told === 'update') await this.#interaction.followUp({ ...post(message), ...this.#privacy });
    else await surely(() => this.#interaction.reply({ ...post(message), ...this.#privacy }));
  }

  async #post(message: RenderedMessage): Promise<void> {
    if (this.#told === 'nothing') {
      await surely(() => this.#interaction.reply(post(message)));
      return;
    }
    // The first follow-up to a private deferral would take its place and its privacy.
    if (this.#told === 'private') await this.#interaction.deleteReply();
    await this.#interaction.followUp(post(message));
  }

  async #change(message: RenderedMessage): Promise<void> {
    const interaction = this.#interaction;
    if (this.#told !== 'nothing') await surely(() => interaction.editReply(edit(message)));
    else if (isOnMessage(interaction)) await surely(() => interaction.update(edit(message)));
    else await this.#replyPrivately(message);
  }

  /** Ends the exchange without showing anything. */
  async #leave(): Promise<void> {
    if (this.#told === 'update') return;
    if (this.#told === 'nothing' && isOnMessage(this.#interaction)) {
      await this.#deferUpdate();
      return;
    }
    if (this.#told === 'nothing') await this.#deferPrivately();
    await this.#interaction.deleteReply();
  }
}

/**
 * Tries a second time when no answer came: said twice, a first word is refused (40060) and an edit changes nothing. Follow-ups are not
 * tried again, they would stand there twice.
 */
async function surely(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isLost(error)) throw error;
    await work();
  }
}

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

const files = (message: RenderedMessage) =>
  message.files.map(({ name, data, description }) => ({ name, attachment: data, description }));

const post = (message: RenderedMessage) => ({ ...message, files: files(message) });

/** All parts are named, so that none of the old card stays. */
const edit = (message: RenderedMessage) => ({ ...message, files: files(message), attachments: [] });
