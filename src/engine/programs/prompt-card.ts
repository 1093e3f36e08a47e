import { button, buttons, card, context, text } from '../card/build.ts';
import type { Button, Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Asked } from '../checkins/asking.ts';
import { checkInCard } from '../checkins/checkin-card.ts';
import { tieToRemember } from '../circles/layers.ts';
import type { Texts } from '../content/texts.ts';
import type { EpochMs, TieId } from '../ids.ts';
import type { CommunityStores } from '../ports/stores.ts';
import type { Member } from '../records/member.ts';
import type { Answer, Program } from '../records/program.ts';

/** A prompt as its kind of program shows it; `null` when there is nothing to prompt for (no tie is due). */
export async function promptCard(
  stores: CommunityStores,
  texts: Texts,
  member: Member,
  program: Program,
  asked: Asked,
  now: EpochMs,
): Promise<Card | null> {
  const answer = program.kind === 'check-in' ? await stores.answers.get(asked.occurrence.id) : null;
  const tie = program.kind === 'reach-out' ? tieToRemember(await stores.ties.of(member.id), now) : null;
  if (program.kind === 'reach-out' && tie === null) return null;
  return drawPrompt(texts, member, program, asked, answer, tie?.id ?? null);
}

/** Draws what {@link promptCard} looked up. */
export function drawPrompt(
  texts: Texts,
  member: Member,
  program: Program,
  asked: Asked,
  answer: Answer | null,
  tie: TieId | null,
): Card {
  const { occurrence } = asked;
  switch (program.kind) {
    case 'check-in':
      return checkInCard(texts, member, asked, answer);
    case 'gratitude':
      return nudge(texts, asked, texts.say('nudge.gratitude', { question: occurrence.question }), [
        button(texts.say('checkin.write'), token('nudge.write', occurrence.id), 'primary'),
      ]);
    case 'reach-out':
      // Who it is opens on a tap: a name would stand on the lock screen.
      return nudge(texts, asked, occurrence.question, [
        button(texts.say('note.open'), token('nudge.open', occurrence.id, tie ?? ''), 'primary'),
      ]);
    default:
      return program.kind satisfies never;
  }
}

function nudge(texts: Texts, { occurrence }: Asked, said: string, first: readonly Button[]): Card {
  return card(
    texts.say('card.neutral'),
    text(said),
    buttons(
      ...first,
      button(texts.say('checkin.not-today'), token('checkin.skip', occurrence.id)),
      button(texts.say('reachout.less'), token('nudge.less', occurrence.id)),
      button(texts.say('checkin.why'), token('checkin.why', occurrence.id)),
    ),
    context(texts.say('card.only-you')),
  );
}
