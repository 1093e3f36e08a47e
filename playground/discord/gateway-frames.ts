import { z } from 'zod';

/** What an app sends over the gateway. https://docs.discord.com/developers/events/gateway-events#send-events */
export const frame = z.object({ op: z.int(), d: z.unknown().optional() });

export const identify = z.object({
  token: z.string(),
  intents: z.int().nonnegative(),
  properties: z.record(z.string(), z.unknown()),
  shard: z.tuple([z.int().nonnegative(), z.int().positive()]).optional(),
  compress: z.boolean().optional(),
  large_threshold: z.int().optional(),
  presence: z.unknown().optional(),
});

export const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int().nonnegative() });

export const heartbeat = z.int().nullable();

/** Both `Bot abc` and `abc` are accepted in a token of the gateway. */
export const bareToken = (token: string): string => token.replace(/^Bot /, '');

/** Close codes. https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
export const closeCodes = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  invalidShard: 4010,
  shardingRequired: 4011,
  invalidApiVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;
