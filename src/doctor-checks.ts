import { createKeyring } from '../adapters/crypto/keyring.ts';
import { checkDiscord } from '../adapters/discord/check.ts';
import { installLink } from '../adapters/discord/discord.ts';
import { type DatabaseFacts, inspectDatabase } from '../adapters/postgres/check.ts';
import { checkAppToken, checkBotToken } from '../adapters/slack/check.ts';
import type { Config, DiscordConfig, SlackConfig } from './config.ts';
import { databaseFindings } from './doctor/database.ts';
import { discordFindings, shardFindings } from './doctor/discord.ts';
import { settingFindings } from './doctor/environment.ts';
import { type Finding, sayingOf, wrong } from './doctor/findings.ts';
import { redisFindings } from './doctor/redis.ts';
import { refusingFindings } from './doctor/refusing.ts';
import { slackFindings } from './doctor/slack.ts';
import type { Cipher } from './engine/ports/cipher.ts';
import { inTime } from './in-time.ts';
import { silentLog } from './log.ts';

/** Longer than a start takes, shorter than a person at the terminal waits (ms). */
const PATIENCE_MS = 15_000;
/** Workspaces asked about at once: Slack counts calls for each of them apart. */
const ASKED_AT_ONCE = 10;
/** How far back deliveries are looked at (ms). */
const WEEK_MS = 7 * 86_400_000;

/** Looks at everything this Kith stands on, and changes nothing. Never rejects: what cannot be asked is a finding too. */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const { databaseUrl, redisUrl, slack, discord } = config;
  const cipher = readKeys(config);
  const findings = [...settingFindings(config)];
  if (cipher instanceof Error) findings.push(wrong(sayingOf(cipher), 'set it as .env.example says'));
  const database =
    databaseUrl === null ? null : lookInto(databaseUrl, cipher instanceof Error || cipher === null ? null : cipher);
  const areas: readonly Promise<readonly Finding[]>[] = [
    ...(database === null ? [] : [database.then(databaseFindings), database.then(toldOfRefusing)]),
    ...(redisUrl === null ? [] : [redisFindings(redisUrl)]),
    ...(slack === null ? [] : [askSlack(slack, database)]),
    ...(discord === null ? [] : [askDiscord(discord, database)]),
  ];
  return [...findings, ...(await Promise.all(areas)).flat()];
}

const toldOfRefusing = (facts: DatabaseFacts | Error) =>
  facts instanceof Error ? [] : refusingFindings(facts.refusing);

function readKeys({ encryptionKeys }: Config): Cipher | Error | null {
  if (encryptionKeys === null) return null;
  try {
    return createKeyring(encryptionKeys);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function lookInto(url: string, cipher: Cipher | null): Promise<DatabaseFacts | Error> {
  const since = Date.now() - WEEK_MS;
  return attempt(() => inspectDatabase({ url, cipher, since, log: silentLog }));
}

async function attempt<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await inTime(PATIENCE_MS, work);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function askSlack(
  { botToken, appToken, apiUrl }: SlackConfig,
  database: Promise<DatabaseFacts | Error> | null,
): Promise<readonly Finding[]> {
  const facts = botToken === null ? await database : null;
  const installed = facts === null || facts instanceof Error ? [] : facts.workspaces;
  const [bot, app] = await Promise.all([
    botToken === null ? null : attempt(() => checkBotToken(botToken, apiUrl)),
    appToken === null ? null : attempt(() => checkAppToken(appToken, apiUrl)),
  ]);
  const workspaces: { name: string; seen: Awaited<ReturnType<typeof checkBotToken>> }[] = [];
  for (let from = 0; from < installed.length; from += ASKED_AT_ONCE) {
    const some = installed.slice(from, from + ASKED_AT_ONCE).map(async ({ name, token }) => ({
      name,
      seen: unasked(await attempt(() => checkBotToken(token, apiUrl))),
    }));
    workspaces.push(...(await Promise.all(some)));
  }
  return slackFindings({ bot: unasked(bot), app: unasked(app), workspaces });
}

async function askDiscord(
  discord: DiscordConfig,
  database: Promise<DatabaseFacts | Error> | null,
): Promise<readonly Finding[]> {
  const facts = await database;
  const channels = facts === null || facts instanceof Error ? [] : facts.channels;
  const ours = channels.filter(({ platform }) => platform === 'discord').map(({ channel }) => channel);
  const seen = await attempt(() => checkDiscord(discord, ours));
  const gateways = facts === null || facts instanceof Error ? [] : facts.gateways;
  const gateway = gateways.find(({ application }) => application === discord.applicationId);
  return [...discordFindings(unasked(seen), installLink(discord.applicationId)), ...shardFindings(gateway ?? null)];
}

/** An answer that did not come in time, or could not be read. */
function unasked<T>(answer: T | Error): T | { readonly kind: 'unreachable'; readonly code: string } {
  return answer instanceof Error ? { kind: 'unreachable', code: answer.name } : answer;
}
