import type { App } from '@slack/bolt';
import * as z from 'zod';
import type { Engine } from '../../src/engine/engine.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Absence } from '../../src/engine/ports/platform.ts';
import type { Reply } from '../../src/engine/reply.ts';
import { awayOf, silentOf } from './absence.ts';
import { inTime } from './acknowledging.ts';
import type { Answers, Asked } from './answers.ts';
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
import { remember } from './surface.ts';
import type { Workspaces } from './workspaces.ts';

export type Inbound = Pick<Engine, 'answerMode' | 'handle'>;

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
  // An event that cannot be read is acknowledged: it would come again as it is.
  hearSlack(app, listening, (what, work) =>
    told(what, work).catch((error: unknown) => {
      if (!(error instanceof z.ZodError)) throw error;
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
    await told('command', () =>
      act(listening, ack, async () => {
        const payload = slashCommand.parse(body);
        return ear.command(await workspaces.of(payload.team_id), payload);
      }),
    );
  });

  app.action({ type: 'block_actions' }, async ({ body, ack }) => {
    await told('action', () =>
      act(listening, ack, async () => {
        const payload = blockActions.parse(body);
        return ear.action(await workspaces.of(payload.team.id), payload);
      }),
    );
  });

  app.shortcut({ callback_id: shortcuts.message.callback_id, type: 'message_action' }, async ({ body, ack }) => {
    await told('shortcut', () =>
      act(listening, ack, async () => {
        const payload = messageShortcut.parse(body);
        return ear.messageShortcut(await workspaces.of(payload.team.id), payload);
      }),
    );
  });

  app.shortcut({ callback_id: shortcuts.global.callback_id, type: 'shortcut' }, async ({ body, ack }) => {
    await told('shortcut', () =>
      act(listening, ack, async () => {
        const payload = globalShortcut.parse(body);
        return ear.globalShortcut(await workspaces.of(payload.team.id), payload);
      }),
    );
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

/** Hears what a person did, has it kept, acknowledges it, answers. Should it fail in time, nothing is acknowledged. */
async function act({ inbound, answers }: Listening, ack: Ack, hear: () => Promise<Heard | null>): Promise<void> {
  const handled = (async () => {
    const heard = await hear();
    return heard && { asked: heard.asked, reply: await inbound().handle(heard.event) };
  })();
  await inTime(handled);
  await ack();
  const answer = await handled;
  if (answer) await answers.show(answer.asked, answer.reply);
}

async function opened({ inbound, answers, log }: Listening, { event, asked }: Heard): Promise<void> {
  const reply = await inbound().handle(event);
  if (!('card' in reply)) return;
  await answers.publish(asked, reply.card).catch((error: unknown) => report(log, 'home', error));
}

async function submitted(listening: Listening, payload: ViewSubmission, ack: ViewAck): Promise<void> {
  const { inbound, workspaces, ear, answers } = listening;
  const handled = (async () => {
    const { event, asked } = await ear.submission(await workspaces.of(payload.team.id), payload);
    return { asked, reply: await inbound().handle(event) };
  })();
  // Should it fail, nothing is acknowledged: the modal stays open with what was typed, and Slack says that it did not work.
  const early = await inTime(handled);
  if (!early) await ack();
  const { asked, reply } = await handled;
  const inside = early ? shownInModal(asked, reply, payload) : undefined;
  if (early) await ack(inside);
  // The trigger of a submission opens nothing.
  if (!inside) await answers.show({ ...asked, trigger: null }, reply);
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
  log.error('slack.failed', error, { what });
}
