/** What the engine says about its own work: names of events and identifiers, never text of a member. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, cause: unknown, fields?: Readonly<Record<string, unknown>>): void;
}
