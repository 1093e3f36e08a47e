import { DiscordAPIError, WebhookClient } from 'discord.js';
import type { Log } from '../../src/engine/ports/log.ts';
import type { Reply } from '../../src/engine/reply.ts';
import { restOptions } from './api.ts';
import { renderReply } from './exchange.ts';
import { describeApiError, loggable } from './failures.ts';
import { giveAnnounced, privacyOf, type Webhook } from './giving.ts';
import type { DiscordSettings } from './settings.ts';
import type { Owed, OwedAnswers } from './store.ts';

const AT_ONCE = 20;

/** Gives the answers that processes announced and were killed before giving: what was asked for is done, and the replies stand beside the claims. */
export async function giveAbandoned(owed: OwedAnswers, settings: DiscordSettings, log: Log): Promise<void> {
  const found = await owed.abandoned(AT_ONCE);
  await Promise.all(found.map((one) => give(one, owed, settings, log)));
}

async function give(one: Owed, owed: OwedAnswers, settings: DiscordSettings, log: Log): Promise<void> {
  const { guild, claim, told, direct, token } = one;
  const client = new WebhookClient({ id: settings.applicationId, token }, { rest: restOptions(settings) });
  try {
    // Written by the engine and sealed since.
    const reply = JSON.parse(one.reply) as Reply;
    const message = renderReply(reply, direct ? guild : null);
    await giveAnnounced(client as Webhook, told, privacyOf(direct), reply.kind, message);
    log.info('discord.answered-for-another', { reply: reply.kind });
    await owed.given(guild, claim);
  } catch (error) {
    const code = error instanceof DiscordAPIError ? describeApiError(error) : undefined;
    log.warn('discord.abandoned', { code });
    // What Discord refuses it will refuse again; anything else is tried once more as long as the token lives.
    if (code !== undefined) await owed.given(guild, claim);
    else log.error('discord.abandoned', loggable(error));
  } finally {
    client.destroy();
  }
}
