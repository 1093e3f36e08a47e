import type { Block, Button, Card, Input, Modal } from '../../../src/engine/card/card.ts';
import { token } from '../../../src/engine/card/token.ts';
import type { CommandDescription, OptionDescription } from '../../../src/engine/commands/spec.ts';

/** Cards, modals and commands for the contract: small, and with everything in them. */

export function card(text: string, ...more: Block[]): Card {
  return { fallback: 'Kith', blocks: [{ kind: 'text', text: [text] }, ...more] };
}

export function button(label: string, action: string, ...args: string[]): Button {
  return { label, token: token(action, ...args), look: 'plain' };
}

export function buttons(...list: Button[]): Block {
  return { kind: 'buttons', buttons: list };
}

export const words: Input = {
  kind: 'text',
  name: 'words',
  label: 'What for',
  hint: 'Only Sam will see it.',
  required: true,
  multiline: true,
  maxLength: 500,
  initial: '',
  placeholder: 'The soup',
};

export const support: Input = {
  kind: 'choice',
  name: 'support',
  label: 'Which kind',
  hint: 'Nobody else sees it.',
  required: false,
  placeholder: 'Choose one',
  choice: {
    kind: 'options',
    options: [
      { value: 'practical', label: 'A hand' },
      { value: 'emotional', label: 'An ear' },
    ],
    chosen: null,
  },
};

export const whom: Input = {
  kind: 'choice',
  name: 'whom',
  label: 'To whom',
  hint: 'They hear it from you.',
  required: false,
  placeholder: 'Choose a person',
  choice: { kind: 'person', most: 3, chosen: [] },
};

export function modal(...inputs: Input[]): Modal {
  return { token: token('thanks', 'write'), title: 'Say thanks', submit: 'Send', cancel: 'Not now', inputs };
}

function option(
  name: string,
  kind: OptionDescription['kind'],
  required: boolean,
  choices: string[] = [],
): OptionDescription {
  return {
    name,
    kind,
    required,
    description: `The ${name}.`,
    choices: choices.map((value) => ({ value, label: value })),
    maxLength: 1000,
  };
}

function describe(
  fullName: string,
  answer: CommandDescription['answer'],
  ...options: OptionDescription[]
): CommandDescription {
  const [under, ...rest] = fullName.split(' ');
  return {
    under: under as CommandDescription['under'],
    words: rest,
    fullName,
    summary: `Does ${rest.join(' ')}.`,
    example: `/${fullName}`,
    answer,
    who: 'anyone',
    options,
  };
}

/** The commands the platform under test knows during the contract. */
export const commands: readonly CommandDescription[] = [
  describe('kith home', 'private'),
  describe('kith checkin', 'modal'),
  describe('kith thanks', 'private', option('person', 'person', true), option('words', 'text', false)),
  describe('kith praise', 'private', option('people', 'people', true), option('words', 'text', false)),
  describe('kith shout', 'public', option('words', 'text', true)),
  describe(
    'kith-admin program create',
    'private',
    option('kind', 'choice', true, ['check-in', 'gratitude']),
    option('channel', 'channel', false),
  ),
];
