import * as z from 'zod';
import type { Block } from './block-schemas.ts';
import { type ElementValue, isEmpty } from './element-values.ts';
import { limits } from './limits.ts';
import { viewClosed, viewSubmission } from './payloads.ts';
import { readText } from './plain-text.ts';
import { chosen } from './select-options.ts';
import { interact, type Stage } from './stage.ts';
import { type Drafts, send } from './touch.ts';
import type { User } from './users.ts';
import { replaceView, type View } from './view-state.ts';
import { SlackError } from './web-api/method.ts';
import { acceptModal, pushModal } from './web-api/views.ts';

type InputBlock = Extract<Block, { type: 'input' }>;
type Entered = string | readonly string[];

const trouble = 'We had some trouble connecting. Try again?';

const ackSchema = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

const inputs = (view: View) => view.content.blocks.filter((block) => block.type === 'input');
const standing = (view: View, block: InputBlock): ElementValue | undefined =>
  view.values[block.block_id ?? '']?.[block.element.action_id ?? ''];

function entered({ workspace }: Stage, { element }: InputBlock, given: Entered): ElementValue {
  if (element.type === 'plain_text_input') return { type: element.type, value: String(given) || null };
  return chosen(workspace, element, typeof given === 'string' ? (given === '' ? [] : [given]) : given);
}

/** Puts one value into the input with this label; an input that dispatches tells the app at once. */
async function fill(stage: Stage, user: User, view: View, label: string, given: Entered): Promise<void> {
  const block = inputs(view).find((each) => readText(stage.workspace, each.label) === label);
  if (!block) {
    const labels = inputs(view).map((each) => readText(stage.workspace, each.label));
    throw new Error(`The form has no input “${label}”; it has: ${labels.join(', ')}`);
  }
  const [blockId, actionId] = [block.block_id ?? '', block.element.action_id ?? ''];
  const value = entered(stage, block, given);
  view.values[blockId] = { ...view.values[blockId], [actionId]: value };
  delete view.errors[blockId];
  const drafts: Drafts = new Map();
  if (block.dispatch_action)
    await send(stage, user, { view }, drafts, { action_id: actionId, block_id: blockId, ...value });
}

/** What the client itself refuses before the app hears of it. */
function complaint(stage: Stage, view: View): string | undefined {
  for (const block of inputs(view)) {
    const value = standing(view, block);
    const label = readText(stage.workspace, block.label);
    if (!block.optional && isEmpty(value)) return `${label}: Please complete this required field.`;
    if (value?.type !== 'plain_text_input' || block.element.type !== 'plain_text_input' || value.value === null)
      continue;
    const { min_length = 0, max_length = limits.textInput.maxLength } = block.element;
    if (value.value.length < min_length) return `${label}: Please enter at least ${min_length} characters.`;
    if (value.value.length > max_length) return `${label}: Please enter no more than ${max_length} characters.`;
  }
  return undefined;
}

/** Addresses for the conversations chosen in selects with `response_url_enabled`. */
function responseUrls(stage: Stage, user: User, view: View) {
  return inputs(view).flatMap((block) => {
    const { element } = block;
    const value = standing(view, block);
    if (!('response_url_enabled' in element) || !element.response_url_enabled) return [];
    const channel_id =
      value?.type === 'channels_select'
        ? value.selected_channel
        : value?.type === 'conversations_select'
          ? value.selected_conversation
          : null;
    if (!channel_id) return [];
    const response_url = stage.responseUrls.issue('actions', channel_id, user.id);
    return [{ response_url, channel_id, action_id: element.action_id ?? '', block_id: block.block_id ?? '' }];
  });
}

function close(stage: Stage, user: User, view: View): void {
  const stack = stage.workspace.modals.get(user.id) ?? [];
  stage.workspace.modals.set(
    user.id,
    stack.filter((each) => each !== view),
  );
}

/** Does what an acknowledged submit asks for: close, errors, another view, or all closed. */
function follow(stage: Stage, user: User, view: View, body: unknown): void {
  const empty =
    body === undefined || body === null || body === '' || (typeof body === 'object' && Object.keys(body).length === 0);
  if (empty) {
    close(stage, user, view);
    return;
  }
  const ack = ackSchema.safeParse(body);
  if (!ack.success) throw new SlackError('invalid_response_action', [ack.error.message]);
  switch (ack.data.response_action) {
    case 'errors':
      showErrors(view, ack.data.errors);
      break;
    case 'update':
      replaceView(view, acceptModal(ack.data.view));
      break;
    case 'push':
      pushModal(stage.workspace, user.id, acceptModal(ack.data.view));
      break;
    case 'clear':
      stage.workspace.modals.set(user.id, []);
      break;
    default:
      ack.data satisfies never;
  }
}

function showErrors(view: View, errors: Record<string, string>): void {
  const known = inputs(view).map((block) => block.block_id);
  const unknown = Object.keys(errors).filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new SlackError('invalid_errors', [`no input block has the id ${unknown.join(', ')}`]);
  view.errors = errors;
}

/** Fills the topmost modal by labels and submits it. */
export async function submitModal(stage: Stage, user: User, values: Readonly<Record<string, Entered>>): Promise<void> {
  const view = stage.workspace.modals.get(user.id)?.at(-1);
  if (!view) throw new Error(`${user.name} has no modal open`);
  for (const [label, given] of Object.entries(values)) await fill(stage, user, view, label, given);
  if (view.content.type !== 'modal' || !view.content.submit) throw new Error('The modal has no submit button');
  const wrong = complaint(stage, view);
  if (wrong !== undefined) throw new Error(wrong);
  view.errors = {};
  const { identity } = stage.workspace;
  const trigger = stage.triggers.issue(user.id, view.channel);
  const payload = viewSubmission(identity, user, view, trigger, responseUrls(stage, user, view));
  const body = await interact(stage, payload, view.content.callback_id, trouble);
  try {
    follow(stage, user, view, body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    stage.refuse({ request: 'view_submission acknowledgement', code: error.code, detail: error.messages.join('; ') });
    throw new Error(`${trouble} (${error.code})`, { cause: error });
  }
  stage.workspace.changed();
}

/** Closes the topmost modal; the app is told where it asked for that. */
export async function dismissModal(stage: Stage, user: User): Promise<void> {
  const view = stage.workspace.modals.get(user.id)?.at(-1);
  if (view?.content.type !== 'modal') throw new Error(`${user.name} has no modal open`);
  const { clear_on_close, notify_on_close, callback_id } = view.content;
  if (clear_on_close) stage.workspace.modals.set(user.id, []);
  else close(stage, user, view);
  stage.workspace.changed();
  if (!notify_on_close) return;
  await interact(stage, viewClosed(stage.workspace.identity, user, view, clear_on_close), callback_id, trouble);
}
