import { card, text } from './card/build.ts';
import type { Card, Modal } from './card/card.ts';
import type { Texts } from './content/texts.ts';
import type { InboundEvent } from './event.ts';
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
 * The answer to something that came to nothing: `why`, told by `shown`. What was written into a modal comes back to who wrote it: it may have
 * cost them something to find the words.
 */
export function refused(texts: Texts, event: InboundEvent, why: string, shown: Card): Reply {
  const written = event.kind === 'submit' ? event.written.filter((name) => wordsIn(event.fields[name]) !== '') : [];
  const [first] = written;
  if (event.kind !== 'submit' || first === undefined) return { kind: 'private', card: shown };
  const [said, ...rest] = shown.blocks;
  const back = written.map((name) => ({ kind: 'quote', text: wordsIn(event.fields[name]) }) as const);
  return {
    kind: 'invalid',
    modal: null,
    problems: { [first]: `${why} ${texts.say('modal.still-here')}` },
    card: card(shown.fallback, said ?? null, text(texts.say('modal.given-back')), ...back, ...rest),
  };
}

function wordsIn(values: readonly string[] | undefined): string {
  return (values ?? []).join('\n').trim();
}
