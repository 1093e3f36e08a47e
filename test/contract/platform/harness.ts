import { afterEach, beforeEach, expect } from 'vitest';
import type { Actor, LocalPlatform, Person, Seen } from '../../../playground/driver.ts';
import type { CommandDescription } from '../../../src/engine/commands/spec.ts';
import type { Installation } from '../../../src/engine/event.ts';
import type { Log } from '../../../src/engine/ports/log.ts';
import type { Destination, Platform } from '../../../src/engine/ports/platform.ts';
import { commands } from './cards.ts';
import { type Inbound, ScriptedInbound } from './scripted-inbound.ts';

/** A real adapter joined to a local platform, not yet started. */
export interface PlatformUnderTest {
  readonly platform: Platform;
  readonly installation: Installation;
  readonly local: LocalPlatform;
  /** Connects the adapter; resolves when it receives. */
  start(inbound: Inbound): Promise<void>;
  /** Stops the adapter and the local platform. */
  stop(): Promise<void>;
  /** Matches the request that {@link Platform.send} posts the message with, for faults. */
  readonly posting: string | RegExp;
  /** Longest running text one card of this platform can show whole, in characters. */
  readonly longestText: number;
  /** Whether the message would ring for somebody or everybody. */
  rings(seen: Seen): boolean;
  /** Whether a refused modal stays open with its problems inside (Slack) or is closed and can be reopened by a button (Discord). */
  readonly problemsInModal: boolean;
  readonly thanking: Thanking;
  /** Brings about destinations that refuse. */
  readonly refusing: {
    unreachablePerson(): Promise<Destination>;
    gonePerson(): Promise<Destination>;
    goneChannel(): Promise<Destination>;
  };
}

/** Where *Thank* is offered beside the commands. */
interface Thanking {
  /** Calls it on a person where the platform has a menu for that (Discord), on nothing else (Slack); returns whom the event has to name. */
  onPerson(actor: Actor, person: Actor): Promise<string | null>;
  onMessage(actor: Actor, message: Seen): Promise<void>;
  /** Something that a person wrote. */
  written(author: Actor): Promise<Seen>;
  /** Somebody who was here and left. */
  readonly departed: Pick<Person, 'id' | 'name'>;
}

export interface Making {
  /** To be given to the adapter, so that the contract can read what was logged. */
  readonly log: Log;
  /** To be given to the adapter in place of `describeCommands`. */
  readonly commands: readonly CommandDescription[];
}

export type MakePlatform = (making: Making) => Promise<PlatformUnderTest>;

/** What a test of the contract stands on: everything is made anew for each test. */
export interface Bench {
  readonly it: PlatformUnderTest;
  readonly script: ScriptedInbound;
  readonly logged: readonly string[];
  /** Refusals the test provoked on purpose; all others fail it. */
  expectRefusals(): void;
}

/** Keeps what is logged as lines, errors with their messages and causes, as an operator would find them. */
export function keptLog(lines: string[]): Log {
  const causes = (cause: unknown): string =>
    cause instanceof Error
      ? `${cause.stack ?? cause.message} ${JSON.stringify(cause)} ${causes(cause.cause)}`
      : `${JSON.stringify(cause)}`;
  const say = (event: string, fields?: object) => void lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  return {
    info: say,
    warn: say,
    error: (event, cause, fields) => say(`${event} ${causes(cause)}`, fields),
  };
}

/** Makes the platform before each test and checks after it that nothing was refused and no member text was logged. */
export function useBench(make: MakePlatform): () => Bench {
  let bench: (Bench & { allowsRefusals: boolean }) | undefined;
  beforeEach(async () => {
    const logged: string[] = [];
    const script = new ScriptedInbound();
    const it = await make({ log: keptLog(logged), commands });
    await it.start(script);
    await it.local.connected();
    bench = {
      it,
      script,
      logged,
      allowsRefusals: false,
      expectRefusals() {
        this.allowsRefusals = true;
      },
    };
  });
  afterEach(async () => {
    const ended = bench;
    bench = undefined;
    if (!ended) return;
    await ended.it.stop();
    if (!ended.allowsRefusals) expect(ended.it.local.refusals).toEqual([]);
    for (const line of ended.logged) expect(line).not.toContain(SECRET);
  });
  return () => {
    if (!bench) throw new Error('no platform was made');
    return bench;
  };
}

/** Stands in every text that a member writes in the contract; it must never be logged. */
export const SECRET = 'marmalade';
