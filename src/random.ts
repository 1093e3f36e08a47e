import { randomBytes } from 'node:crypto';
import type { Random } from './engine/ports/random.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 22;
/** The largest multiple of 62 in a byte: bytes above it are thrown away, so that every letter is equally likely. */
const FAIR = 248;

/** Bytes are drawn by the page: a call to the system for each identifier would cost more than all the rest of it. */
const PAGE = 4096;
let page = Buffer.alloc(0);
let used = 0;

function nextByte(): number {
  if (used === page.length) {
    page = randomBytes(PAGE);
    used = 0;
  }
  const byte = page[used] ?? 0;
  // What was given out is not kept.
  page[used] = 0;
  used += 1;
  return byte;
}

/** Unguessable identifiers (131 bits) and chance, from the system's randomness. */
export const systemRandom: Random = {
  id() {
    let id = '';
    while (id.length < LENGTH) {
      const byte = nextByte();
      if (byte < FAIR) id += LETTERS[byte % LETTERS.length];
    }
    return /^\d+$/.test(id) ? this.id() : id;
  },
  fraction: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
};
