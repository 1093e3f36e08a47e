import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasRoomForDelivery, readCustomId, writeCustomId } from '../../../adapters/discord/custom-id.ts';
import { MAX_TOKEN_LENGTH } from '../../../src/engine/card/token.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';

const tokens = fc.string({ maxLength: MAX_TOKEN_LENGTH });
const guilds = fc.option(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map(String));
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.split('');
const deliveries = fc
  .array(fc.constantFrom(...BASE62), { minLength: 22, maxLength: 22 })
  .map((characters) => characters.join('') as DeliveryId);
const ordinals = fc.integer({ min: 0, max: 35 });

test('every token of up to 76 characters fits with its server and comes back', () => {
  fc.assert(
    fc.property(tokens, guilds, ordinals, fc.constantFrom('token', 'reopen'), (token, guild, ordinal, kind) => {
      const customId = { kind, token, guild, ordinal, delivery: null } as const;
      const written = writeCustomId(customId);
      expect(written.length).toBeLessThanOrEqual(100);
      expect(readCustomId(written)).toEqual(customId);
    }),
  );
});

test('a delivery fits beside every token in a channel, and beside one of up to 63 characters in a direct message', () => {
  fc.assert(
    fc.property(tokens, guilds, deliveries, ordinals, (token, guild, delivery, ordinal) => {
      expect(hasRoomForDelivery(token, guild)).toBe(guild === null || token.length <= 63);
      if (!hasRoomForDelivery(token, guild)) return;
      const customId = { kind: 'token', token, guild, delivery, ordinal } as const;
      const written = writeCustomId(customId);
      expect(written.length).toBeLessThanOrEqual(100);
      expect(readCustomId(written)).toEqual(customId);
    }),
  );
});

test('whatever else comes in is read without failing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = readCustomId(text);
      if (read) expect(read.guild ?? '0').toMatch(/^\d+$/);
    }),
  );
  expect(readCustomId('join|yes')).toBeNull();
  expect(readCustomId('g0short')).toBeNull();
});
