import { z } from 'zod';
import { action } from '../action.ts';
import { isQuietTime } from '../cadence/quiet-hours.ts';
import { parseTime } from '../cadence/times.ts';
import { button, buttons, card, context, fields, text } from '../card/build.ts';
import type { Card, Modal } from '../card/card.ts';
import { token } from '../card/token.ts';
import { languageNames, type Texts, textsIn } from '../content/texts.ts';
import { moment, weekdayName } from '../content/when.ts';
import type { Handling } from '../handling.ts';
import { invalid } from '../invalid.ts';
import { replanMember } from '../programs/enrolling.ts';
import type { Member } from '../records/member.ts';
import { countryIn, wordCountry } from './country.ts';
import { joined } from './membership.ts';
import { fieldsOf, filledWith, readRhythm, rhythmModal } from './rhythm-modal.ts';
import { scheduleWelcome } from './welcome.ts';

/** Everything a member chose, each with its way to change it. */
export function settingsCard(
  texts: Texts,
  member: Member,
  { community, now }: Pick<Handling, 'community' | 'now'>,
  said: string | null = null,
): Card {
  const quiet =
    member.quietFrom === member.quietTo
      ? texts.say('settings.quiet.none')
      : texts.say('settings.quiet.span', { from: member.quietFrom, to: member.quietTo });
  const snoozed = member.snoozedUntil !== null && member.snoozedUntil > now ? member.snoozedUntil : null;
  return card(
    texts.say('card.neutral'),
    said === null ? null : text(said),
    snoozed === null ? null : text(texts.rich('home.snoozed', { until: moment(snoozed, member.zone, texts.language) })),
    fields(
      [texts.say('settings.when'), wordRhythm(texts, member)],
      [texts.say('settings.where'), texts.say(`place.${member.place}`)],
      [texts.say('settings.zone'), member.zone],
      [texts.say('settings.language'), languageNames[member.language]],
      [texts.say('settings.quiet'), quiet],
      [texts.say('country.title'), wordCountry(texts, member.country)],
      [
        texts.say('settings.days-off'),
        texts.say(member.daysOff ? `settings.days-off.${community.mode}` : 'settings.days-off.ask'),
      ],
    ),
    buttons(
      button(texts.say('settings.change'), token('settings.edit'), 'primary'),
      button(texts.say('settings.change-quiet'), token('settings.quiet')),
      button(texts.say('settings.change-country'), token('country.edit')),
      member.daysOff
        ? button(texts.say('settings.ask-on-days-off'), token('country.days-off', 'ask'))
        : button(texts.say('settings.rest-on-days-off'), token('country.days-off', 'rest')),
    ),
    buttons(
      button(texts.say('consents.open'), token('consents.open')),
      button(texts.say('blocked.open'), token('blocked.open')),
      snoozed === null
        ? button(texts.say('home.snooze'), token('snooze.ask'))
        : button(texts.say('snooze.end'), token('snooze.end')),
      button(texts.say('home.leave'), token('leave.ask')),
    ),
    context(texts.say('card.only-you')),
  );
}

/** When what is each member's own comes: the time they chose, unless their quiet hours lie over it. */
function wordRhythm(texts: Texts, member: Member): string {
  const isQuiet = isQuietTime(member.time, { from: member.quietFrom, to: member.quietTo });
  const own = isQuiet ? 'settings.day-time.quiet' : 'settings.day-time';
  return texts.say(member.place === 'direct' ? own : 'settings.day-time.channel', {
    weekday: weekdayName(member.weekday, texts.language),
    time: member.time,
  });
}

/** Stores a changed member and plans their prompts anew, from now on. */
export async function change(handling: Handling, member: Member): Promise<Card> {
  await handling.stores.members.save(member);
  await replanMember(handling, member);
  const texts = textsIn(member.language);
  return settingsCard(texts, member, handling, texts.say('settings.saved'));
}

const open = action({
  name: 'settings.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: settingsCard(handling.texts, joined(handling), handling) }),
});

const edit = action({
  name: 'settings.edit',
  answer: 'modal',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({
    kind: 'modal',
    modal: rhythmModal(handling.texts, token('settings.save'), 'settings', filledWith(joined(handling))),
  }),
});

const save = action({
  name: 'settings.save',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling, _args, { fields: typedFields }) => {
    const member = joined(handling);
    const { texts } = handling;
    const typed = fieldsOf(typedFields);
    const read = readRhythm(texts, typed);
    if ('problems' in read) {
      return invalid(texts, rhythmModal(texts, token('settings.save'), 'settings', typed), read.problems);
    }
    if (read.rhythm.place === 'direct' && member.place !== 'direct') {
      await handling.stores.troubles.reached(member.id);
      await scheduleWelcome(handling, member);
    }
    // Proposed anew with the zone; the card shows it.
    const country = countryIn(member, read.rhythm.zone);
    return { kind: 'update', card: await change(handling, { ...member, ...read.rhythm, country }) };
  },
});

function quietModal(texts: Texts, from: string, to: string): Modal {
  const write = (name: 'from' | 'to', initial: string) =>
    ({
      kind: 'text',
      name,
      label: texts.say(`quiet.${name}`),
      hint: texts.say('quiet.hint'),
      required: true,
      multiline: false,
      maxLength: 10,
      initial,
      placeholder: texts.say('rhythm.time.example'),
    }) as const;
  return {
    token: token('settings.quiet-save'),
    title: texts.say('settings.quiet'),
    submit: texts.say('modal.save'),
    cancel: texts.say('modal.cancel'),
    inputs: [write('from', from), write('to', to)],
  };
}

const quiet = action({
  name: 'settings.quiet',
  answer: 'modal',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => {
    const { quietFrom, quietTo } = joined(handling);
    return { kind: 'modal', modal: quietModal(handling.texts, quietFrom, quietTo) };
  },
});

const quietSave = action({
  name: 'settings.quiet-save',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: async (handling, _args, pressed) => {
    const member = joined(handling);
    const { texts } = handling;
    const typed = { from: pressed.fields.from?.[0] ?? '', to: pressed.fields.to?.[0] ?? '' };
    const quietFrom = parseTime(typed.from);
    const quietTo = parseTime(typed.to);
    if (quietFrom !== null && quietTo !== null) {
      return { kind: 'update', card: await change(handling, { ...member, quietFrom, quietTo }) };
    }
    const problem = texts.say('problem.time');
    const problems = { ...(quietFrom === null && { from: problem }), ...(quietTo === null && { to: problem }) };
    return invalid(texts, quietModal(texts, typed.from, typed.to), problems);
  },
});

export const settingsActions = [open, edit, save, quiet, quietSave];
