import * as z from 'zod';
import { line } from '../block-problems.ts';
import type { HomeContent, ModalContent } from '../block-schemas.ts';
import { type Checked, checkHome, checkModal } from '../blocks.ts';
import { limits } from '../limits.ts';
import { newView, rawView, replaceView, type View } from '../view-state.ts';
import type { Workspace } from '../workspace.ts';
import { type Api, json, method, SlackError } from './method.ts';

function accept<T>(checked: Checked<T>, given: unknown): T {
  if ('problems' in checked) throw new SlackError('invalid_arguments', checked.problems.map(line));
  if (JSON.stringify(given).length > limits.viewBytes) throw new SlackError('view_too_large');
  return checked.value;
}

/** Checks a modal as views.open does; also used for views inside acknowledgements. */
export const acceptModal = (given: unknown): ModalContent => accept(checkModal(given), given);

function openModals(workspace: Workspace): View[] {
  return [...workspace.modals.values()].flat();
}

function unusedExternalId(workspace: Workspace, content: ModalContent | HomeContent, except?: View): void {
  if (content.external_id === '') return;
  const views = [...openModals(workspace), ...workspace.homes.values()];
  const taken = views.some((view) => view !== except && view.content.external_id === content.external_id);
  if (taken) throw new SlackError('duplicate_external_id');
}

function exchange(api: Api, id: string | undefined) {
  const outcome = api.triggers.exchange(id ?? '');
  if ('error' in outcome) throw new SlackError(outcome.error);
  return outcome;
}

/** Puts a modal on top of the user's stack. */
export function pushModal(workspace: Workspace, user: string, content: ModalContent): View {
  const stack = workspace.modals.get(user) ?? [];
  if (stack.length >= limits.viewStack) throw new SlackError('push_limit_reached');
  unusedExternalId(workspace, content);
  const view = newView(content, user, stack, stack.at(-1)?.channel);
  workspace.modals.set(user, [...stack, view]);
  workspace.changed();
  return view;
}

const view = { view: json };

/** views.* */
export const viewMethods = [
  method('views.open', {}, { trigger_id: z.string().optional(), ...view }, (args, api) => {
    const content = acceptModal(args.view);
    unusedExternalId(api.workspace, content);
    const { user, channel } = exchange(api, args.trigger_id);
    const opened = newView(content, user, [], channel);
    api.workspace.modals.set(user, [opened]);
    api.workspace.changed();
    return { view: rawView(opened, api.workspace.identity) };
  }),

  method('views.push', {}, { trigger_id: z.string().optional(), ...view }, (args, api) => {
    const content = acceptModal(args.view);
    const { user } = exchange(api, args.trigger_id);
    if (!api.workspace.modals.get(user)?.length) throw new SlackError('not_found');
    return { view: rawView(pushModal(api.workspace, user, content), api.workspace.identity) };
  }),

  method(
    'views.update',
    {},
    { view_id: z.string().optional(), external_id: z.string().optional(), hash: z.string().optional(), ...view },
    (args, api) => {
      const content = acceptModal(args.view);
      const found = openModals(api.workspace).find(
        (each) =>
          each.id === args.view_id || (args.external_id !== undefined && each.content.external_id === args.external_id),
      );
      if (!found) throw new SlackError('not_found');
      if (args.hash !== undefined && args.hash !== found.hash) throw new SlackError('hash_conflict');
      unusedExternalId(api.workspace, content, found);
      replaceView(found, content);
      api.workspace.changed();
      return { view: rawView(found, api.workspace.identity) };
    },
  ),

  method('views.publish', {}, { user_id: z.string().optional(), hash: z.string().optional(), ...view }, (args, api) => {
    const { workspace } = api;
    const content = accept(checkHome(args.view), args.view);
    const user = workspace.users.get(args.user_id ?? '');
    if (!user || user.bot)
      throw new SlackError('invalid_arguments', ['[ERROR] user_id is invalid [json-pointer:/user_id]']);
    if (user.deleted) throw new SlackError('not_enabled');
    const before = workspace.homes.get(user.id);
    if (before && args.hash !== undefined && args.hash !== before.hash) throw new SlackError('hash_conflict');
    unusedExternalId(workspace, content, before);
    const home = before ?? newView(content, user.id, []);
    if (before) replaceView(before, content);
    workspace.homes.set(user.id, home);
    workspace.changed();
    return { view: rawView(home, workspace.identity) };
  }),
];
