import type { App } from '@slack/bolt';
import * as z from 'zod';
import type { Engine } from '../../src/engine/engine.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Absence } from '../../src/engine/ports/platform.ts';
import type { Reply } from '../../src/engine/reply.ts';
import { unconnectedForm } from '../../src/engine/troubles/unconnected.ts';
import { awayOf, silentOf } from './absence.ts';
import { inTime } from './acknowledging.ts';
import type { Answers, Asked } from './answers.ts';
import { isUnconnected } from './errors.ts';
import { shortcuts } from './manifest.ts';
import {
  blockActions,
  dndUpdated,
  globalShortcut,
  homeOpened,
  messageShortcut,
  slashCommand,
  statusChange,
  tokensRevoked,
  uninstalled,
  userChange,
  type ViewSubmission,
  viewSubmission,
} from './payloads.ts';
import type { People } from './people.ts';
import type { Ear, Heard } from './read-events.ts';
import { renderModal } from './render-modal.ts';
import { recall, remember } from './surface.ts';
import type { Workspaces } from './workspaces.ts';

export type Inbound = Pick<Engine, 'answerMode' | 'handle' | 'complete'>;

export interface Listening {
  readonly inbound: () => Inbound;
  readonly workspaces: Workspaces;
  readonly people: People;
  readonly ear: Ear;
  readonly answers: Answers;
  readonly log: Log;
}

/** What `ack` of a view submission takes, as we use it. */
type ViewAck = (answer?: {
  readonly response_action: 'errors' | 'update';
  readonly errors?: Record<string, string>;
  readonly view?: ReturnType<typeof renderModal>;
}) => Promise<void>;

type Ack = () => Promise<void>;

/** Runs work under a name for the log; what fails is logged and thrown on. */
type Telling = (what: string, work: () => Promise<void>) => Promise<void>;

/**
 * Joins Bolt to the engine. What a person does is acknowledged when the engine has it, or after two seconds: a process killed before has
 * acknowledged nothing, and Slack gives it to another one or says that it failed. How it will be answered (`answerMode`) need not be known
 * before, for on Slack each way stays open: a modal for three seconds, messages for half an hour.
 */
export function listen(app: App, listening: Listening): void {
  const { log } = listening;
  const reported = new WeakSet<Error>();
  /** Bolt then tells Slack of the failure, as far as nothing is acknowledged. */
  const told: Telling = async (what, work) => {
    try {
      await work();
    } catch (error) {
      report(log, what, error);
      if (error instanceof Error) reported.add(error);
      throw error;
    }
  };
  hearPeople(app, listening, told);
  // An event that cannot be read, or is of a place that Kith is not connected to, is acknowledged: it would come again as it is.
  hearSlack(app, listening, (what, work) =>
    told(what, work).catch((error: unknown) => {
      if (!(error instanceof z.ZodError) && !isUnconnected(error)) throw error;
    }),
  );
  app.error(async (error) => {
    const cause = error.original ?? error;
    if (!reported.has(cause)) report(log, 'bolt', cause);
    throw error;
  });
}

/** Commands, buttons and selects, shortcuts, submitted modals. */
function hearPeople(app: App, listening: Listening, told: Telling): void {
  const { workspaces, ear } = listening;
  app.command(/^\/kith(-admin)?$/, async ({ body, ack }) => {
    await told('command', () => {
      const payload = slashCommand.parse(body);
      const way = { what: 'command', responseUrl: payload.response_url, written: () => ear.written(payload) };
      return act(listening, ack, way, async () => ear.command(await workspaces.of(payload.team_id), payload));
    });
  });

  app.action({ type: 'block_actions' }, async ({ body, ack }) => {
    await told('action', () => {
      const payload = blockActions.parse(body);
      const way = { what: 'action', responseUrl: payload.response_url };
      return act(listening, ack, way, async () => ear.action(await workspaces.of(payload.team.id), payload));
    });
  });

  app.shortcut({ callback_id: shortcuts.message.callback_id, type: 'message_action' }, async ({ body, ack }) => {
    await told('shortcut', () => {
      const payload = messageShortcut.parse(body);
      const way = { what: 'shortcut', responseUrl: payload.response_url };
      return act(listening, ack, way, async () => ear.messageShortcut(await workspaces.of(payload.team.id), payload));
    });
  });

  app.shortcut({ callback_id: shortcuts.global.callback_id, type: 'shortcut' }, async ({ body, ack }) => {
    await told('shortcut', () => {
      const payload = globalShortcut.parse(body);
      const way = { what: 'shortcut' };
      return act(listening, ack, way, async () => ear.globalShortcut(await workspaces.of(payload.team.id), payload));
    });
  });

  app.view({ type: 'view_submission' }, async ({ body, ack }) => {
    // Acknowledged with what the engine says of it, as far as that comes in time.
    await told('submission', () => submitted(listening, viewSubmission.parse(body), ack as ViewAck));
  });
}

/** What Slack tells by itself: a home that was opened, removals, who is away. */
function hearSlack(app: App, listening: Listening, noticed: Telling): void {
  const { workspaces, people, ear } = listening;
  app.event('app_home_opened', async ({ body }) => {
    await noticed('home', async () => {
      const payload = homeOpened.parse(body);
      if (payload.event.tab !== 'home') return;
      await opened(listening, await ear.homeOpened(await workspaces.of(payload.team_id), payload));
    });
  });

  app.event('app_uninstalled', async ({ body }) => {
    await noticed('removal', () => removed(listening, uninstalled.parse(body)));
  });

  app.event('tokens_revoked', async ({ body }) => {
    const revoked = tokensRevoked.parse(body);
    // People may revoke what they allowed in their own name; only without a bot token we are gone.
    if (revoked.event.tokens.bot.length > 0) await noticed('removal', () => removed(listening, revoked));
  });

  app.event('user_change', async ({ body }) => {
    await noticed('status', async () => {
      const { team_id, event } = userChange.parse(body);
      people.changed(team_id, event.user);
      const { event_id, event: changed } = statusChange.parse(body);
      const absence = { away: awayOf(changed.user), zone: changed.user.tz ?? null };
      await heardAbsence(listening, { claim: event_id, team: team_id, person: changed.user.id, absence });
    });
  });

  app.event('dnd_updated_user', async ({ body }) => {
    await noticed('do-not-disturb', async () => {
      const { team_id, event_id, event } = dndUpdated.parse(body);
      const absence = { silent: silentOf(event.dnd_status) };
      await heardAbsence(listening, { claim: event_id, team: team_id, person: event.user, absence });
    });
  });
}

/** How somebody hears that Slack does not know this Kith where they are, which needs no token. */
interface Way {
  readonly what: string;
  /** Without one Slack itself says that it did not work: nothing is acknowledged. */
  readonly responseUrl?: string | undefined;
  readonly written?: () => readonly string[];
}

/** Hears what a person did, has it kept, acknowledges it, answers. Should it fail in time, nothing is acknowledged. */
async function act(
  { inbound, answers, log }: Listening,
  ack: Ack,
  { what, responseUrl, written }: Way,
  hear: () => Promise<Heard | null>,
): Promise<void> {
  const handled = (async (): Promise<() => Promise<void>> => {
    try {
      const heard = await hear();
      if (heard === null) return async () => undefined;
      const reply = await inbound().handle(heard.event);
      return async () => answers.show(heard.asked, await inbound().complete(heard.event, reply));
    } catch (error) {
      if (responseUrl === undefined || !isUnconnected(error)) throw error;
      report(log, what, error);
      return () => answers.sayUnconnected(responseUrl, written?.() ?? []);
    }
  })();
  await inTime(handled);
  await ack();
  const answer = await handled;
  await answer();
}

async function opened({ inbound, answers, log }: Listening, { event, asked }: Heard): Promise<void> {
  const reply = await inbound().handle(event);
  if (!('card' in reply)) return;
  await answers.publish(asked, reply.card).catch((error: unknown) => report(log, 'home', error));
}

async function submitted(listening: Listening, payload: ViewSubmission, ack: ViewAck): Promise<void> {
  const { inbound, workspaces, ear, answers, log } = listening;
  const handled = (async () => {
    try {
      const { event, asked } = await ear.submission(await workspaces.of(payload.team.id), payload);
      return { event, asked, reply: await inbound().handle(event) };
    } catch (error) {
      const [first] = Object.keys(payload.view.state?.values ?? {});
      if (first === undefined || !isUnconnected(error)) throw error;
      report(log, 'submission', error);
      return { unkept: { response_action: 'errors', errors: { [first]: unconnectedForm() } } } as const;
    }
  })();
  // Should it fail, nothing is acknowledged: the modal stays open with what was typed, and Slack says that it did not work.
  const early = await inTime(handled);
  if (!early) await ack();
  const done = await handled;
  if ('unkept' in done) return early ? ack(done.unkept) : giveBack(listening, payload);
  const { event, asked, reply } = done;
  const inside = early ? shownInModal(asked, reply, payload) : undefined;
  if (early) await ack(inside);
  // The trigger of a submission opens nothing.
  if (!inside) await answers.show({ ...asked, trigger: null }, await inbound().complete(event, reply));
}

/** That it is not kept came too late for the modal, which is closed by now. */
async function giveBack({ answers, ear }: Listening, payload: ViewSubmission): Promise<void> {
  const where = recall(payload.view.private_metadata);
  if ('responseUrl' in where) await answers.sayUnconnected(where.responseUrl, ear.writtenInto(payload));
}

/** What the acknowledgement itself can show: problems beside their inputs, or the next modal in place of this one. */
function shownInModal(asked: Asked, reply: Reply, payload: ViewSubmission): Parameters<ViewAck>[0] {
  if (reply.kind === 'modal') {
    return { response_action: 'update', view: renderModal(reply.modal, remember(asked.where)) };
  }
  if (reply.kind !== 'invalid') return undefined;
  // Slack shows nothing at all when one of the names is not an input of the modal.
  const names = new Set(Object.keys(payload.view.state?.values ?? {}));
  const errors = Object.entries(reply.problems).filter(([name]) => names.has(name));
  return errors.length > 0 ? { response_action: 'errors', errors: Object.fromEntries(errors) } : undefined;
}

interface HeardAbsence {
  readonly claim: string;
  readonly team: string;
  readonly person: string;
  readonly absence: Partial<Absence>;
}

async function heardAbsence({ inbound }: Listening, { claim, team, person, absence }: HeardAbsence): Promise<void> {
  const installation = { platform: 'slack', externalId: team, name: team };
  await inbound().handle({ kind: 'absence', claim, installation, person, absence });
}

async function removed(
  { inbound, workspaces }: Listening,
  { team_id: teamId, event_time }: { readonly team_id: string; readonly event_time?: number | undefined },
): Promise<void> {
  // It may come late, or once more, when Kith has long been installed again.
  const at = event_time === undefined ? null : event_time * 1000;
  // The token is dead by now: what is known of the workspace is its id.
  const installation = { platform: 'slack', externalId: teamId, name: teamId };
  await inbound().handle({ kind: 'removed', installation, ...(at !== null && { at }) });
  await workspaces.forget(teamId, at);
}

/** Payloads hold what members wrote: of an unreadable one only the places are logged. */
function report(log: Log, what: string, error: unknown): void {
  if (error instanceof z.ZodError) {
    log.warn('slack.payload-unreadable', { what, at: error.issues.map((issue) => issue.path.join('.')) });
    return;
  }
  if (isUnconnected(error)) log.warn('slack.not-connected', { what, code: error.message });
  else log.error('slack.failed', error, { what });
}
