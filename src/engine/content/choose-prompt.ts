import type { EpochMs } from '../ids.ts';
import type { Prompt } from './prompts.ts';

/**
 * The prompt to show next: of those whose category does not rest, the one seen least recently (never seen comes first, in the pack's order).
 * `null` when every category rests.
 */
export function choosePrompt(
  prompts: readonly Prompt[],
  seen: ReadonlyMap<string, EpochMs>,
  rests: ReadonlyMap<string, EpochMs>,
  now: EpochMs,
): Prompt | null {
  const awake = prompts.filter((prompt) => (rests.get(prompt.category) ?? 0) <= now);
  const seenAt = (prompt: Prompt) => seen.get(prompt.key) ?? Number.NEGATIVE_INFINITY;
  return awake.reduce<Prompt | null>(
    (best, prompt) => (best === null || seenAt(prompt) < seenAt(best) ? prompt : best),
    null,
  );
}
