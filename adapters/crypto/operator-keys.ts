import { randomBytes } from 'node:crypto';
import { OperatorError } from '../../src/engine/errors.ts';
import { keyBytes } from './aes.ts';

/** One of the operator's keys; they wrap the communities' keys and nothing else. */
export interface OperatorKey {
  readonly id: string;
  readonly key: Uint8Array;
}

const variable = 'KITH_ENCRYPTION_KEYS';
const shape = 'id:base64 of 32 random bytes, several separated by commas, the newest first';
/** The id is written before every wrapped key, its length in one byte. */
const idPattern = /^[A-Za-z0-9_-]{1,32}$/;

/** A value for `KITH_ENCRYPTION_KEYS` with one new key, named after the day it was made. */
export function generateKeys(now: Date = new Date()): string {
  return `k${now.toISOString().slice(0, 10).replaceAll('-', '')}:${randomBytes(keyBytes).toString('base64')}`;
}

/**
 * Reads `KITH_ENCRYPTION_KEYS`. The first key wraps new keys, every key unwraps.
 * @throws OperatorError that names the variable and what it should be; the value itself is a secret and never in the message.
 */
export function parseOperatorKeys(value: string): readonly [OperatorKey, ...OperatorKey[]] {
  const [first, ...others] = value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseOne);
  if (first === undefined) throw malformed('is empty');
  const keys = [first, ...others] as const;
  if (new Set(keys.map((key) => key.id)).size < keys.length) throw malformed('has two keys with the same id');
  return keys;
}

function parseOne(part: string, index: number): OperatorKey {
  const colon = part.indexOf(':');
  const which = `key number ${index + 1}`;
  if (colon < 0) throw malformed(`has no "id:" before ${which}`);
  const id = part.slice(0, colon);
  if (!idPattern.test(id)) throw malformed(`has a wrong id for ${which} (1 to 32 letters, digits, "-" or "_")`);
  const encoded = part.slice(colon + 1);
  const key = Buffer.from(encoded, 'base64');
  // Buffer.from skips what is not base64, so a mistyped key would silently be another one.
  if (key.toString('base64') !== encoded) throw malformed(`has a ${which} that is not base64`);
  if (key.length !== keyBytes) throw malformed(`has a ${which} of ${key.length} bytes instead of ${keyBytes}`);
  return { id, key };
}

function malformed(problem: string): OperatorError {
  return new OperatorError(`${variable} ${problem}. It should be ${shape}.`);
}
