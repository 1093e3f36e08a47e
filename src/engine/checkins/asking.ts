import { choosePrompt } from '../content/choose-prompt.ts';
import { type Prompt, promptByKey, promptsOf } from '../content/prompts.ts';
import { textsIn } from '../content/texts.ts';
import type { EpochMs } from '../ids.ts';
import type { CommunityStores } from '../ports/stores.ts';
import type { Member } from '../records/member.ts';
import type { Occurrence, Program } from '../records/program.ts';

/** An occurrence whose question stands: from here on it keeps these words, whatever becomes of the program. */
export interface Asked {
  readonly occurrence: Occurrence & { readonly prompt: string; readonly question: string };
  readonly prompt: Prompt | null;
}

/**
 * Gives an occurrence its question: chooses the prompt the first time, and keeps it in the member's language as it was asked.
 * `null` when every category of the pack rests, and nothing is to be asked.
 */
export async function ask(
  stores: CommunityStores,
  program: Program,
  member: Member,
  occurrence: Occurrence,
  now: EpochMs,
): Promise<Asked | null> {
  const chosen = await chooseQuestion(stores, program, member, occurrence, now);
  if (chosen?.isNew) {
    await stores.occurrences.save(chosen.occurrence);
    await stores.prompts.see(member.id, chosen.occurrence.prompt, now);
  }
  return chosen;
}

/** What {@link ask} gives it, for those who keep it themselves where `isNew`. */
export async function chooseQuestion(
  stores: CommunityStores,
  program: Program,
  member: Member,
  occurrence: Occurrence,
  now: EpochMs,
): Promise<(Asked & { readonly isNew: boolean }) | null> {
  const { prompt: key, question } = occurrence;
  if (key !== null && question !== null) {
    return { occurrence: { ...occurrence, prompt: key, question }, prompt: promptByKey(key), isNew: false };
  }
  const seen = await stores.prompts.seen(member.id);
  const rests = await stores.prompts.rests(member.id);
  const prompt = choosePrompt(promptsOf(program.pack), seen, rests, now);
  if (prompt === null) return null;
  const asked = { ...occurrence, prompt: prompt.key, question: textsIn(member.language).say(prompt.key) };
  return { occurrence: asked, prompt, isNew: true };
}

/** Notes that the member has the card before them: from here on silence counts. */
export async function markShown<One extends Occurrence>(stores: CommunityStores, occurrence: One): Promise<One> {
  if (occurrence.state !== 'waiting') return occurrence;
  const shown = { ...occurrence, state: 'shown' as const };
  await stores.occurrences.save(shown);
  return shown;
}
