import { randomBytes } from 'node:crypto';
import type { Random } from './engine/ports/random.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 22;
/** The largest multiple of 62 in a byte: bytes above it are thrown away, so that every letter is equally likely. */
const FAIR = 248;

/** Unguessable identifiers (131 bits) and chance, from the system's randomness. */
export const systemRandom: Random = {
  id() {
    let id = '';
    while (id.length < LENGTH) {
      for (const byte of randomBytes(LENGTH))
        if (byte < FAIR && id.length < LENGTH) id += LETTERS[byte % LETTERS.length];
    }
    return /^\d+$/.test(id) ? this.id() : id;
  },
  fraction: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
};
