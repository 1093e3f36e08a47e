import { type Channel, payloadChannelName } from './channels.ts';
import { handle, type Identity, newId } from './identity.ts';
import { type StoredMessage, withoutMetadata } from './messages.ts';
import type { User } from './users.ts';
import { rawView, type StateValues, type View } from './view-state.ts';

/**
 * What Slack sends to apps when people do things. Shapes:
 * https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/reference/events
 */

type Payload = Record<string, unknown>;

/** Seconds and microseconds, as events and actions are stamped. */
export const now = () => `${Math.floor(Date.now() / 1000)}.${String(Date.now() % 1000).padEnd(6, '0')}`;

function frame(identity: Identity, user: User): Payload {
  return {
    user: { id: user.id, username: handle(user.name), name: handle(user.name), team_id: identity.teamId },
    api_app_id: identity.appId,
    token: identity.verificationToken,
    team: { id: identity.teamId, domain: identity.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export interface Ways {
  readonly trigger_id: string;
  readonly response_url: string;
}

/** A slash command; every value is text, because by HTTP it is a form. */
export function slashCommand(
  identity: Identity,
  user: User,
  channel: Channel,
  command: string,
  text: string,
  ways: Ways,
): Record<string, string> {
  return {
    token: identity.verificationToken,
    team_id: identity.teamId,
    team_domain: identity.teamDomain,
    channel_id: channel.id,
    channel_name: payloadChannelName(channel),
    user_id: user.id,
    user_name: handle(user.name),
    command,
    text,
    api_app_id: identity.appId,
    is_enterprise_install: 'false',
    ...ways,
  };
}

/** A button or select of a message. Slack leaves the message itself out when it is ephemeral. */
export function messageActions(
  identity: Identity,
  user: User,
  channel: Channel,
  message: StoredMessage,
  values: StateValues,
  action: Payload,
  ways: Ways,
): Payload {
  const ephemeral = message.onlyFor !== undefined;
  return {
    type: 'block_actions',
    ...frame(identity, user),
    container: {
      type: 'message',
      message_ts: message.raw.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.raw.thread_ts === undefined ? {} : { thread_ts: message.raw.thread_ts }),
    },
    channel: { id: channel.id, name: payloadChannelName(channel) },
    ...(ephemeral ? {} : { message: withoutMetadata(message.raw) }),
    state: { values },
    actions: [{ ...action, action_ts: now() }],
    ...ways,
  };
}

/** A button or select of a modal or of the App Home. */
export function viewActions(identity: Identity, user: User, view: View, action: Payload, trigger_id: string): Payload {
  return {
    type: 'block_actions',
    ...frame(identity, user),
    container: { type: 'view', view_id: view.id },
    view: rawView(view, identity),
    actions: [{ ...action, action_ts: now() }],
    trigger_id,
  };
}

export function viewSubmission(
  identity: Identity,
  user: User,
  view: View,
  trigger_id: string,
  response_urls: readonly Payload[],
): Payload {
  return {
    type: 'view_submission',
    ...frame(identity, user),
    trigger_id,
    view: rawView(view, identity),
    response_urls,
  };
}

export function viewClosed(identity: Identity, user: User, view: View, is_cleared: boolean): Payload {
  return { type: 'view_closed', ...frame(identity, user), view: rawView(view, identity), is_cleared };
}

function shortcutFrame(identity: Identity, user: User): Payload {
  const { api_app_id: _, ...rest } = frame(identity, user);
  return { ...rest, action_ts: now() };
}

export function messageShortcut(
  identity: Identity,
  user: User,
  channel: Channel,
  message: StoredMessage,
  callback_id: string,
  ways: Ways,
): Payload {
  return {
    type: 'message_action',
    ...shortcutFrame(identity, user),
    user: { id: user.id, name: handle(user.name), team_id: identity.teamId },
    channel: { id: channel.id, name: payloadChannelName(channel) },
    callback_id,
    message_ts: message.raw.ts,
    message: withoutMetadata(message.raw),
    ...ways,
  };
}

export function globalShortcut(identity: Identity, user: User, callback_id: string, trigger_id: string): Payload {
  const who = { id: user.id, username: handle(user.name), team_id: identity.teamId };
  return { type: 'shortcut', ...shortcutFrame(identity, user), user: who, callback_id, trigger_id };
}

/** The envelope of the Events API around one event. */
export function eventCallback(identity: Identity, event: Payload): Payload {
  const { teamId: team_id, botUserId: user_id } = identity;
  return {
    token: identity.verificationToken,
    team_id,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [{ enterprise_id: null, team_id, user_id, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `4-${newId('Ev')}`,
  };
}
