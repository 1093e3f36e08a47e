import type { en } from './en.ts';

/** Every text there is. English is the catalogue that defines the keys; the others must have the same, with the same placeholders. */
export type MessageKey = keyof typeof en;
