import { ApplicationCommandType, ComponentType, InteractionType } from 'discord-api-types/v10';
import type { Actor, Person, Seen, SeenModal } from '../driver.ts';
import { chosenValues } from './choosing.ts';
import { autocompleteData, commandData } from './command-line.ts';
import { type Component, isButton, isSelect, walk } from './components.ts';
import type { Act, Answer, Choice } from './interactions.ts';
import type { Local } from './local.ts';
import { createMessage } from './messages.ts';
import { type Filled, seenModal, submission } from './modal.ts';
import { may } from './permissions.ts';
import { react } from './reacting.ts';
import { nothingMentioned, resolvedShape } from './resolved.ts';
import { buttonLabel, seen } from './seen.ts';
import { compareSnowflakes } from './snowflake.ts';
import { announceMessage } from './tell.ts';
import { waitUntil } from './until.ts';
import { visibleCommands } from './visible-commands.ts';
import type { Channel, StoredMessage } from './world.ts';

/** A person on the local Discord, with what only Discord's client can do. */
export class DiscordActor implements Actor {
  readonly id: string;
  readonly name: string;
  readonly #local: Local;
  readonly #person: Person;
  readonly #offered = new Map<string, readonly Choice[]>();

  constructor(local: Local, person: Person) {
    this.#local = local;
    this.#person = person;
    this.id = person.id;
    this.name = person.name;
  }

  async type(line: string, place = 'general'): Promise<void> {
    const channel = this.#channel(place);
    const data = commandData({ ...this.#typing(channel), line });
    await this.#act({ type: InteractionType.ApplicationCommand, channel, data });
  }

  /** What the app suggests for the option being typed last. Typing a suggestion's words afterwards picks it. */
  async autocomplete(line: string, place = 'general'): Promise<readonly Choice[]> {
    const channel = this.#channel(place);
    const { data, option } = autocompleteData({ ...this.#typing(channel), line });
    const answer = await this.#act({ type: InteractionType.ApplicationCommandAutocomplete, channel, data });
    const choices = answer.kind === 'choices' ? answer.choices : [];
    this.#offered.set(option, choices);
    return choices;
  }

  /** Chooses an app's command in the menu of a person. */
  async personMenu(command: string, person: string, place = 'general'): Promise<void> {
    const { world } = this.#local;
    const target = world.person(person);
    if (!target) throw new Error(`There is nobody called “${person}”.`);
    const channel = this.#channel(place);
    const mentioned = nothingMentioned();
    mentioned.users.add(target.id);
    const resolved = resolvedShape(world, channel, this.id, mentioned);
    await this.#menu(ApplicationCommandType.User, command, channel, target.id, resolved);
  }

  /** Chooses an app's command in the menu of a message. */
  async messageMenu(command: string, message: Seen): Promise<void> {
    const stored = this.#visible().find(({ api }) => api.id === message.id);
    if (!stored) throw new Error('That message is not there any more.');
    const resolved = { messages: { [message.id]: stored.api } };
    await this.#menu(ApplicationCommandType.Message, command, this.#channel(message.place), message.id, resolved);
  }

  async press(label: string, message?: Seen): Promise<void> {
    const fits = (component: Component) => isButton(component) && buttonLabel(component) === label;
    const [stored, button] = this.#find(fits, `button “${label}”`, message);
    if (button.disabled) throw new Error(`The button “${label}” is disabled.`);
    if (!button.custom_id) return;
    await this.#use(stored, { custom_id: button.custom_id, component_type: button.type, id: button.id });
  }

  async choose(select: string, options: readonly string[], message?: Seen): Promise<void> {
    const { world } = this.#local;
    const fits = (component: Component) => isSelect(component) && (component.placeholder ?? '') === select;
    const [stored, found] = this.#find(fits, `select “${select}”`, message);
    if (found.disabled) throw new Error(`The select “${select}” is disabled.`);
    const mentioned = nothingMentioned();
    const values = chosenValues(world, found, options, mentioned);
    const resolved = resolvedShape(world, this.#channel(stored.api.channel_id), this.id, mentioned);
    const data = { custom_id: found.custom_id, component_type: found.type, id: found.id, values };
    await this.#use(stored, {
      ...data,
      ...(found.type === ComponentType.StringSelect ? {} : { resolved: resolved ?? {} }),
    });
  }

  modal(): SeenModal | undefined {
    const open = this.#local.interactions.modals.get(this.id);
    return open && seenModal(this.#local.world, open, this.#person);
  }

  async submit(values: Filled): Promise<void> {
    const { world, interactions } = this.#local;
    const open = interactions.modals.get(this.id);
    if (!open) throw new Error('No modal is open.');
    const { data, mentioned } = submission(world, open, values);
    const { channel, message } = open.opener;
    const resolved = resolvedShape(world, channel, this.id, mentioned);
    await this.#act({
      type: InteractionType.ModalSubmit,
      channel,
      data: { ...data, ...(resolved ? { resolved } : {}) },
      opener: open.opener,
      ...(message ? { message } : {}),
    });
    if (interactions.modals.get(this.id) === open) interactions.modals.delete(this.id);
    world.changed();
  }

  async dismiss(): Promise<void> {
    this.#local.interactions.modals.delete(this.id);
    this.#local.world.changed();
  }

  sees(place?: string): readonly Seen[] {
    const { world } = this.#local;
    const channel = place === undefined ? undefined : this.#placeNamed(place);
    if (place !== undefined && !channel) return [];
    const shown = this.#visible().filter(({ api }) => !channel || api.channel_id === channel.id);
    return shown.map((message) => seen(world, message, this.#person));
  }

  /** Discord has no home tab. */
  async home(): Promise<undefined> {
    return undefined;
  }

  until<T>(what: string, look: (actor: Actor) => T | undefined | false, timeoutMs = 20_000): Promise<T> {
    return waitUntil(this.#local.world, this, what, look, timeoutMs);
  }

  reload(): void {
    for (const message of this.#local.world.messages.values()) {
      if (message.ephemeralFor === this.id) message.hidden = true;
    }
    this.#local.interactions.modals.delete(this.id);
    this.#local.world.changed();
  }

  /** Writes an ordinary message. */
  async say(text: string, place = 'general'): Promise<Seen> {
    const { world } = this.#local;
    const channel = this.#channel(place);
    if (!may(world, channel, this.id, 'SendMessages')) throw new Error('You may not write here.');
    const message = createMessage(world, { channelId: channel.id, authorId: this.id, body: { content: text } });
    announceMessage(this.#local, message);
    return seen(world, message, this.#person);
  }

  async react(emoji: string, message: Seen): Promise<void> {
    react(this.#local, this.id, emoji, message.id, true);
  }

  async unreact(emoji: string, message: Seen): Promise<void> {
    react(this.#local, this.id, emoji, message.id, false);
  }

  #typing(channel: Channel) {
    return { world: this.#local.world, person: this.#person, channel, offered: this.#offered };
  }

  #act(act: Omit<Act, 'person'>): Promise<Answer> {
    return this.#local.interactions.start({ ...act, person: this.#person });
  }

  async #use(message: StoredMessage, data: object): Promise<void> {
    const channel = this.#channel(message.api.channel_id);
    await this.#act({ type: InteractionType.MessageComponent, channel, data, message });
  }

  async #menu(type: ApplicationCommandType, name: string, channel: Channel, target_id: string, resolved?: object) {
    const commands = visibleCommands(this.#local.world, this.#person, channel, type);
    const command = commands.find((candidate) => candidate.name === name);
    if (!command) throw new Error(`The application did not register “${name}” for you here.`);
    const { id, guild_id } = command;
    const data = { id, name, type, target_id, ...(resolved ? { resolved } : {}), ...(guild_id ? { guild_id } : {}) };
    await this.#act({ type: InteractionType.ApplicationCommand, channel, data });
  }

  /** The component on the given message, or on the newest one that has it; enabled ones come first. */
  #find(fits: (component: Component) => boolean, what: string, message?: Seen): [StoredMessage, Component] {
    const visible = this.#visible().filter(({ api }) => message === undefined || api.id === message.id);
    const found = visible.toReversed().flatMap((stored) =>
      componentsOf(stored)
        .filter(fits)
        .map((component): [StoredMessage, Component] => [stored, component]),
    );
    const chosen = found.find(([, component]) => !component.disabled) ?? found[0];
    if (chosen) return chosen;
    const offered = visible.flatMap(componentsOf).filter((one) => isButton(one) || isSelect(one));
    const names = offered.map((one) => (isButton(one) ? buttonLabel(one) : (one.placeholder ?? '')));
    throw new Error(`${this.name} sees no ${what}; there are: ${names.join(', ') || 'none'}`);
  }

  #placeNamed(place: string): Channel | undefined {
    return place === 'direct' ? this.#local.world.openDirect(this.id) : this.#local.world.place(place);
  }

  #channel(place: string): Channel {
    const { world } = this.#local;
    const channel = place === 'direct' ? world.direct(this.id) : world.place(place);
    if (!channel || !this.#canSee(channel)) throw new Error(`${this.name} sees no channel “${place}”.`);
    return channel;
  }

  #canSee(channel: Channel): boolean {
    const { world } = this.#local;
    if (channel.recipient !== undefined) return channel.recipient === this.id;
    return world.present.has(this.id) && may(world, channel, this.id, 'ViewChannel');
  }

  #visible(): StoredMessage[] {
    const { world } = this.#local;
    return [...world.messages.values()]
      .filter(({ hidden, ephemeralFor }) => !hidden && (ephemeralFor === undefined || ephemeralFor === this.id))
      .filter(({ api }) => {
        const channel = world.channels.get(api.channel_id);
        return channel !== undefined && this.#canSee(channel);
      })
      .toSorted((a, b) => compareSnowflakes(a.api.id, b.api.id));
  }
}

function componentsOf({ api }: StoredMessage): Component[] {
  return [...walk(api.components as unknown as Component[])].map(({ component }) => component);
}
