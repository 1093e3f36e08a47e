import type { Log } from '../src/engine/ports/log.ts';

/** Says that something around the queues is wrong, and where it was noticed. */
export type Trouble = (where: string, error: Error) => void;

const repeatAfterMs = 30_000;
/** More different messages than this are not remembered. */
const rememberedMessages = 100;

/** While a store is away every client of it repeats the same error several times a second: each is logged only now and then. */
export function troubleLog(log: Log): Trouble {
  const said = new Map<string, number>();
  return (where, error) => {
    const now = performance.now();
    if (now < (said.get(error.message) ?? 0)) return;
    if (said.size >= rememberedMessages) said.clear();
    said.set(error.message, now + repeatAfterMs);
    log.error('jobs.trouble', error, { where });
  };
}
