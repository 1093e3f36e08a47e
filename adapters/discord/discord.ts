import { describeCommands } from '../../src/engine/commands/describe.ts';
import type { CommandDescription } from '../../src/engine/commands/spec.ts';
import type { Platform } from '../../src/engine/ports/platform.ts';
import type { Language } from '../../src/engine/records/community.ts';
import type { Inbound } from './answering.ts';
import { Gateway } from './gateway.ts';
import { registerCommands } from './registration.ts';
import { type DiscordSendingOptions, sendingByDiscord } from './sending.ts';
import type { ShardsHeld, ShardTimes } from './shards.ts';
import type { DiscordStore } from './store.ts';

export type { Inbound } from './answering.ts';
export { installLink, registerCommands } from './registration.ts';
export type { DiscordSettings } from './settings.ts';

export interface Discord {
  readonly platform: Platform;
  /** Takes part in the gateway: only where inbound is wanted. Resolves when it receives, or stands by for others that do. */
  start(inbound: Inbound, store: DiscordStore): Promise<void>;
  connected(): boolean;
  /** The shards of the gateway that this process holds. */
  readonly shards: () => ShardsHeld;
  /** Ends what is underway and hands its shards over. */
  stop(): Promise<void>;
  /** Registers the commands for all servers if they differ from what Discord has. */
  register(): Promise<void>;
}

export interface DiscordOptions extends DiscordSendingOptions {
  /** The commands as they are to be registered; the engine's own unless a test has others. */
  readonly describe?: (language: Language) => readonly CommandDescription[];
  /** Other times of the leases of shards. */
  readonly times?: Partial<ShardTimes>;
}

/** Discord for Kith. Sending works at once and by REST alone; receiving begins with `start`. */
export function createDiscord({
  settings,
  log,
  describe = describeCommands,
  times = {},
  ...options
}: DiscordOptions): Discord {
  const sending = sendingByDiscord({ settings, log, ...options });
  let gateway: Gateway | undefined;
  return {
    platform: sending.platform,
    async start(inbound, store) {
      if (gateway) throw new Error('the gateway was started before');
      gateway = new Gateway({ settings, store, log, heeding: sending.heeding, times }, inbound);
      await gateway.start();
    },
    connected: () => gateway?.isWell() ?? false,
    shards: () => gateway?.shards() ?? { held: [], of: 0 },
    async stop() {
      await gateway?.stop();
      await sending.stop();
    },
    async register() {
      log.info('discord.commands', { outcome: await registerCommands(settings, describe) });
    },
  };
}
