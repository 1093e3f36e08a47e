import type { CommandDescription } from '../../src/engine/commands/describe.ts';
import type { InboundEvent, Installation } from '../../src/engine/event.ts';
import type { Asked } from './answers.ts';
import { parseCommand } from './parse-command.ts';
import { type BlockActions, type HomeOpened, type SlashCommand, type ViewSubmission, valuesOf } from './payloads.ts';
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

export function installationOf({ teamId, name }: Workspace): Installation {
  return { platform: 'slack', externalId: teamId, name };
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
    const { origin, asked } = await this.#origin({
      workspace,
      named: { id: payload.user_id, name: payload.user_name, teamId: null },
      where: { kind: 'command', channel: payload.channel_id, responseUrl: payload.response_url },
      trigger: payload.trigger_id,
    });
    const parsed = parseCommand(this.#commands, payload.command.replace(/^\//, ''), payload.text);
    if ('problem' in parsed) return { event: { kind: 'misunderstood', origin, problem: parsed.problem }, asked };
    return { event: { kind: 'command', origin, command: parsed.command, input: parsed.input }, asked };
  }

  /** A button or select; `null` for one inside a modal, where Kith has none. */
  async action(workspace: Workspace, payload: BlockActions): Promise<Heard | null> {
    const where = surfaceOf(payload);
    const [action] = payload.actions;
    if (!where || !action) return null;
    const { origin, asked } = await this.#origin({
      workspace,
      named: namedIn(payload.user),
      where,
      trigger: payload.trigger_id,
    });
    const values = action.type === 'button' ? [] : valuesOf(action);
    return { event: { kind: 'action', origin, token: tokenOf(action.action_id), values }, asked };
  }

  async submission(workspace: Workspace, payload: ViewSubmission): Promise<Heard> {
    const { origin, asked } = await this.#origin({
      workspace,
      named: namedIn(payload.user),
      where: recall(payload.view.private_metadata),
      trigger: payload.trigger_id,
    });
    const inputs = Object.entries(payload.view.state?.values ?? {});
    const fields = Object.fromEntries(inputs.map(([name, elements]) => [name, valuesOf(elements[INPUT] ?? {})]));
    return { event: { kind: 'submit', origin, token: payload.view.callback_id, fields }, asked };
  }

  async homeOpened(workspace: Workspace, payload: HomeOpened): Promise<Heard> {
    const { user } = payload.event;
    const { origin, asked } = await this.#origin({
      workspace,
      named: { id: user, name: '', teamId: null },
      where: { kind: 'home' },
      trigger: payload.event_id,
    });
    const place = { channel: payload.event.channel, direct: true };
    return { event: { kind: 'home-opened', origin: { ...origin, place } }, asked: { ...asked, trigger: null } };
  }

  async #origin({ workspace, named, where, trigger }: Act) {
    const person = await this.#people.acting(workspace, named);
    const origin = { claim: trigger, installation: installationOf(workspace), person, place: placeOf(where) };
    return { origin, asked: { workspace, person: named.id, where, trigger } satisfies Asked };
  }
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
