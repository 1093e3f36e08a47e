import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyring, generateKeys } from '../../../adapters/crypto/keyring.ts';

const context = 'members.name:m1';
const keyOf = (fill: number, length = 32) => Buffer.alloc(length, fill).toString('base64');

test('any text opens as it was sealed, under its own key and context only', () => {
  const keyring = createKeyring(generateKeys());
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (text, where, elsewhere) => {
      fc.pre(where !== elsewhere);
      const key = keyring.newKey();
      const sealed = keyring.seal(key, where, text);
      expect(keyring.open(key, where, sealed)).toBe(text);
      expect(() => keyring.open(key, elsewhere, sealed)).toThrow('changed, moved');
      expect(() => keyring.open(keyring.newKey(), where, sealed)).toThrow('changed, moved');
    }),
  );
});

test('changing any byte of a sealed text, or cutting it short, is noticed', () => {
  const keyring = createKeyring(generateKeys());
  const key = keyring.newKey();
  const sealed = keyring.seal(key, context, 'a walk');
  for (const index of sealed.keys()) {
    const changed = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte));
    expect(() => keyring.open(key, context, changed)).toThrow();
    expect(() => keyring.open(key, context, sealed.subarray(0, index))).toThrow();
  }
});

test('the same text is never sealed to the same bytes', () => {
  const keyring = createKeyring(generateKeys());
  const key = keyring.newKey();
  const sealed = Array.from({ length: 100 }, () => Buffer.from(keyring.seal(key, context, 'same')).toString('hex'));
  expect(new Set(sealed).size).toBe(100);
});

test('a wrapped key opens in another process with the same operator key, and not without it', () => {
  const [old, fresh] = [`old:${keyOf(1)}`, `fresh:${keyOf(2)}`];
  const key = createKeyring(old).newKey();
  const sealed = createKeyring(old).seal(key, context, 'kept');
  expect(createKeyring(`${fresh},${old}`).open(key, context, sealed)).toBe('kept');
  expect(() => createKeyring(fresh).open(key, context, sealed)).toThrow('no key with id "old"');
  expect(() => createKeyring(`old:${keyOf(3)}`).open(key, context, sealed)).toThrow('key with id "old"');
});

test('rewrapping moves a key under the first operator key and leaves the texts as they are', () => {
  const old = createKeyring(`old:${keyOf(1)}`);
  const key = old.newKey();
  const sealed = old.seal(key, context, 'kept');
  const both = createKeyring(`fresh:${keyOf(2)}, old:${keyOf(1)}`);
  const rewrapped = both.rewrap(key);
  if (rewrapped === null) throw new Error('was not rewrapped');
  expect(both.rewrap(rewrapped)).toBeNull();
  expect(createKeyring(`fresh:${keyOf(2)}`).open(rewrapped, context, sealed)).toBe('kept');
});

test('a wrapped key that was changed is refused', () => {
  const keyring = createKeyring(generateKeys());
  const key = keyring.newKey();
  for (const index of key.keys()) {
    const changed = Uint8Array.from(key, (byte, at) => (at === index ? byte ^ 1 : byte));
    expect(() => keyring.seal(changed, context, 'text')).toThrow();
  }
});

test.each([
  ['empty', ''],
  ['no id', keyOf(1)],
  ['a wrong id', `my key:${keyOf(1)}`],
  ['not base64', `k1:${keyOf(1).replace('A', '!')}`],
  ['too short', `k1:${keyOf(1, 16)}`],
  ['too long', `k1:${keyOf(1, 33)}`],
  ['the same id twice', `k1:${keyOf(1)},k1:${keyOf(2)}`],
])('malformed keys (%s) are named by variable and shape, never by value', (_, value) => {
  const attempt = () => createKeyring(value);
  expect(attempt).toThrow(/^KITH_ENCRYPTION_KEYS .*id:base64 of 32 random bytes/);
  try {
    attempt();
  } catch (error) {
    for (const part of value.split(/[:,]/)) if (part.length > 8) expect(String(error)).not.toContain(part);
  }
});

test('generated keys are ones the keyring takes, and different each time', () => {
  expect(generateKeys(new Date('2026-03-02T00:00:00Z'))).toMatch(/^k20260302:/);
  expect(generateKeys()).not.toBe(generateKeys());
});

test('what is remembered of a community is its key, not the buffer that it came in', async () => {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  const collect = async () => {
    for (let round = 0; round < 3; round++) {
      gc();
      await nextTurn();
    }
  };
  const operator = generateKeys();
  const keyring = createKeyring(operator);
  const communities = Array.from({ length: 300 }, () => {
    const key = keyring.newKey();
    return { key: Uint8Array.from(key), sealed: Uint8Array.from(keyring.seal(key, context, 'a walk')) };
  });
  const reading = createKeyring(operator);
  await collect();
  const before = process.memoryUsage().arrayBuffers;
  for (const { key, sealed } of communities) {
    reading.open(key, context, sealed);
    // Other work in between: small buffers share a pool, and the next key lies in another one.
    Buffer.allocUnsafe(Math.floor(Buffer.poolSize / 2) - 1);
    Buffer.allocUnsafe(Math.floor(Buffer.poolSize / 2) - 1);
  }
  await collect();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000);
});
