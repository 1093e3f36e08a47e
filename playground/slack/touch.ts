import type { Seen } from '../driver.ts';
import type { Placed } from './blocks.ts';
import { interactive } from './blocks.ts';
import { type ElementValue, initialValue } from './element-values.ts';
import type { StoredMessage } from './messages.ts';
import { messageActions, viewActions } from './payloads.ts';
import { readText } from './plain-text.ts';
import { chosen, chosenOverflow, placeholderOf } from './select-options.ts';
import { interact, type Stage } from './stage.ts';
import type { User } from './users.ts';
import type { StateValues, View } from './view-state.ts';

/** What holds buttons and selects. */
export type Surface = { readonly message: StoredMessage } | { readonly view: View };

/** What a person has chosen in a message so far, by message. */
export type Drafts = Map<StoredMessage, StateValues>;

const notResponding = 'The app did not respond';

const placedIn = (surface: Surface): Placed[] =>
  interactive('view' in surface ? surface.view.content.blocks : (surface.message.raw.blocks ?? []));

/** Surfaces in the order in which a person's eye finds them: the open modal, then the newest message or App Home. */
export function surfaces({ workspace }: Stage, user: User): Surface[] {
  const modal = workspace.modals.get(user.id)?.at(-1);
  const home = workspace.homes.get(user.id);
  const dated = workspace
    .visibleTo(user.id)
    .map((message) => ({ at: Number(message.raw.ts) * 1000, surface: { message } as Surface }));
  if (home) dated.push({ at: home.shownAt, surface: { view: home } });
  dated.sort((a, b) => b.at - a.at);
  return [...(modal ? [{ view: modal }] : []), ...dated.map((each) => each.surface)];
}

/** The surface a person points at with something they saw before. */
export function surfaceOf(stage: Stage, user: User, seen: Seen): Surface {
  const found = surfaces(stage, user).find((each) =>
    'view' in each ? each.view.id === seen.id : each.message.raw.ts === seen.id && each.message.channel === seen.place,
  );
  if (!found) throw new Error(`The message is not there any more: ${seen.text}`);
  return found;
}

/** The values that stand in a message's elements for this person. */
function draftOf(drafts: Drafts, message: StoredMessage): StateValues {
  const known = drafts.get(message) ?? {};
  const values: StateValues = {};
  for (const { blockId, actionId, element } of placedIn({ message })) {
    const value = known[blockId]?.[actionId] ?? initialValue(element);
    if (value) values[blockId] = { ...values[blockId], [actionId]: value };
  }
  drafts.set(message, values);
  return values;
}

/** Sends what was touched, with everything Slack tells along with it. */
export async function send(
  stage: Stage,
  user: User,
  surface: Surface,
  drafts: Drafts,
  action: Record<string, unknown>,
): Promise<void> {
  const { workspace, triggers, responseUrls } = stage;
  const about = String(action.action_id);
  if ('view' in surface) {
    const trigger = triggers.issue(user.id, surface.view.channel);
    const payload = viewActions(workspace.identity, user, surface.view, action, trigger);
    await interact(stage, payload, about, notResponding);
    return;
  }
  const { message } = surface;
  const channel = workspace.channels.get(message.channel);
  if (!channel) throw new Error('The conversation is gone');
  const ways = {
    trigger_id: triggers.issue(user.id, channel.id),
    response_url: responseUrls.issue('actions', channel.id, user.id, message.raw.ts),
  };
  const values = draftOf(drafts, message);
  const payload = messageActions(workspace.identity, user, channel, message, values, action, ways);
  await interact(stage, payload, about, notResponding);
}

/** Presses the button with this label on one surface; `undefined` where there is none. */
export function buttonAction(stage: Stage, surface: Surface, label: string): Record<string, unknown> | undefined {
  for (const { blockId, actionId, element } of placedIn(surface)) {
    if (element.type !== 'button' || readText(stage.workspace, element.text) !== label) continue;
    return {
      action_id: actionId,
      block_id: blockId,
      text: element.text,
      ...(element.value === undefined ? {} : { value: element.value }),
      ...(element.style === undefined ? {} : { style: element.style }),
      ...(element.url === undefined ? {} : { url: element.url }),
      type: 'button',
    };
  }
  return undefined;
}

/** Chooses in the select with this placeholder on one surface; `undefined` where there is none. */
export function selectAction(
  stage: Stage,
  surface: Surface,
  drafts: Drafts,
  placeholder: string,
  labels: readonly string[],
): Record<string, unknown> | undefined {
  for (const placed of placedIn(surface)) {
    const { element, blockId, actionId, block } = placed;
    if (element.type === 'button' || element.type === 'plain_text_input' || block.type === 'input') continue;
    if (labelOf(stage, placed) !== placeholder) continue;
    const base = { action_id: actionId, block_id: blockId, type: element.type };
    if (element.type === 'overflow') return { ...base, ...chosenOverflow(stage.workspace, element, labels[0] ?? '') };
    const value = chosen(stage.workspace, element, labels);
    remember(surface, drafts, placed, value);
    return {
      ...base,
      ...value,
      ...('placeholder' in element && element.placeholder ? { placeholder: element.placeholder } : {}),
    };
  }
  return undefined;
}

/** The placeholder, or the words of the section that a choice without placeholder stands beside. */
function labelOf({ workspace }: Stage, { element, block }: Placed): string {
  if (element.type === 'button' || element.type === 'plain_text_input') return '';
  const own = placeholderOf(workspace, element);
  if (own !== '' || block.type !== 'section' || !block.text) return own;
  return readText(workspace, block.text);
}

function remember(surface: Surface, drafts: Drafts, { blockId, actionId }: Placed, value: ElementValue): void {
  const values = 'view' in surface ? surface.view.values : draftOf(drafts, surface.message);
  values[blockId] = { ...values[blockId], [actionId]: value };
}
