import type { CommandDescription, OptionDescription } from '../../src/engine/commands/spec.ts';
import type { InboundEvent, Installation } from '../../src/engine/event.ts';
import { knownById, needsRights } from '../../src/engine/handle.ts';
import type { Asked } from './answers.ts';
import { parseCommand } from './parse-command.ts';
import {
  type BlockActions,
  type ElementValue,
  type GlobalShortcut,
  type HomeOpened,
  type MessageShortcut,
  personsIn,
  type SlashCommand,
  type ViewSubmission,
  valuesOf,
} from './payloads.ts';
import type { Named, People } from './people.ts';
import { tokenOf } from './render.ts';
import { INPUT } from './render-modal.ts';
import { placeOf, recall, type Surface } from './surface.ts';
import type { Workspace } from './workspaces.ts';

/** An event for the engine, and where its answer goes. */
export interface Heard {
  readonly event: InboundEvent;
  readonly asked: Asked;
}

interface Act {
  readonly workspace: Workspace;
  readonly named: Named;
  readonly where: Surface;
  /**
   * Slack makes one for each thing a person does, and a redelivery carries the same. For submissions it is the right key too: `view.hash`
   * stays the same while a refused modal is corrected, so that by it the second submission would be taken for a repetition of the first.
   */
  readonly trigger: string;
  /** Persons the act names. */
  readonly naming?: readonly string[];
  /** What was pressed or submitted, as its token names it. */
  readonly token?: string;
  /** Whether an organizer's rights are asked for. */
  readonly rights?: boolean;
}

/** Turns parsed payloads into events. */
export class Ear {
  readonly #people: People;
  readonly #commands: readonly CommandDescription[];

  constructor(people: People, commands: readonly CommandDescription[]) {
    this.#people = people;
    this.#commands = commands;
  }

  async command(workspace: Workspace, payload: SlashCommand): Promise<Heard> {
    const parsed = parseCommand(this.#commands, payload.command.replace(/^\//, ''), payload.text);
    const { origin, asked, mentioned } = await this.#understand({
      workspace,
      named: { id: payload.user_id, name: payload.user_name, teamId: null },
      where: { kind: 'command', channel: payload.channel_id, responseUrl: payload.response_url },
      trigger: payload.trigger_id,
      naming: 'problem' in parsed ? [] : this.#personsIn(parsed.command, parsed.input),
      rights: payload.command === '/kith-admin',
    });
    if ('problem' in parsed) return { event: { kind: 'misunderstood', origin, problem: parsed.problem }, asked };
    return { event: { kind: 'command', origin, command: parsed.command, input: parsed.input, mentioned }, asked };
  }

  /** A button or select; `null` for one inside a modal, where Kith has none. */
  async action(workspace: Workspace, payload: BlockActions): Promise<Heard | null> {
    const where = surfaceOf(payload);
    const [action] = payload.actions;
    if (!where || !action) return null;
    const token = tokenOf(action.action_id);
    const { origin, asked, mentioned } = await this.#understand({
      workspace,
      named: namedIn(payload.user),
      where,
      trigger: payload.trigger_id,
      naming: personsIn(action),
      token,
      rights: needsRights(token),
    });
    const values = action.type === 'button' ? [] : valuesOf(action);
    return { event: { kind: 'action', origin, token, values, mentioned }, asked };
  }

  async submission(workspace: Workspace, payload: ViewSubmission): Promise<Heard> {
    const elements = elementsOf(payload);
    const token = payload.view.callback_id;
    const { origin, asked, mentioned } = await this.#understand({
      workspace,
      named: namedIn(payload.user),
      where: recall(payload.view.private_metadata),
      trigger: payload.trigger_id,
      naming: elements.flatMap(([, element]) => personsIn(element)),
      token,
      rights: needsRights(token),
    });
    const fields = Object.fromEntries(elements.map(([name, element]) => [name, valuesOf(element)]));
    const written = elements.flatMap(([name, { value }]) => (typeof value === 'string' ? [name] : []));
    return { event: { kind: 'submit', origin, token, fields, written, mentioned }, asked };
  }

  /** *Thank for this*, called on a message. */
  async messageShortcut(workspace: Workspace, payload: MessageShortcut): Promise<Heard> {
    const { message, channel } = payload;
    // What an app posted has a user too: the app's own.
    const author = message.bot_id === undefined ? (message.user ?? null) : null;
    const { origin, asked, mentioned } = await this.#understand({
      workspace,
      named: namedIn(payload.user),
      // The message is somebody else's: an answer stands beside it and never in its place.
      where: { kind: 'command', channel: channel.id, responseUrl: payload.response_url },
      trigger: payload.trigger_id,
      naming: author === null ? [] : [author],
    });
    const where = `${channel.id}/${message.ts}`;
    return {
      event: { kind: 'shortcut', origin, shortcut: 'thank', person: author, message: where, mentioned },
      asked,
    };
  }

  async globalShortcut(workspace: Workspace, payload: GlobalShortcut): Promise<Heard> {
    const { origin, asked, mentioned } = await this.#understand({
      workspace,
      named: namedIn(payload.user),
      where: { kind: 'nowhere' },
      trigger: payload.trigger_id,
    });
    return { event: { kind: 'shortcut', origin, shortcut: 'thank', person: null, message: null, mentioned }, asked };
  }

  async homeOpened(workspace: Workspace, payload: HomeOpened): Promise<Heard> {
    const { user } = payload.event;
    const { origin, asked } = await this.#understand({
      workspace,
      named: { id: user, name: '', teamId: null },
      where: { kind: 'home' },
      trigger: payload.event_id,
    });
    const place = { channel: payload.event.channel, direct: true };
    return { event: { kind: 'home-opened', origin: { ...origin, place } }, asked: { ...asked, trigger: null } };
  }

  async #understand({ workspace, named, where, trigger, naming = [], token = '', rights = false }: Act) {
    const [person, mentioned] = await Promise.all([
      // Slack takes longer to say who it is than all the rest.
      knownById(token) ? this.#people.actingAsKnown(workspace, named) : this.#people.acting(workspace, named, rights),
      this.#people.mentioned(workspace, naming),
    ]);
    const installation: Installation = { platform: 'slack', externalId: workspace.teamId, name: workspace.name };
    const origin = { claim: trigger, installation, person, place: placeOf(where) };
    const asked: Asked = { workspace, person: named.id, where, trigger };
    return { origin, asked, mentioned };
  }

  /** What somebody wrote with a command, where it asks for words. */
  written({ command, text }: SlashCommand): readonly string[] {
    const parsed = parseCommand(this.#commands, command.replace(/^\//, ''), text);
    if ('problem' in parsed) return parsed.problem.kind === 'too-long' ? [parsed.problem.typed] : [];
    return this.#given(parsed.command, parsed.input, ['text']).filter((words) => words.trim() !== '');
  }

  /** What stands in a form's texts. */
  writtenInto(payload: ViewSubmission): readonly string[] {
    return elementsOf(payload).flatMap(([, { value }]) => (value ? [value] : []));
  }

  #personsIn(fullName: string, input: Readonly<Record<string, string>>): readonly string[] {
    return this.#given(fullName, input, ['person', 'people']).flatMap((ids) => ids.split(','));
  }

  #given(
    fullName: string,
    input: Readonly<Record<string, string>>,
    kinds: readonly OptionDescription['kind'][],
  ): readonly string[] {
    const options = this.#commands.find((command) => command.fullName === fullName)?.options ?? [];
    return options.filter(({ kind }) => kinds.includes(kind)).flatMap(({ name }) => input[name] ?? []);
  }
}

function elementsOf({ view }: ViewSubmission): readonly (readonly [string, ElementValue])[] {
  return Object.entries(view.state?.values ?? {}).map(([name, inputs]) => [name, inputs[INPUT] ?? {}]);
}

function namedIn(user: BlockActions['user']): Named {
  return { id: user.id, name: user.name ?? user.username ?? '', teamId: user.team_id ?? null };
}

function surfaceOf({ container, view, response_url }: BlockActions): Surface | null {
  if (view) return view.type === 'home' ? { kind: 'home' } : null;
  const { channel_id, message_ts, is_ephemeral } = container;
  if (!channel_id || !message_ts || !response_url) return null;
  return {
    kind: 'message',
    channel: channel_id,
    message: message_ts,
    ephemeral: is_ephemeral,
    responseUrl: response_url,
  };
}
