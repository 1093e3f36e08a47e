import { onTestFinished } from 'vitest';
import { createDiscord, type Discord, type DiscordOptions } from '../../../adapters/discord/discord.ts';
import {
  type LocalDiscord,
  type LocalDiscordOptions,
  startLocalDiscord,
} from '../../../playground/discord/local-discord.ts';
import type { Installation } from '../../../src/engine/event.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';
import { commands } from '../../contract/platform/cards.ts';
import { keptLog } from '../../contract/platform/harness.ts';
import { ScriptedInbound } from '../../contract/platform/scripted-inbound.ts';
import { patientDiscord } from '../../servers/patience.ts';
import { sharedStore } from './records.ts';

export interface Fixture {
  readonly local: LocalDiscord;
  readonly discord: Discord;
  readonly installation: Installation;
  readonly script: ScriptedInbound;
  readonly logged: readonly string[];
}

/** A local Discord and the adapter, connected unless told otherwise; both end with the test. */
export async function joined(
  options: LocalDiscordOptions & { readonly connect?: boolean } & Partial<DiscordOptions> = {},
): Promise<Fixture> {
  const { connect = true, ...rest } = options;
  const local = await startLocalDiscord({ rateLimitFactor: 0, ...patientDiscord, ...rest });
  const logged: string[] = [];
  const script = new ScriptedInbound();
  const discord = createDiscord({
    settings: settingsOf(local),
    log: keptLog(logged),
    describe: () => commands,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    ...rest,
  });
  onTestFinished(async () => {
    await discord.stop();
    await local.stop();
  });
  if (connect) {
    await discord.register();
    await discord.start(script, await sharedStore(local));
    await local.connected();
  }
  return {
    local,
    discord,
    installation: { platform: 'discord', externalId: local.communityId, name: 'Harbour' },
    script,
    logged,
  };
}

export function settingsOf({ environment }: LocalDiscord) {
  return {
    token: environment.DISCORD_TOKEN ?? '',
    applicationId: environment.DISCORD_APPLICATION_ID ?? '',
    apiUrl: environment.DISCORD_API_URL ?? '',
    shards: null,
  };
}

export const deliveryId = (number: number): DeliveryId => `delivery${String(number).padStart(13, '0')}A` as DeliveryId;
