import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/engine/commands/index.ts';
import { letters } from '../../../src/engine/content/letters.ts';
import { en } from '../../../src/engine/content/messages/en.ts';
import { es } from '../../../src/engine/content/messages/es.ts';
import type { MessageKey } from '../../../src/engine/content/messages/keys.ts';
import { languages, textsIn } from '../../../src/engine/content/texts.ts';
import type { Language } from '../../../src/engine/records/community.ts';
import { samplesFor, shapeOf } from './message-shape.ts';

const catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, es };
const keys = Object.keys(en) as MessageKey[];
const translations = languages.filter((language) => language !== 'en');

/** Texts that stand on a button. */
const buttonLabels: readonly MessageKey[] = [
  ...keys.filter((key) => /^(choice|support)\.[a-z-]+$/.test(key)),
  ...(['modal.save', 'modal.cancel', 'invite.more', 'join.button', 'join.yes', 'join.change', 'join.no'] as const),
  ...(['checkin.more', 'checkin.write', 'checkin.change-words', 'checkin.not-today', 'checkin.less'] as const),
  ...(['checkin.why', 'checkin.after-all', 'checkin.less.undo', 'doorbell.open'] as const),
  ...(['choice.fine.thank', 'choice.fine.enjoy', 'choice.say-hello.whom', 'choice.a-hello.whom'] as const),
  ...(['hello.this-one', 'hello.said', 'hello.sent', 'hello.another', 'hello.someone-else', 'hello.back'] as const),
  ...(['home.answer', 'home.say-hello', 'home.checkin', 'home.snooze', 'home.settings', 'home.help'] as const),
  ...(['home.need-help', 'home.leave', 'home.open-button', 'settings.change', 'settings.change-quiet'] as const),
  ...(['snooze.week', 'snooze.fortnight', 'snooze.month', 'snooze.other', 'snooze.end'] as const),
  ...(['leave.keep', 'leave.erase', 'leave.back', 'goodbye.in-a-month', 'goodbye.erase'] as const),
  ...(['program.submit', 'program.preview', 'program.pause', 'program.resume', 'program.archive'] as const),
  ...([
    'thanks.title',
    'thanks.submit',
    'thanks.edit',
    'thanks.undo',
    'thanks.post-here',
    'thanks.make-public',
  ] as const),
  ...([
    'thanks.words-to-send',
    'thanks.make-private',
    'thanks.choose-again',
    'note.open',
    'note.landed',
    'note.landed.done',
    'note.keep',
  ] as const),
  ...([
    'note.hide-or-report',
    'note.hide',
    'note.block',
    'note.report',
    'note.back',
    'block.undo',
    'note.bring-back',
  ] as const),
  ...(['kind.something', 'kind.another', 'consents.open', 'consents.ledger.keep'] as const),
  ...(['consents.posting.always', 'consents.posting.ask', 'consents.posting.never'] as const),
  ...(['note.remove', 'jar.put-away', 'sent.open', 'sent.remove', 'remove.yes'] as const),
  ...(['note.post.once', 'note.post.always', 'note.post.never', 'jar.open', 'jar.older', 'audit.show'] as const),
  ...(['offer.yes', 'circle.open', 'circle.add', 'circle.edit', 'circle.remove', 'circle.back'] as const),
  ...(['reachout.later', 'reachout.less', 'ledger.yes', 'ledger.no', 'balance.open', 'balance.yes'] as const),
  ...(['balance.too-much', 'balance.give-more', 'balance.numbers', 'balance.ask-hand'] as const),
  ...(['balance.rest', 'balance.ask-ear', 'balance.stop-keeping', 'doctor.open', 'doctor.again'] as const),
];

const modalTitles: readonly MessageKey[] = [
  'rhythm.title',
  'join.title',
  'program.title',
  'checkin.words.title',
  'snooze.title',
  'settings.quiet',
  'thanks.title',
  'circle.title',
];

const inputLabels: readonly MessageKey[] = [
  ...keys.filter((key) => /^rhythm\.[a-z]+$/.test(key) && key !== 'rhythm.title'),
  ...(['quiet.from', 'quiet.to', 'snooze.until', 'checkin.words.label'] as const),
  ...(['program.name', 'program.often', 'program.time', 'program.channel', 'program.pack'] as const),
  ...(['thanks.to', 'thanks.words', 'thanks.took', 'thanks.changed', 'thanks.kind', 'thanks.where'] as const),
  ...(['circle.person', 'circle.label', 'circle.layer', 'circle.days'] as const),
];

/** Texts that stand in a list to choose from. */
const listEntries: readonly MessageKey[] = keys.filter((key) =>
  /^(place|pack|cadence|gave|thanks\.where|circle\.layer)\.(?!hint$)/.test(key),
);

/** Longest texts, in characters: what Slack and Discord both take, and for buttons what a phone shows in one line. */
const limits = [
  { what: 'a button', most: 40, keys: buttonLabels },
  { what: 'the title of a modal', most: 24, keys: modalTitles },
  { what: 'the label of an input', most: 45, keys: inputLabels },
  { what: 'a hint under an input', most: 100, keys: keys.filter((key) => key.endsWith('.hint')) },
  { what: 'an entry of a list', most: 75, keys: listEntries },
  { what: 'the description of a command', most: 100, keys: keys.filter((key) => key.startsWith('command.')) },
] as const;

/** What is right to be the same in English and another language. */
const sameOnPurpose: readonly string[] = [
  'cadence.on-clock',
  'rhythm.time.example',
  // Examples are the same where nothing in them is words.
  ...keys.filter(
    (key) => /^command\..*\.example$/.test(key) && !/ (thanks|edit|preview|pause|resume|archive)\./.test(key),
  ),
];

/** Every wording a text can take. */
function wordings(language: Language, key: MessageKey): readonly string[] {
  const shape = shapeOf(catalogues[language][key] ?? '');
  return samplesFor(shape).map((values) => textsIn(language).rich(key, values).map(plain).join(''));
}

function plain(part: string | { readonly kind: string; readonly text?: string }): string {
  return typeof part === 'string' ? part : (part.text ?? '');
}

const commandNames = commands.map((spec) => `/${spec.under} ${spec.name}`).sort((a, b) => b.length - a.length);
const aCommand = new RegExp([...commandNames, '/kith-admin', '/kith'].join('|'), 'g');

function commandsIn(message: string): readonly string[] {
  return [...message.matchAll(aCommand)].map(([name]) => name).sort();
}

describe.each(translations)('the catalogue %s beside English', (language) => {
  const catalogue = catalogues[language];
  const inBoth = keys.filter((key) => catalogue[key] !== undefined);
  const differing = (of: (message: string) => unknown) =>
    inBoth.filter((key) => JSON.stringify(of(catalogue[key] ?? '')) !== JSON.stringify(of(en[key])));

  it('has the same keys', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...keys].sort());
  });

  it('takes the same values', () => {
    expect(differing((message) => [...shapeOf(message).names].sort())).toEqual([]);
  });

  it('tells the same cases apart', () => {
    const forgets = (key: MessageKey) => {
      const cases = shapeOf(catalogue[key] ?? '').cases;
      return [...shapeOf(en[key]).cases].some(([name, own]) => own.some((one) => !cases.get(name)?.includes(one)));
    };
    expect(inBoth.filter(forgets)).toEqual([]);
  });

  it('names the same commands', () => {
    expect(differing(commandsIn)).toEqual([]);
  });

  it('is translated', () => {
    expect(inBoth.filter((key) => catalogue[key] === en[key]).sort()).toEqual([...sameOnPurpose].sort());
  });
});

describe.each(languages)('the texts in %s', (language) => {
  it('can all be worded', () => {
    const odd = keys.filter((key) => wordings(language, key).some((said) => said.trim() === '' || /[{}]/.test(said)));
    expect(odd).toEqual([]);
  });

  it.each(limits)('$what has at most $most characters', ({ most, keys: limited }) => {
    expect(limited).not.toEqual([]);
    const tooLong = limited.flatMap((key) => wordings(language, key)).filter((said) => letters(said).length > most);
    expect(tooLong).toEqual([]);
  });

  it('never exclaim where somebody may be in danger', () => {
    const hard = keys.filter((key) => key.startsWith('resources.'));
    expect(hard).not.toEqual([]);
    expect(hard.filter((key) => /[!¡]/.test(catalogues[language][key] ?? ''))).toEqual([]);
  });
});
