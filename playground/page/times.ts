import type { LocalPlatform, Seen } from '../driver.ts';

/** Says at what time of the playground a message was written. Milliseconds since 1970. */
export type WrittenAt = (platform: LocalPlatform, message: Seen) => number;

/** How far the playground's time was ahead of the machine's, until this moment of the machine's time. */
interface Span {
  until: number;
  readonly ahead: number;
}

/** Two readings of the same offset differ by the milliseconds between them. */
const SAME_MS = 500;
/** Discord's snowflakes count from the first second of 2015. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/**
 * The local platforms stamp messages with the machine's time, as the real ones do, while the playground's time is moved. A message is told
 * at once as a change, so the offset noted at the first change after it is the one it was written under.
 */
export function showTimes(platforms: readonly LocalPlatform[], now: () => number): WrittenAt {
  const spans: Span[] = [];
  const note = () => {
    const until = Date.now();
    const ahead = now() - until;
    const last = spans.at(-1);
    if (last && Math.abs(last.ahead - ahead) < SAME_MS) last.until = until;
    else spans.push({ until, ahead });
  };
  for (const platform of platforms) platform.onChange(note);
  return (platform, message) => {
    const at = stampOf(platform, message);
    const span = spans.find(({ until }) => at <= until);
    return at + (span?.ahead ?? now() - Date.now());
  };
}

function stampOf({ platform }: LocalPlatform, { id }: Seen): number {
  switch (platform) {
    case 'slack':
      return Math.floor(Number(id) * 1000);
    case 'discord':
      return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
    default:
      return platform satisfies never;
  }
}
