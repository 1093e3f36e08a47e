/** First millisecond of 2015, from which Discord counts ids. https://docs.discord.com/developers/reference#snowflakes */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;
const INCREMENTS_PER_MS = 4096n;

/** Returns a function that makes ids as Discord does: 42 bits of time, then a counter; each is greater than the last. */
export function createSnowflakes(now: () => number = Date.now): () => string {
  let last = 0n;
  return () => {
    const first = (BigInt(now()) - DISCORD_EPOCH_MS) * 1024n * INCREMENTS_PER_MS;
    last = first > last ? first : last + 1n;
    return last.toString();
  };
}

/** Orders ids by age; ids are numbers too large for `Number`. */
export function compareSnowflakes(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export const isSnowflake = (text: string): boolean => /^[1-9]\d{0,19}$/.test(text);
