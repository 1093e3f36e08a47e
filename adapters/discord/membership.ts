import { RESTJSONErrorCodes as Code, Routes } from 'discord-api-types/v10';
import type { Log } from '../../src/engine/ports/log.ts';
import { loggable } from './failures.ts';
import { DiscordAPIError, type REST } from './rest-library.ts';

/** Somebody waits for the answer, and Discord waits three seconds for its first word (ms). */
const PATIENCE_MS = 1_500;
/** How long an answer is gone by (ms): who was there a moment ago is asked about seldom, who has come back is soon believed. */
const KEPT_MS = { there: 10 * 60_000, gone: 30_000 } as const;
const MOST_KEPT = 20_000;

/** They are not in the server, or we are not. */
const GONE: ReadonlySet<number | string> = new Set([
  Code.UnknownMember,
  Code.UnknownUser,
  Code.UnknownGuild,
  Code.MissingAccess,
]);

/**
 * Whether somebody is still in the server that a card in their direct messages names. There Discord says nothing of it, and old cards outlive a
 * membership: who was banned would go on acting among those who are there, and could join anew.
 */
export class Membership {
  readonly #rest: REST;
  readonly #log: Log;
  readonly #kept = new Map<string, { readonly isThere: boolean; readonly until: number }>();

  constructor(rest: REST, log: Log) {
    this.#rest = rest;
    this.#log = log;
  }

  /** Where Discord does not answer in time they are taken to be there: the daily look finds out. */
  async isThere(guild: string, person: string): Promise<boolean> {
    const key = `${guild} ${person}`;
    const known = this.#kept.get(key);
    if (known !== undefined && known.until > Date.now()) return known.isThere;
    try {
      await this.#rest.get(Routes.guildMember(guild, person), { signal: AbortSignal.timeout(PATIENCE_MS) });
      return this.#keep(key, true);
    } catch (error) {
      if (error instanceof DiscordAPIError && GONE.has(error.code)) return this.#keep(key, false);
      this.#log.warn('discord.membership-unknown', { cause: loggable(error) });
      return true;
    }
  }

  #keep(key: string, isThere: boolean): boolean {
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, { isThere, until: Date.now() + KEPT_MS[isThere ? 'there' : 'gone'] });
    return isThere;
  }
}
