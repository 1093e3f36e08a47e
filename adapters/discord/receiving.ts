import { Client, Events, type GatewayDispatchPayload, type Interaction, Options } from 'discord.js';
import { restOptions } from './api.ts';
import type { Heeding } from './heeding.ts';
import type { DiscordSettings } from './settings.ts';

/** The library's own way from what the gateway sends to an interaction; its types do not show it. */
interface WithActions {
  readonly actions: { readonly InteractionCreate: { handle(data: object): void } };
}

/**
 * The library without its own gateway, which knows no other process's sessions: here it only makes interactions of what ours receives, and answers
 * them. Nothing that people write is kept: no messages, no members.
 */
export class Receiving {
  readonly #client: Client;

  constructor(settings: DiscordSettings, heeding: Heeding | null) {
    this.#client = new Client({
      intents: [],
      allowedMentions: { parse: [], repliedUser: false },
      // Answers to interactions are not bound to the bot's global limit (topics/rate-limits#global-rate-limit).
      rest: { ...restOptions(settings), globalRequestsPerSecond: Number.POSITIVE_INFINITY },
      makeCache: Options.cacheWithLimits({
        ...Options.DefaultMakeCacheSettings,
        MessageManager: 0,
        GuildMemberManager: 0,
        UserManager: 0,
      }),
    });
    heeding?.hear(this.#client.rest);
  }

  interactionOf({ d }: Extract<GatewayDispatchPayload, { t: 'INTERACTION_CREATE' }>): Interaction | null {
    let made: Interaction | null = null;
    const keep = (interaction: Interaction) => {
      made = interaction;
    };
    this.#client.once(Events.InteractionCreate, keep);
    (this.#client as unknown as WithActions).actions.InteractionCreate.handle(d);
    this.#client.off(Events.InteractionCreate, keep);
    return made;
  }

  async stop(): Promise<void> {
    await this.#client.destroy();
  }
}
