/** Encryption at rest: each community has a key of its own, wrapped by the operator's. Destroying the wrapped key destroys the text. */
export interface Cipher {
  /** A new community key, wrapped. */
  newKey(): Uint8Array;
  /** `context` (table, column, row) is authenticated, so that a sealed text cannot be moved to another row. */
  seal(wrappedKey: Uint8Array, context: string, text: string): Uint8Array;
  /** @throws Error when the key is unknown, or the text was changed or moved. */
  open(wrappedKey: Uint8Array, context: string, sealed: Uint8Array): string;
  /** The same key under the operator's newest key, or `null` when it already is. */
  rewrap(wrappedKey: Uint8Array): Uint8Array | null;
}
