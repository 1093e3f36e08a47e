import type { CommandDescription } from '../../src/engine/commands/describe.ts';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Platform, Restraints } from '../../src/engine/ports/platform.ts';
import type { Language } from '../../src/engine/records.ts';
import type { Inbound } from './answering.ts';
import { restFor } from './api.ts';
import { Gateway } from './gateway.ts';
import { Heeding } from './heeding.ts';
import { REQUESTS_PER_SECOND, ratesOf } from './limits.ts';
import { DiscordPlatform } from './outbound.ts';
import { registerCommands } from './registration.ts';
import type { DiscordSettings } from './settings.ts';

export type { Inbound } from './answering.ts';
export { installLink, registerCommands } from './registration.ts';
export type { DiscordSettings } from './settings.ts';

export interface Discord {
  readonly platform: Platform;
  /** Opens the gateway: only where inbound is wanted. Resolves when it receives. */
  start(inbound: Inbound): Promise<void>;
  connected(): boolean;
  /** Ends what is underway and closes the gateway. */
  stop(): Promise<void>;
  /** Registers the commands for all servers if they differ from what Discord has. */
  register(): Promise<void>;
}

export interface DiscordOptions {
  readonly settings: DiscordSettings;
  readonly log: Log;
  /** The commands as they are to be registered; the engine's own unless a test has others. */
  readonly describe?: (language: Language) => readonly CommandDescription[];
  /**
   * What Discord takes of this bot; 50 unless told otherwise. The engine keeps to it by its pace; what comes above it in this process all
   * the same is not tried but answered `busy`.
   */
  readonly requestsPerSecond?: number;
  /** Where what Discord says about its limits is kept; not needed where nothing is sent by itself. */
  readonly restraints?: Restraints;
  /** Against a local Discord whose limits are so many times faster; 1 unless told otherwise. */
  readonly compression?: number;
}

/** Discord for Kith. Sending works at once and by REST alone; receiving begins with `start`. */
export function createDiscord({
  settings,
  log,
  describe = describeCommands,
  requestsPerSecond = REQUESTS_PER_SECOND,
  compression = 1,
  restraints,
}: DiscordOptions): Discord {
  const rest = restFor(settings, requestsPerSecond * compression);
  const rates = ratesOf(requestsPerSecond, compression);
  const heeding = restraints ? new Heeding(rates, restraints, log) : null;
  heeding?.hear(rest);
  let gateway: Gateway | undefined;
  return {
    platform: new DiscordPlatform(rest, settings.applicationId, rates, heeding),
    async start(inbound) {
      if (gateway) throw new Error('the gateway was started before');
      gateway = new Gateway(settings, log, heeding);
      await gateway.start(inbound);
    },
    connected: () => gateway?.connected() ?? false,
    async stop() {
      await gateway?.stop();
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
      await heeding?.settled();
    },
    async register() {
      log.info('discord.commands', { outcome: await registerCommands(settings, describe) });
    },
  };
}
