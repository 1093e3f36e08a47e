/** The engine's only source of chance. */
export interface Random {
  /** A new identifier: 22 characters of base62, never all digits. */
  id(): string;
  /** A number in [0, 1). */
  fraction(): number;
}
