import { idArg, type Pressed } from './action.ts';
import { actions } from './actions.ts';
import { button, buttons, card, text } from './card/build.ts';
import type { Card } from './card/card.ts';
import { readToken, token } from './card/token.ts';
import { checkInActions } from './checkins/checkins.ts';
import { describeCommands } from './commands/describe.ts';
import { commands } from './commands/index.ts';
import type { CommandSpec, Who } from './commands/spec.ts';
import { letters } from './content/letters.ts';
import { languageOf, type Texts, textsIn } from './content/texts.ts';
import { UserError } from './errors.ts';
import type { InboundEvent, Misunderstanding, Origin } from './event.ts';
import { thankByShortcut } from './gratitude/shortcut.ts';
import type { Handling } from './handling.ts';
import type { OccurrenceId } from './ids.ts';
import { homeCard } from './members/home.ts';
import { joined } from './members/membership.ts';
import { nudgeActions } from './programs/nudges.ts';
import type { AnswerMode, Reply } from './reply.ts';

/** What somebody did, and is answered. */
export type Acted = Exclude<InboundEvent, { kind: 'removed' | 'installed' | 'absence' }>;

const byFullName: ReadonlyMap<string, CommandSpec> = new Map(
  commands.map((spec) => [`${spec.under} ${spec.name}`, spec]),
);

/** How an event will be answered, known from its name alone. */
export function answerModeOf(event: InboundEvent): AnswerMode {
  switch (event.kind) {
    case 'command':
      return byFullName.get(event.command)?.answer ?? 'private';
    case 'action':
    case 'submit':
      return actions.get(readToken(event.token).action)?.answer ?? 'private';
    case 'shortcut':
      return 'modal';
    case 'home-opened':
      return 'update';
    case 'misunderstood':
    case 'absence':
    case 'installed':
    case 'removed':
      return 'private';
    default:
      return event satisfies never;
  }
}

/** Actions whose first argument names a check-in. */
const onCheckIns: ReadonlySet<string> = new Set([...checkInActions, ...nudgeActions].map(({ name }) => name));

/**
 * Whether what this token stands for needs nothing of who acts but their id: their rights, name and zone do not matter, and their language only
 * where they have not joined. A platform need not be asked about them.
 */
export function knownById(text: string): boolean {
  return onCheckIns.has(readToken(text).action);
}

/** Whether what this token stands for asks for an organizer's rights, of which only the platform knows. */
export function needsRights(text: string): boolean {
  return actions.get(readToken(text).action)?.who === 'organizer';
}

/** The check-in an event names, as somebody may have forged it. */
export function checkInOf(event: Acted): OccurrenceId | null {
  if (event.kind !== 'action' && event.kind !== 'submit') return null;
  const { action, args } = readToken(event.token);
  const id = onCheckIns.has(action) ? idArg.safeParse(args[0]) : null;
  return id?.success ? (id.data as OccurrenceId) : null;
}

/** What somebody wrote, as far as words were asked for, by the name of the option or input; blanks are left out. */
export function writtenIn(event: Acted): Readonly<Record<string, string>> {
  const words = (name: string, text = '') => (text.trim() === '' ? [] : [[name, text.trim()] as const]);
  if (event.kind === 'submit') {
    return Object.fromEntries(event.written.flatMap((name) => words(name, event.fields[name]?.join('\n'))));
  }
  if (event.kind !== 'command') return {};
  const asked = Object.entries(byFullName.get(event.command)?.options ?? {});
  return Object.fromEntries(
    asked.flatMap(([name, { kind }]) => (kind === 'text' ? words(name, event.input[name]) : [])),
  );
}

type Fields = Readonly<Record<string, readonly string[]>>;

/** NUL is no text anybody typed, and PostgreSQL refuses to keep it. */
const typed = (text: string) => text.replaceAll('\0', '');
const typedInto = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.map(typed)]));

/** Dispatches what somebody did. @throws UserError for what they can mend. */
export async function act(handling: Handling, event: Acted): Promise<Reply> {
  switch (event.kind) {
    case 'command':
      return runCommand(handling, event.command, event.input);
    case 'misunderstood':
      return { kind: 'private', card: explain(handling.texts, event.problem) };
    case 'action':
      return runAction(handling, event.token, { values: event.values.map(typed), fields: {} });
    case 'submit':
      return runAction(handling, event.token, { values: [], fields: typedInto(event.fields) });
    case 'shortcut':
      allow(handling, 'member');
      return thankByShortcut(handling, event.person, event.message);
    case 'home-opened':
      return { kind: 'update', card: await homeCard(handling) };
    default:
      return event satisfies never;
  }
}

function allow(handling: Handling, who: Who): void {
  if (who === 'organizer' && !handling.origin.person.organizer) throw new UserError('error.not-organizer');
  if (who !== 'member') return;
  joined(handling);
  // Who has left the workspace or server, or became a guest, and was not looked up since: leaving and erasing stay open to them, and help.
  if (handling.origin.person.outside === true) throw new UserError('join.not-ordinary');
}

async function runCommand(handling: Handling, name: string, input: Readonly<Record<string, string>>): Promise<Reply> {
  const spec = byFullName.get(name);
  if (spec === undefined) return misunderstood(handling, { kind: 'unknown-command', typed: name, nearest: null });
  allow(handling, spec.who);
  const parsed = spec.input.safeParse(
    Object.fromEntries(Object.entries(input).map(([key, text]) => [key, typed(text)])),
  );
  if (!parsed.success) {
    const option = String(parsed.error.issues[0]?.path[0] ?? '');
    return misunderstood(handling, { kind: 'wrong-option', command: name, option, typed: input[option] ?? '' });
  }
  return spec.run(handling, parsed.data);
}

async function runAction(handling: Handling, text: string, pressed: Pressed): Promise<Reply> {
  const { action, args } = readToken(text);
  const spec = actions.get(action);
  const parsed = spec?.args.safeParse(args);
  if (spec === undefined || !parsed?.success) throw new UserError('error.old-card');
  allow(handling, spec.who);
  return spec.run(handling, parsed.data, pressed);
}

function misunderstood({ texts }: Handling, problem: Misunderstanding): Reply {
  return { kind: 'private', card: explain(texts, problem) };
}

/** Names what was wrong and shows a right example; what was too long comes back, to be shortened. */
function explain(texts: Texts, problem: Misunderstanding): Card {
  return card(
    texts.say('card.neutral'),
    text(wordProblem(texts, problem)),
    problem.kind === 'too-long' ? { kind: 'quote', text: problem.typed } : null,
    buttons(button(texts.say('home.help'), token('help.open'))),
  );
}

const MOST_ECHOED = 80;

function wordProblem(texts: Texts, problem: Misunderstanding): string {
  if (problem.kind === 'unknown-command') {
    const typed = shortened(problem.typed);
    const nearest = problem.nearest === null ? 'none' : `/${problem.nearest}`;
    return texts.say('misunderstood.unknown', { typed, nearest, root: 'kith' });
  }
  const { command } = problem;
  const example = describeCommands(texts.language).find((one) => one.fullName === command)?.example ?? '/kith help';
  switch (problem.kind) {
    case 'missing-option':
      return texts.say('misunderstood.missing', { command, option: problem.option, example });
    case 'wrong-option':
      return texts.say('misunderstood.wrong', { option: problem.option, typed: shortened(problem.typed), example });
    case 'too-long':
      return texts.say('problem.too-long', { length: problem.typed.length, most: problem.most });
    case 'too-much':
      return texts.say('misunderstood.too-much', { typed: shortened(problem.typed), example });
    default:
      return problem satisfies never;
  }
}

function shortened(typed: string): string {
  const shown = letters(typed);
  return shown.length > MOST_ECHOED ? `${shown.slice(0, MOST_ECHOED).join('')}…` : typed;
}

/** The language of somebody who may not have joined. */
export function textsFor(origin: Origin): Texts {
  return textsIn(languageOf(origin.person.locale, 'en'));
}

/** What a person sees of an error they can mend, with a way on. */
export function errorCard(texts: Texts, error: UserError): Card {
  const toJoin = button(texts.say('join.button'), token('join.start'), 'primary');
  const toHome = button(texts.say('home.open-button'), token('home.open'));
  return card(
    texts.say('card.neutral'),
    text(texts.say(error.key, error.values)),
    buttons(error.key === 'join.first' ? toJoin : toHome),
  );
}
