import { z } from 'zod';
import { action } from '../action.ts';
import { countryName, countryNamed } from '../cadence/countries.ts';
import type { Modal } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { invalid } from '../invalid.ts';
import { countryInput } from './country.ts';
import { joined } from './membership.ts';
import { change } from './settings.ts';

function countryModal(texts: Texts, typed: string): Modal {
  return {
    token: token('country.save'),
    title: texts.say('country.title'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [countryInput(texts, texts.say('country.hint'), typed)],
  };
}

const edit = action({
  name: 'country.edit',
  answer: 'modal',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => {
    const { country } = joined(handling);
    const initial = country === null ? '' : countryName(country, handling.texts.language);
    return { kind: 'modal', modal: countryModal(handling.texts, initial) };
  },
});

const save = action({
  name: 'country.save',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling, _args, { fields }) => {
    const member = joined(handling);
    const { texts } = handling;
    const typed = fields.country?.[0]?.trim() ?? '';
    const country = countryNamed(typed);
    if (country === null && typed !== '')
      return invalid(texts, countryModal(texts, typed), { country: texts.say('problem.country') });
    return { kind: 'update', card: await change(handling, { ...member, country }) };
  },
});

/** *Leave me alone on days off*, or *Ask me on them too*. */
const daysOff = action({
  name: 'country.days-off',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.enum(['rest', 'ask'])]),
  run: async (handling, [wish]) => {
    const member = joined(handling);
    return { kind: 'update', card: await change(handling, { ...member, daysOff: wish === 'rest' }) };
  },
});

export const countrySettingsActions = [edit, save, daysOff];
