import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { OperatorError } from '../../src/engine/errors.ts';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import { decrypt, encrypt, keyBytes } from './aes.ts';
import { type OperatorKey, parseOperatorKeys } from './operator-keys.ts';

export { generateKeys } from './operator-keys.ts';

/** First byte of everything written here, so that another scheme can be told apart from this one later. */
const version = 1;
/** Unwrapped community keys kept in memory; some hundred bytes each. */
const remembered = 10_000;

/**
 * The cipher on the operator's keys.
 *
 * A wrapped key is: version, length of the id, id, AES-256-GCM of the key (with all before it authenticated).
 * A sealed text is: version, AES-256-GCM of the text, with its context authenticated.
 * @param keys the value of `KITH_ENCRYPTION_KEYS`
 */
export function createKeyring(keys: string): Cipher {
  const operatorKeys = parseOperatorKeys(keys);
  const [newest] = operatorKeys;
  const byId = new Map(operatorKeys.map((key) => [key.id, key]));
  const unwrapped = boundedMemory<KeyObject>(remembered);

  /** Not as bytes: 32 of them are a slice of a Buffer's pool, and would keep all its 64 kB as long as they are remembered. */
  function keyOf(wrappedKey: Uint8Array): KeyObject {
    return unwrapped(view(wrappedKey).toString('latin1'), () => createSecretKey(unwrap(byId, wrappedKey)));
  }

  return {
    newKey: () => wrap(newest, randomBytes(keyBytes)),
    seal(wrappedKey, context, text) {
      return Buffer.concat([Buffer.of(version), encrypt(keyOf(wrappedKey), context, Buffer.from(text, 'utf8'))]);
    },
    open(wrappedKey, context, sealed) {
      const key = keyOf(wrappedKey);
      requireVersion(sealed);
      try {
        return decrypt(key, context, sealed.subarray(1)).toString('utf8');
      } catch (cause) {
        throw new Error(`The sealed text of ${context} was changed, moved, or sealed with another key.`, { cause });
      }
    },
    rewrap(wrappedKey) {
      return header(wrappedKey).id === newest.id ? null : wrap(newest, unwrap(byId, wrappedKey));
    },
  };
}

function wrap(operatorKey: OperatorKey, key: Uint8Array): Buffer {
  const id = Buffer.from(operatorKey.id, 'latin1');
  const head = Buffer.concat([Buffer.of(version, id.length), id]);
  return Buffer.concat([head, encrypt(operatorKey.key, head, key)]);
}

function unwrap(byId: ReadonlyMap<string, OperatorKey>, wrappedKey: Uint8Array): Uint8Array {
  const { id, bytes } = header(wrappedKey);
  const operatorKey = byId.get(id);
  if (!operatorKey) {
    throw new OperatorError(`KITH_ENCRYPTION_KEYS has no key with id "${id}", under which stored data is encrypted.`);
  }
  try {
    return decrypt(operatorKey.key, bytes, wrappedKey.subarray(bytes.length));
  } catch (cause) {
    throw new OperatorError(
      `The key with id "${id}" in KITH_ENCRYPTION_KEYS is not the one stored data is encrypted under.`,
      { cause },
    );
  }
}

function header(wrappedKey: Uint8Array): { readonly id: string; readonly bytes: Uint8Array } {
  requireVersion(wrappedKey);
  const bytes = wrappedKey.subarray(0, 2 + (wrappedKey[1] ?? 0));
  return { id: view(bytes.subarray(2)).toString('latin1'), bytes };
}

function requireVersion(bytes: Uint8Array): void {
  if (bytes[0] !== version) throw new Error('These bytes were not sealed by this version of Kith.');
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Remembers `limit` results; what was not asked for the longest is forgotten first. */
function boundedMemory<T>(limit: number): (name: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (name, make) => {
    const value = known.get(name) ?? make();
    // A Map keeps the order of insertion: deleting and adding makes this one the youngest.
    known.delete(name);
    known.set(name, value);
    const [oldest] = known.keys();
    if (known.size > limit && oldest !== undefined) known.delete(oldest);
    return value;
  };
}
