import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import type { InteractiveElement } from './block-elements.ts';
import { type Problem, problemsOf } from './block-problems.ts';
import {
  type Block,
  type HomeContent,
  homeView,
  type ModalContent,
  messageBlocks,
  modalView,
} from './block-schemas.ts';

export type Checked<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/** An interactive element together with the block it stands in. */
export interface Placed {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: InteractiveElement;
  readonly block: Block;
}

function elementsIn(block: Block): InteractiveElement[] {
  switch (block.type) {
    case 'actions':
      return block.elements;
    case 'section':
      return block.accessory && block.accessory.type !== 'image' ? [block.accessory] : [];
    case 'input':
      return [block.element];
    default:
      return [];
  }
}

/** Everything in the blocks a person can act on, top to bottom. */
export function interactive(blocks: readonly Block[]): Placed[] {
  return blocks.flatMap((block) =>
    elementsIn(block).map((element) => ({
      blockId: block.block_id ?? '',
      actionId: element.action_id ?? '',
      element,
      block,
    })),
  );
}

/** Block ids must be unique in the whole surface, action ids within their block. */
function duplicates(blocks: readonly Block[], root: string): Problem[] {
  const problems: Problem[] = [];
  const blockIds = new Set<string>();
  blocks.forEach((block, at) => {
    if (block.block_id !== undefined) {
      if (blockIds.has(block.block_id))
        problems.push({ words: `block_id ${block.block_id} already exists`, pointer: `${root}/${at}/block_id` });
      blockIds.add(block.block_id);
    }
    const actionIds = new Set<string>();
    elementsIn(block).forEach((element, index) => {
      if (element.action_id === undefined) return;
      if (actionIds.has(element.action_id)) {
        const pointer = `${root}/${at}/elements/${index}/action_id`;
        problems.push({ words: `action_id ${element.action_id} already exists`, pointer });
      }
      actionIds.add(element.action_id);
    });
  });
  return problems;
}

/** Option lists that the schemas alone cannot judge: one of the two kinds, and the initial choice among them. */
function optionProblems(blocks: readonly Block[], root: string): Problem[] {
  return interactive(blocks).flatMap(({ element, block }) => {
    const pointer = `${root}/${blocks.indexOf(block)}`;
    if (element.type !== 'static_select' && element.type !== 'multi_static_select') return [];
    if ((element.options === undefined) === (element.option_groups === undefined))
      return [{ words: 'must provide one of options and option_groups', pointer }];
    const values = optionsOf(element).map((each) => each.value);
    const initial =
      element.type === 'static_select' ? [element.initial_option ?? []].flat() : (element.initial_options ?? []);
    return initial.some((each) => !values.includes(each.value))
      ? [{ words: 'initial_option does not match any of the options', pointer }]
      : [];
  });
}

/** All options of a static select, with or without groups. */
export function optionsOf(element: Extract<InteractiveElement, { type: 'static_select' | 'multi_static_select' }>) {
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
}

const randomId = () => randomBytes(4).toString('base64url').slice(0, 5);

/** Slack invents the ids an app left out. */
function withIds(blocks: readonly Block[]): void {
  for (const block of blocks) {
    block.block_id ??= randomId();
    for (const element of elementsIn(block)) element.action_id ??= randomId();
  }
}

function check<T>(schema: z.ZodType<T>, input: unknown, root: string, blocksOf: (value: T) => Block[]): Checked<T> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (!parsed.success) return { problems: problemsOf(parsed.error, root) };
  const blocks = blocksOf(parsed.data);
  const blocksRoot = root.endsWith('/blocks') ? root : `${root}/blocks`;
  const problems = [...duplicates(blocks, blocksRoot), ...optionProblems(blocks, blocksRoot)];
  if (problems.length > 0) return { problems };
  withIds(blocks);
  return { value: parsed.data };
}

/** Checks the blocks of a message as Slack does and fills in what Slack fills in. */
export function checkMessageBlocks(input: unknown): Checked<Block[]> {
  return check(messageBlocks, input, '/blocks', (blocks) => blocks);
}

/** Checks a modal's content. */
export function checkModal(input: unknown): Checked<ModalContent> {
  return check(modalView, input, '/view', (view) => view.blocks);
}

/** Checks an App Home's content. */
export function checkHome(input: unknown): Checked<HomeContent> {
  return check(homeView, input, '/view', (view) => view.blocks);
}
