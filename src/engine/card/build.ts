import type { Block, Button, ButtonLook, Card, Choice, Inline, Option, Rich } from './card.ts';
import type { Token } from './token.ts';

/** Short ways to write cards down. */

export function card(fallback: string, ...blocks: readonly (Block | null)[]): Card {
  return { fallback, blocks: blocks.filter((block) => block !== null) };
}

export function text(content: string | Rich): Block {
  return { kind: 'text', text: typeof content === 'string' ? [content] : content };
}

export function context(content: string | Rich): Block {
  return { kind: 'context', text: typeof content === 'string' ? [content] : content };
}

export function buttons(...row: readonly Button[]): Block {
  return { kind: 'buttons', buttons: row };
}

export function button(label: string, token: Token, look: ButtonLook = 'plain'): Button {
  return { label, token, look };
}

/** Tells several things on one card apart, and which button belongs to which: Discord shows all buttons below. Nothing where there is one. */
export function numbered(index: number, among: number): string {
  return among > 1 ? `${index + 1}. ` : '';
}

export function select(placeholder: string, token: Token, choice: Choice): Block {
  return { kind: 'select', token, placeholder, choice };
}

export function options(list: readonly Option[], chosen: string | null = null): Choice {
  return { kind: 'options', options: list, chosen };
}

export function fields(...rows: readonly (readonly [label: string, value: Inline])[]): Block {
  return { kind: 'fields', fields: rows.map(([label, value]) => ({ label, value: [value] })) };
}
