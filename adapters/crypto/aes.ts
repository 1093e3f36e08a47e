import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

/** Bytes of an AES-256 key. */
export const keyBytes = 32;

/**
 * 96 random bits, the nonce size GCM is made for (NIST SP 800-38D, 8.2.2). Random nonces are safe for 2^32 texts under one key;
 * each community has a key of its own.
 */
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce, ciphertext, tag. `context` is authenticated and not stored. */
export function encrypt(key: Uint8Array | KeyObject, context: Uint8Array | string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(bytes(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when the key or the context is another one, or a byte was changed. */
export function decrypt(key: Uint8Array | KeyObject, context: Uint8Array | string, sealed: Uint8Array): Buffer {
  if (sealed.length < nonceBytes + tagBytes) throw new Error('Sealed bytes are too short.');
  const nonce = sealed.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(bytes(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()]);
}

function bytes(context: Uint8Array | string): Uint8Array {
  return typeof context === 'string' ? Buffer.from(context, 'utf8') : context;
}
