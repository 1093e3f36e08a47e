import { z } from 'zod';
import { UserError } from '../errors.ts';
import { give } from '../gratitude/giving.ts';
import { keepingWords } from '../gratitude/kept-words.ts';
import { receivers } from '../gratitude/receivers.ts';
import { MOST_WORDS, NO_THANKS, newThanksModal } from '../gratitude/thanks-modal.ts';
import { command } from './spec.ts';

/** With people and words it is given at once; otherwise the modal opens with what there is. */
export const thanks = command({
  under: 'kith',
  name: 'thanks',
  answer: 'modal',
  who: 'member',
  options: {
    people: { kind: 'people', required: false, choices: [], maxLength: 500 },
    for: { kind: 'text', required: false, choices: [], maxLength: MOST_WORDS },
  },
  input: z.strictObject({ people: z.string().optional(), for: z.string().optional() }),
  run: async (handling, { people, for: what }) => {
    const to = people === undefined || people === '' ? [] : people.split(',');
    const words = (what ?? '').trim();
    if (words.length > MOST_WORDS) throw new UserError('problem.too-long', { most: MOST_WORDS, length: words.length });
    if (to.length > 0 && words !== '') {
      const said = { words, took: null, changed: null, kind: null };
      return keepingWords(handling, words, () => give(handling, to, said, null));
    }
    if (to.length > 0) await receivers(handling, to);
    return { kind: 'modal', modal: newThanksModal(handling.texts, { ...NO_THANKS, to, words }, null) };
  },
});
