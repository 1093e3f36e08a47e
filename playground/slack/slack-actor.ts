import type { Actor, Seen, SeenModal } from '../driver.ts';
import type { Channel } from './channels.ts';
import { escapeCommandText } from './command-text.ts';
import type { StoredMessage } from './messages.ts';
import { dismissModal, submitModal } from './modal-form.ts';
import { globalShortcut, messageShortcut, now, slashCommand } from './payloads.ts';
import { answerIn, postAnswer } from './response-urls.ts';
import { seenHome, seenMessage, seenModal } from './seen.ts';
import { interact, type Stage, sendEvent } from './stage.ts';
import { buttonAction, type Drafts, type Surface, selectAction, send, surfaceOf, surfaces } from './touch.ts';
import type { User } from './users.ts';
import { rawView } from './view-state.ts';
import { SlackError } from './web-api/method.ts';

/** One person at a Slack client. Beyond the common acts: shortcuts, reactions and plain talk. */
export class SlackActor implements Actor {
  readonly #stage: Stage;
  readonly #user: User;
  readonly #drafts: Drafts = new Map();

  constructor(stage: Stage, user: User) {
    this.#stage = stage;
    this.#user = user;
  }

  get id(): string {
    return this.#user.id;
  }

  get name(): string {
    return this.#user.name;
  }

  #place(place: string): Channel {
    const { workspace } = this.#stage;
    const channel = place === 'direct' ? workspace.openDirect(this.id) : workspace.channel(place);
    if (!channel) throw new Error(`There is no channel “${place}”`);
    if (channel.archived) throw new Error('You are viewing an archived channel');
    return channel;
  }

  #message(seen: Seen): StoredMessage {
    const surface = surfaceOf(this.#stage, this.#user, seen);
    if ('view' in surface) throw new Error('The App Home is not a message');
    return surface.message;
  }

  async type(line: string, place = 'general'): Promise<void> {
    const { workspace, triggers, responseUrls, commands, dispatcher } = this.#stage;
    const channel = this.#place(place);
    const [, command = '', typed = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? [];
    if (command === '') {
      workspace.post(channel, this.id, { text: escapeCommandText(workspace, line) });
      return;
    }
    if (!commands.includes(command)) throw new Error(`${command} is not a valid command.`);
    const ways = {
      response_url: responseUrls.issue('commands', channel.id, this.id),
      trigger_id: triggers.issue(this.id, channel.id),
    };
    const text = escapeCommandText(workspace, typed.trim());
    const payload = slashCommand(workspace.identity, this.#user, channel, command, text, ways);
    const answer = await dispatcher.send({ kind: 'slash_commands', payload, subject: `slash_commands ${command}` });
    if (answer.kind === 'timeout') throw new Error(`${command} failed with the error "operation_timeout"`);
    if (answer.kind === 'failed') throw new Error(`${command} failed with the error "dispatch_failed" (${answer.why})`);
    this.#showAnswer(command, channel, answer.body);
  }

  #showAnswer(command: string, channel: Channel, body: unknown): void {
    try {
      const post = answerIn(body);
      if (post) postAnswer(this.#stage.workspace, { channel: channel.id, user: this.id }, post);
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      const detail = error.messages.join('; ');
      this.#stage.refuse({ request: `${command} acknowledgement`, code: error.code, detail });
      throw new Error(`${command} failed with the error "invalid_command_response"`, { cause: error });
    }
  }

  async press(label: string, message?: Seen): Promise<void> {
    await this.#touch(message, `button “${label}”`, (surface) => buttonAction(this.#stage, surface, label));
  }

  async choose(select: string, options: readonly string[], message?: Seen): Promise<void> {
    await this.#touch(message, `select “${select}”`, (surface) =>
      selectAction(this.#stage, surface, this.#drafts, select, options),
    );
  }

  async #touch(
    message: Seen | undefined,
    what: string,
    actionOn: (surface: Surface) => Record<string, unknown> | undefined,
  ): Promise<void> {
    const stage = this.#stage;
    const candidates = message ? [surfaceOf(stage, this.#user, message)] : surfaces(stage, this.#user);
    for (const surface of candidates) {
      const action = actionOn(surface);
      if (action) return send(stage, this.#user, surface, this.#drafts, action);
    }
    throw new Error(`${this.name} sees no ${what}\n${this.#summary()}`);
  }

  modal(): SeenModal | undefined {
    const view = this.#stage.workspace.modals.get(this.id)?.at(-1);
    return view && seenModal(this.#stage.workspace, view);
  }

  submit(values: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
    return submitModal(this.#stage, this.#user, values);
  }

  dismiss(): Promise<void> {
    return dismissModal(this.#stage, this.#user);
  }

  sees(place?: string): readonly Seen[] {
    const { workspace, origin } = this.#stage;
    const channel = place === 'direct' ? workspace.direct(this.id) : place && workspace.channel(place);
    if (place === 'direct' && !channel) return [];
    if (place !== undefined && !channel) throw new Error(`There is no channel “${place}”`);
    return workspace
      .visibleTo(this.id)
      .filter((message) => !channel || message.channel === channel.id)
      .map((message) => seenMessage(workspace, message, origin));
  }

  /** Tells the app that the home tab was opened and waits a moment for it to be published anew. */
  async home(): Promise<Seen | undefined> {
    const { workspace, homePatienceMs } = this.#stage;
    const before = workspace.homes.get(this.id);
    const hash = before?.hash;
    await sendEvent(this.#stage, {
      type: 'app_home_opened',
      user: this.id,
      channel: workspace.openDirect(this.id).id,
      tab: 'home',
      ...(before ? { view: rawView(before, workspace.identity) } : {}),
      event_ts: now(),
    });
    const fresh = () => workspace.homes.get(this.id)?.hash !== hash;
    await this.until('a published App Home', fresh, homePatienceMs).catch(() => undefined);
    return this.shownHome();
  }

  /** The App Home as it is published now, without telling the app that anybody looks. */
  shownHome(): Seen | undefined {
    const { workspace, origin } = this.#stage;
    const home = workspace.homes.get(this.id);
    return home && seenHome(workspace, home, origin);
  }

  until<T>(what: string, look: (actor: Actor) => T | undefined | false, timeoutMs = 20_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = () => {
        let found: T | undefined | false;
        try {
          found = look(this);
        } catch (error) {
          end();
          return reject(error instanceof Error ? error : new Error(String(error)));
        }
        if (found === undefined || found === false) return;
        end();
        resolve(found);
      };
      const stop = this.#stage.workspace.onChange(attempt);
      const deadline = setTimeout(() => {
        end();
        reject(new Error(`${this.name} waited ${timeoutMs} ms for ${what}\n${this.#summary()}`));
      }, timeoutMs);
      const end = () => {
        clearTimeout(deadline);
        stop();
      };
      attempt();
    });
  }

  #summary(): string {
    const messages = this.sees().slice(-5);
    const lines = messages.map(({ text, buttons }) => `- ${text} [${buttons.map((each) => each.label).join('] [')}]`);
    const modal = this.modal();
    return ['They see:', ...lines, modal ? `and the modal “${modal.title}”` : 'and no modal'].join('\n');
  }

  reload(): void {
    for (const message of this.#stage.workspace.visibleTo(this.id))
      if (message.onlyFor !== undefined) message.faded = true;
    this.#stage.workspace.modals.delete(this.id);
    this.#stage.workspace.changed();
  }

  /** Runs a global shortcut of the app. */
  async shortcut(callbackId: string): Promise<void> {
    const { workspace, triggers } = this.#stage;
    const payload = globalShortcut(workspace.identity, this.#user, callbackId, triggers.issue(this.id));
    await interact(this.#stage, payload, callbackId, 'The app did not respond');
  }

  /** Runs a message shortcut (an entry of the message's menu). */
  async messageShortcut(callbackId: string, seen: Seen): Promise<void> {
    const { workspace, triggers, responseUrls } = this.#stage;
    const message = this.#message(seen);
    const channel = this.#place(message.channel);
    const ways = {
      trigger_id: triggers.issue(this.id, channel.id),
      response_url: responseUrls.issue('actions', channel.id, this.id, message.raw.ts),
    };
    const payload = messageShortcut(workspace.identity, this.#user, channel, message, callbackId, ways);
    await interact(this.#stage, payload, callbackId, 'The app did not respond');
  }

  /** Adds a reaction to a message, or takes it back; the app hears of it where it is a member. */
  async react(name: string, seen: Seen, take: 'add' | 'remove' = 'add'): Promise<void> {
    const { workspace } = this.#stage;
    const message = this.#message(seen);
    const others = (message.raw.reactions ?? []).filter((each) => each.name !== name);
    const before = message.raw.reactions?.find((each) => each.name === name)?.users ?? [];
    const users = before.filter((id) => id !== this.id);
    if (take === 'add') users.push(this.id);
    message.raw.reactions = users.length === 0 ? others : [...others, { name, users, count: users.length }];
    workspace.changed();
    if (!workspace.channels.get(message.channel)?.members.has(workspace.identity.botUserId)) return;
    await sendEvent(this.#stage, {
      type: take === 'add' ? 'reaction_added' : 'reaction_removed',
      user: this.id,
      reaction: name,
      item: { type: 'message', channel: message.channel, ts: message.raw.ts },
      item_user: message.raw.user,
      event_ts: now(),
    });
  }
}
