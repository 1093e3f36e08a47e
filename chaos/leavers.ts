import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../adapters/postgres/database.ts';
import { systemClock } from '../src/clock.ts';
import { token } from '../src/engine/card/token.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { InboundEvent, Installation } from '../src/engine/event.ts';
import type { Log } from '../src/engine/ports/log.ts';
import type { Platform } from '../src/engine/ports/platform.ts';
import { systemRandom } from '../src/random.ts';
import type { Seeded } from './seeded.ts';

/** What people do who want nothing more for now, in order. */
const ways = {
  snooze: [{ command: 'kith snooze', input: { for: '2w' } }],
  leave: [{ command: 'kith leave', input: {} }],
  erase: [{ command: 'kith leave', input: {} }, { token: token('leave.erase') }],
} as const;

export interface Gone {
  readonly way: keyof typeof ways;
  /** When the answer was there: from here on nothing may come but what was on its way. */
  readonly at: number;
}

const noPlatform: Pick<Platform, 'features'> = { features: { profileZone: true, directByDefault: true } };

/** Lets one person go away in one of the ways, through the engine of a process that only receives. It tries until it is told. */
export async function goAway(
  database: Database,
  installation: Installation,
  person: string,
  chance: Seeded,
): Promise<Gone> {
  const way = chance.pick(['snooze', 'leave', 'erase'] as const);
  let failed = false;
  const log: Log = {
    info: () => undefined,
    warn: () => undefined,
    error: () => {
      failed = true;
    },
  };
  const engine = createEngine({
    transactor: database.transactor,
    platforms: { of: () => noPlatform as Platform },
    scheduler: { schedule: async () => undefined },
    clock: systemClock,
    random: systemRandom,
    log,
    operator: null,
  });
  const acting = { externalId: person, name: person, locale: 'en-GB', zone: 'UTC', organizer: false, ordinary: true };
  for (const step of ways[way]) {
    const origin = { installation, person: acting, place: { channel: 'C', direct: false }, claim: systemRandom.id() };
    const event: InboundEvent =
      'command' in step
        ? { kind: 'command', origin, mentioned: {}, ...step }
        : { kind: 'action', origin, mentioned: {}, values: [], ...step };
    do {
      failed = false;
      await engine.handle(event);
      if (failed) await wait(200);
    } while (failed);
  }
  return { way, at: Date.now() };
}
