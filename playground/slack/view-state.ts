import { randomBytes } from 'node:crypto';
import type { HomeContent, ModalContent } from './block-schemas.ts';
import { interactive } from './blocks.ts';
import { type ElementValue, initialValue } from './element-values.ts';
import { type Identity, newId } from './identity.ts';

export type StateValues = Record<string, Record<string, ElementValue>>;

/** An open modal, or a published App Home. */
export interface View {
  readonly id: string;
  readonly user: string;
  content: ModalContent | HomeContent;
  hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  /** What the person has entered or chosen so far. */
  values: StateValues;
  /** The app's errors of the last submit, by block id. */
  errors: Record<string, string>;
  /** Milliseconds; when it was shown or last replaced. */
  shownAt: number;
  /** Where the person was when it opened, for selects that default to the current conversation. */
  readonly channel: string | undefined;
}

export function newView(
  content: ModalContent | HomeContent,
  user: string,
  stack: readonly View[],
  channel?: string,
): View {
  const id = newId('V');
  const view: View = {
    id,
    user,
    content,
    hash: newHash(),
    rootId: stack[0]?.id ?? id,
    previousId: stack.at(-1)?.id ?? null,
    values: {},
    errors: {},
    shownAt: Date.now(),
    channel,
  };
  view.values = freshValues(view, {});
  return view;
}

const newHash = () => `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`;

/** Replaces the content; what was entered survives where block and action id stay the same, as in Slack. */
export function replaceView(view: View, content: ModalContent | HomeContent): void {
  const before = view.values;
  view.content = content;
  view.hash = newHash();
  view.errors = {};
  view.shownAt = Date.now();
  view.values = freshValues(view, before);
}

function freshValues(view: View, before: StateValues): StateValues {
  const values: StateValues = {};
  for (const { blockId, actionId, element } of interactive(view.content.blocks)) {
    const kept = before[blockId]?.[actionId];
    const value = kept?.type === element.type ? kept : initialValue(element, view.channel);
    if (!value) continue;
    values[blockId] = { ...values[blockId], [actionId]: value };
  }
  return values;
}

/** A view as the Web API and payloads give it. */
export function rawView(view: View, identity: Identity) {
  const { content } = view;
  const modal = content.type === 'modal';
  return {
    id: view.id,
    team_id: identity.teamId,
    type: content.type,
    blocks: content.blocks,
    private_metadata: content.private_metadata,
    callback_id: content.callback_id,
    state: { values: view.values },
    hash: view.hash,
    title: modal ? content.title : { type: 'plain_text' as const, text: 'View Title', emoji: true },
    clear_on_close: modal && content.clear_on_close,
    notify_on_close: modal && content.notify_on_close,
    close: modal ? content.close : null,
    submit: modal ? content.submit : null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: identity.appId,
    external_id: content.external_id,
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}
