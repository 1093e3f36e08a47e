import type { Log } from '../../src/engine/ports/log.ts';
import type { Platform, Restraints } from '../../src/engine/ports/platform.ts';
import { admitting } from './admitting.ts';
import { restFor } from './api.ts';
import { DirectChannels, type KeptDirectChannels } from './direct-channels.ts';
import { Heeding } from './heeding.ts';
import { paces, REQUESTS_PER_SECOND, ratesOf } from './limits.ts';
import { DiscordPlatform } from './outbound.ts';
import { DefaultRestOptions } from './rest-library.ts';
import type { DiscordSettings } from './settings.ts';

/** Direct channels that one process opens at the same time. */
const OPENINGS_AT_ONCE = 8;

export interface DiscordSendingOptions {
  readonly settings: DiscordSettings;
  readonly log: Log;
  /**
   * What Discord takes of this bot; 50 unless told otherwise. The engine keeps to it by its pace; what comes above it in this process all
   * the same is not tried but answered `busy`.
   */
  readonly requestsPerSecond?: number;
  /** Where what Discord says about its limits is kept; not needed where nothing is sent by itself. */
  readonly restraints?: Restraints;
  /** Where the direct channels that were opened are kept; without it each process opens them anew. */
  readonly directChannels?: KeptDirectChannels;
  /** Against a local Discord whose limits are so many times faster; 1 unless told otherwise. */
  readonly compression?: number;
}

/** The half of the adapter that calls Discord, by REST alone: discord.js as a whole would be a quarter of a worker's memory. */
export interface DiscordSending {
  readonly platform: Platform;
  readonly heeding: Heeding | null;
  /** Lets go of its timers, once what it heard is kept. */
  stop(): Promise<void>;
}

export function sendingByDiscord({
  settings,
  log,
  requestsPerSecond = REQUESTS_PER_SECOND,
  compression = 1,
  restraints,
  directChannels,
}: DiscordSendingOptions): DiscordSending {
  const rates = ratesOf(requestsPerSecond, compression);
  const { makeRequest } = DefaultRestOptions;
  const connect = () =>
    restFor(settings, {
      globalRequestsPerSecond: requestsPerSecond * compression,
      ...(restraints && { makeRequest: admitting(restraints, paces.global(rates), makeRequest) }),
    });
  const rests = { all: connect(), opening: Array.from({ length: OPENINGS_AT_ONCE }, connect) };
  const each = [rests.all, ...rests.opening];
  const heeding = restraints ? new Heeding(rates, restraints, log) : null;
  for (const rest of each) heeding?.hear(rest);
  return {
    platform: new DiscordPlatform(
      rests,
      settings,
      rates,
      heeding,
      new DirectChannels(rests.opening, directChannels ?? null, log),
    ),
    heeding,
    async stop() {
      for (const rest of each) {
        rest.clearHandlerSweeper();
        rest.clearHashSweeper();
      }
      await heeding?.settled();
    },
  };
}
