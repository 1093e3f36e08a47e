import type { CommandSpec } from './spec.ts';

/** Every command, in the order the help shows them. */
export const commands: readonly CommandSpec[] = [];
