import { card, text } from './card/build.ts';
import type { Card, Modal } from './card/card.ts';
import type { Texts } from './content/texts.ts';
import type { Reply } from './reply.ts';

/** The answer to a modal that cannot be taken yet: what to mend, input by input, and the same modal holding all that was typed. */
export function invalid(texts: Texts, modal: Modal, problems: Readonly<Record<string, string>>): Reply {
  const labelled = Object.entries(problems).map(([name, problem]) => {
    const label = modal.inputs.find((input) => input.name === name)?.label ?? name;
    return text([{ kind: 'bold', text: label }, `: ${problem}`]);
  });
  return {
    kind: 'invalid',
    modal,
    problems,
    card: card(texts.say('card.neutral'), text(texts.say('modal.almost')), ...labelled),
  };
}

/**
 * The answer to something that came to nothing: `why`, told by `shown`. What was written, by the input's name, comes back to who wrote it: it may
 * have cost them something to find the words.
 */
export function refused(texts: Texts, why: string, shown: Card, written: Readonly<Record<string, string>>): Reply {
  const [first] = Object.keys(written);
  if (first === undefined) return { kind: 'private', card: shown };
  const [said = null, ...rest] = shown.blocks;
  const back = Object.values(written).map((words) => ({ kind: 'quote', text: words }) as const);
  return {
    kind: 'invalid',
    modal: null,
    problems: { [first]: `${why} ${texts.say('modal.still-here')}` },
    card: card(shown.fallback, said, text(texts.say('modal.given-back')), ...back, ...rest),
  };
}
