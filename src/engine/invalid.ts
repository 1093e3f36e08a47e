import { card, text } from './card/build.ts';
import type { Modal } from './card/card.ts';
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
