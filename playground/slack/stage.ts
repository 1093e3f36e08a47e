import type { Refusal } from '../driver.ts';
import type { Acknowledgement } from './app-link.ts';
import type { Dispatcher } from './dispatcher.ts';
import { eventCallback } from './payloads.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';

/** What the people of the workspace act with. */
export interface Stage {
  readonly workspace: Workspace;
  readonly dispatcher: Dispatcher;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly origin: string;
  /** Slash commands the app has registered. */
  readonly commands: readonly string[];
  /** Events the app has subscribed to; others are not sent. */
  readonly events: readonly string[];
  /** How long the app has to acknowledge what it is told. */
  readonly acknowledgeMs: number;
  /** How long opening the App Home waits for the app to publish it. */
  readonly homePatienceMs: number;
  refuse(refusal: Refusal): void;
}

/** Sends an event if the app is subscribed to it. */
export async function sendEvent(
  stage: Stage,
  event: { readonly type: string } & Record<string, unknown>,
): Promise<Acknowledgement | undefined> {
  if (!stage.events.includes(event.type)) return undefined;
  const payload = eventCallback(stage.workspace.identity, event);
  return stage.dispatcher.sendEvent({ kind: 'events_api', payload, subject: `events_api ${event.type}` });
}

/** Sends an interaction; rejects with `otherwise` when the app does not acknowledge it. Gives the body it acknowledged with. */
export async function interact(
  stage: Stage,
  payload: Record<string, unknown>,
  about: string,
  otherwise: string,
): Promise<unknown> {
  const subject = `${String(payload.type)} ${about}`;
  const answer = await stage.dispatcher.send({ kind: 'interactive', payload, subject });
  if (answer.kind === 'acknowledged') return answer.body;
  throw new Error(
    `${otherwise} (${answer.kind === 'timeout' ? 'operation_timeout' : `dispatch_failed: ${answer.why}`})`,
  );
}
