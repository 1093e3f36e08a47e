import { card, text } from '../card/build.ts';
import type { Block, Card } from '../card/card.ts';
import { languages, textsIn } from '../content/texts.ts';
import { directory } from '../safety/helplines.ts';

/** Whose language nobody can say, since the platform does not tell who they are, hears all of them. */
const everywhere = languages.map(textsIn);

/**
 * What somebody hears from an adapter whose platform does not know this Kith there, or not any more. On their worst day it still leads to
 * people who listen.
 * @param written what they wrote with it, given back since it is not kept
 */
export function unconnectedCard(written: readonly string[]): Card {
  const lines = { kind: 'link', url: directory.reach } as const;
  const givenBack = everywhere.map((texts) => text(texts.say('modal.given-back')));
  const quotes = written.map((words): Block => ({ kind: 'quote', text: words }));
  return card(
    textsIn('en').say('card.neutral'),
    ...everywhere.map((texts) => text(texts.rich('unconnected', { lines }))),
    ...(quotes.length === 0 ? [] : [...givenBack, ...quotes]),
  );
}

/** The same beside what somebody wrote in a form that stays open. */
export function unconnectedForm(): string {
  return everywhere.map((texts) => texts.say('unconnected.form')).join(' · ');
}
