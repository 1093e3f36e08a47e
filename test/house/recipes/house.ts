import { createCalendar } from '../../../adapters/calendar/calendar.ts';
import { createKeyring, generateKeys } from '../../../adapters/crypto/keyring.ts';
import { openDatabase } from '../../../adapters/postgres/database.ts';
import { systemStopwatch } from '../../../src/clock.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';
import type { Log } from '../../../src/engine/ports/log.ts';
import type { Features, Platform } from '../../../src/engine/ports/platform.ts';
import { systemRandom } from '../../../src/random.ts';
import { Guest } from './guest.ts';
import { paperPlatform, type Sheet } from './paper.ts';

/** Sunday noon in Greenwich: Monday is a day away for everyone. */
export const SUNDAY = Date.parse('2026-11-22T12:00:00Z');
export const DAY = 86_400_000;
/** As on Discord: the zone is asked, and prompts wait behind a post. */
export const discordLike: Features = { profileZone: false, directByDefault: false, absences: 0 };
/** As on Slack: the profile tells the zone, and prompts come by direct message. */
export const slackLike: Features = { profileZone: true, directByDefault: true, absences: 0 };

/** Nothing may go wrong behind our back. */
const strict: Log = {
  info() {},
  warn(event, fields) {
    throw new Error(`${event} ${JSON.stringify(fields)}`);
  },
  error(event, cause) {
    throw new Error(event, { cause });
  },
};

/** The real engine on a real database, with people on a platform called `paper`. */
export interface House {
  readonly close: () => Promise<void>;
  /** What was sent, oldest first. */
  readonly table: readonly Sheet[];
  /** Moves the clock to this moment; what falls due on the way happens in its order. */
  moveTo(at: number): Promise<void>;
  guest(name: string, how?: { readonly organizer: boolean }): Guest;
}

/** @param url of an empty database */
export async function openHouse(url: string, features: Features): Promise<House> {
  const cipher = createKeyring(generateKeys());
  const database = await openDatabase({ url, cipher, log: strict });
  await database.migrate();
  const { platform, table } = paperPlatform(features);
  const byName: ReadonlyMap<string, Platform> = new Map([['paper', platform]]);
  const waiting = new Map<DeliveryId, number>();
  let now = SUNDAY;
  const engine = createEngine({
    transactor: database.transactor,
    platforms: {
      of(name) {
        const found = byName.get(name);
        if (found === undefined) throw new Error(`no platform ${name}`);
        return found;
      },
      all: () => [...byName],
    },
    scheduler: {
      schedule: async (due) => {
        for (const { id, at } of due) waiting.set(id, at);
      },
    },
    clock: { now: () => now },
    stopwatch: systemStopwatch,
    calendar: createCalendar(strict),
    random: systemRandom,
    log: strict,
    operator: 'the neighbourhood house',
  });
  return {
    table,
    guest: (name, { organizer } = { organizer: false }) =>
      new Guest(engine, { name, organizer, zone: features.profileZone ? 'Europe/London' : null }),
    async moveTo(at) {
      await settle(engine, waiting, now);
      for (let next = await engine.nextAt(); next !== null && next <= at; next = await engine.nextAt()) {
        if (next <= now) throw new Error('something is due and cannot be done');
        now = next;
        await settle(engine, waiting, now);
      }
      now = at;
    },
    close: () => database.close(),
  };
}

async function settle(engine: Engine, waiting: Map<DeliveryId, number>, now: number): Promise<void> {
  await engine.expire();
  await engine.plan();
  for (const [id, at] of waiting) {
    if (at > now) continue;
    waiting.delete(id);
    const ended = await engine.deliver(id);
    if (ended !== 'done') throw new Error(`not delivered at its time, but ${ended.againInMs} ms later`);
  }
}
