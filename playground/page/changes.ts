import type { LocalPlatform } from '../driver.ts';

/** Many changes at once (a day moved forward) are told together. */
const GATHER_MS = 80;
/** A word now and then keeps the connection open and finds out that it is closed. */
const HEARTBEAT_MS = 20_000;

export interface Changes {
  tell(): void;
  /** Calls `send` after changes until the listener given to `onEnd` is called; resolves then. */
  follow(send: () => Promise<void>, onEnd: (listener: () => void) => void): Promise<void>;
}

/** Tells the open pages that something visible changed on any of the platforms. */
export function watchChanges(platforms: readonly LocalPlatform[]): Changes {
  const followers = new Set<() => void>();
  let gathering: NodeJS.Timeout | undefined;
  const tell = () => {
    if (followers.size === 0 || gathering !== undefined) return;
    gathering = setTimeout(() => {
      gathering = undefined;
      for (const follower of [...followers]) follower();
    }, GATHER_MS);
  };
  for (const platform of platforms) platform.onChange(tell);
  return {
    tell,
    async follow(send, onEnd) {
      const ended = Promise.withResolvers<void>();
      // A page that went away is noticed by its connection's end, which `onEnd` tells.
      const follower = () => void send().catch(ended.resolve);
      followers.add(follower);
      const heartbeat = setInterval(follower, HEARTBEAT_MS).unref();
      onEnd(ended.resolve);
      follower();
      await ended.promise;
      clearInterval(heartbeat);
      followers.delete(follower);
    },
  };
}
