import { type GatewayDispatchPayload, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { deadline } from './api.ts';

const page = z.array(z.object({ id: z.string(), name: z.string() }));
/** resources/user#get-current-user-guilds */
const PAGE = 200;
/** What is kept of a name; a process serves some thousand servers. */
const MOST_KEPT = 20_000;

/** Names of servers. Discord tells them when a session begins, not when one is resumed. */
export class GuildNames {
  readonly #names = new Map<string, string>();

  /** Empty when it is not known: it is only shown to organizers, and never asked for while somebody waits. */
  of(guild: string): string {
    return this.#names.get(guild) ?? '';
  }

  hear(payload: GatewayDispatchPayload): void {
    if (payload.t === 'GUILD_CREATE' || payload.t === 'GUILD_UPDATE') this.#keep(payload.d.id, payload.d.name);
  }

  /** Asks for all of them, page by page. @throws what discord.js throws */
  async ask(rest: REST): Promise<void> {
    let after = '0';
    for (;;) {
      const query = new URLSearchParams({ limit: String(PAGE), after });
      const guilds = page.parse(await rest.get(Routes.userGuilds(), { query, signal: deadline() }));
      for (const { id, name } of guilds) this.#keep(id, name);
      after = guilds.at(-1)?.id ?? '';
      if (guilds.length < PAGE || this.#names.size >= MOST_KEPT) return;
    }
  }

  #keep(guild: string, name: string): void {
    if (this.#names.size < MOST_KEPT || this.#names.has(guild)) this.#names.set(guild, name);
  }
}
