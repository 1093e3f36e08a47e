import { button, buttons, card, context, text } from '../card/build.ts';
import type { Block, Button, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Choice, Prompt } from '../content/prompts.ts';
import type { Texts } from '../content/texts.ts';
import type { Member } from '../records/member.ts';
import type { Answer, Occurrence } from '../records/program.ts';
import type { Asked } from './asking.ts';

/** The card of one check-in: as long as nothing is answered the question, afterwards what was received and where it may lead. */
export function checkInCard(texts: Texts, member: Member, asked: Asked, answer: Answer | null): Card {
  return answer === null ? questionCard(texts, member, asked) : receivedCard(texts, asked, answer);
}

function questionCard(texts: Texts, member: Member, { occurrence, prompt }: Asked): Card {
  const choices = prompt?.choices ?? [];
  const greeting = texts.say(choices.length > 0 ? 'checkin.ask' : 'checkin.ask-open', {
    name: member.name,
    question: occurrence.question,
  });
  return card(
    texts.say('card.neutral'),
    text(greeting),
    choices.length > 0 ? buttons(...choiceButtons(texts, occurrence, choices, null)) : null,
    buttons(
      words(texts, occurrence, choices.length > 0 ? 'checkin.more' : 'checkin.write'),
      button(texts.say('checkin.not-today'), token('checkin.skip', occurrence.id)),
      button(texts.say('checkin.less'), token('checkin.less', occurrence.id)),
      button(texts.say('checkin.why'), token('checkin.why', occurrence.id)),
    ),
    context(texts.say('card.only-you')),
  );
}

function receivedCard(texts: Texts, { occurrence, prompt }: Asked, answer: Answer): Card {
  const choices = prompt?.choices ?? [];
  const chosen = choices.find((choice) => choice === answer.choice) ?? null;
  return card(
    texts.say('card.neutral'),
    text(texts.say('checkin.received')),
    text([{ kind: 'bold', text: answer.question }]),
    chosen === null ? null : text(texts.say(`choice.${chosen}`)),
    answer.words === null ? null : { kind: 'quote', text: answer.words },
    ...(chosen === null ? [] : leadsTo(texts, occurrence, chosen)),
    choices.length > 0 ? context(texts.say('checkin.change-by-tap')) : null,
    choices.length > 0 ? buttons(...choiceButtons(texts, occurrence, choices, chosen)) : null,
    buttons(words(texts, occurrence, answer.words === null ? 'checkin.more' : 'checkin.change-words')),
    context(texts.say('card.only-you')),
  );
}

function choiceButtons(
  texts: Texts,
  occurrence: Occurrence,
  choices: Prompt['choices'],
  chosen: Choice | null,
): readonly Button[] {
  return choices.map((choice) => {
    const label = choice === chosen ? `✓ ${texts.say(`choice.${choice}`)}` : texts.say(`choice.${choice}`);
    return button(label, token('checkin.answer', occurrence.id, choice), choice === chosen ? 'primary' : 'plain');
  });
}

function words(
  texts: Texts,
  occurrence: Occurrence,
  key: 'checkin.more' | 'checkin.write' | 'checkin.change-words',
): Button {
  return button(texts.say(key), token('checkin.words', occurrence.id));
}

/** Each choice leads somewhere in one more tap: to another person, or to quiet. */
function leadsTo(texts: Texts, { id }: Occurrence, choice: Choice): readonly Block[] {
  switch (choice) {
    case 'fine':
      return [
        text(texts.say('choice.fine.next')),
        buttons(button(texts.say('choice.fine.thank'), token('thanks.open'), 'primary'), enjoy(texts, id)),
      ];
    case 'say-hello':
      return [
        text(texts.say('choice.say-hello.next')),
        buttons(button(texts.say('choice.say-hello.whom'), token('hello.choose', 'hello', id), 'primary')),
      ];
    case 'a-hello':
      return [
        text(texts.say('choice.a-hello.next')),
        buttons(
          button(texts.say('choice.a-hello.whom'), token('hello.choose', 'welcome', id), 'primary'),
          somethingKind(texts),
        ),
      ];
    case 'a-hand':
      return [
        text(texts.say('choice.a-hand.next')),
        buttons(
          ...(['emotional', 'practical', 'informational', 'appraisal', 'esteem'] as const).map((kind) =>
            button(texts.say(`support.${kind}`), token('hello.choose', kind, id)),
          ),
        ),
        buttons(somethingKind(texts), button(texts.say('home.need-help'), token('resources.open'))),
      ];
    case 'quiet':
      return [text(texts.say('choice.quiet.next'))];
    default:
      return choice satisfies never;
  }
}

/** On a harder day: what somebody once thanked them for. */
function somethingKind(texts: Texts): Button {
  return button(texts.say('kind.something'), token('jar.one'));
}

function enjoy(texts: Texts, id: string): Button {
  return button(texts.say('choice.fine.enjoy'), token('checkin.enjoy', id));
}
