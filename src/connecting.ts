import { generateKeys } from '../adapters/crypto/keyring.ts';
import { createDiscord, installLink } from '../adapters/discord/discord.ts';
import { checkBotToken } from '../adapters/slack/check.ts';
import { slackManifest } from '../adapters/slack/manifest.ts';
import { createSlack, type SlackInstallations } from '../adapters/slack/slack.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { agree, askFor, wanted } from './connect/asking.ts';
import { writeVariables } from './connect/env-file.ts';
import { commonSteps, discordSteps, manifestLink, slackSteps } from './connect/steps.ts';
import type { Terminal } from './connect/terminal.ts';
import { offerTestMessages } from './connect/test-message.ts';
import { problemFindings } from './doctor/environment.ts';
import { type Finding, lineOf, summaryOf } from './doctor/findings.ts';
import { examine } from './doctor-checks.ts';
import { describeCommands } from './engine/commands/describe.ts';
import { PlatformError } from './engine/errors.ts';
import { silentLog } from './log.ts';

/** What is set already. */
export type Environment = Readonly<Record<string, string | undefined>>;

function slackWay({ PUBLIC_URL: publicUrl }: Environment) {
  const reachable = publicUrl !== undefined && URL.canParse(publicUrl) ? publicUrl : null;
  const manifest = slackManifest(describeCommands('en'), { publicUrl: reachable });
  return { manifestLink: manifestLink(manifest), http: reachable !== null };
}

/** Every step, for whoever has no terminal to be asked in. */
export function allSteps(environment: Environment): readonly string[] {
  const applicationId = environment.DISCORD_APPLICATION_ID;
  return [
    'Slack',
    ...slackSteps(slackWay(environment)),
    '',
    'Discord',
    ...discordSteps(applicationId ? installLink(applicationId) : null),
    '',
    'Both',
    ...commonSteps(environment.KITH_ENCRYPTION_KEYS ? null : generateKeys()),
  ];
}

/** Leads one person to a real workspace or server, step by step; says whether Kith could start now. @throws Gone when they left */
export async function connect(terminal: Terminal, environment: Environment, envFile: string): Promise<boolean> {
  const entered = {
    ...(await askForPlatforms(terminal, environment)),
    ...(await askForOperator(terminal, environment)),
    ...(environment.KITH_ENCRYPTION_KEYS ? {} : { KITH_ENCRYPTION_KEYS: generateKeys() }),
  };
  await offerToWrite(terminal, entered, envFile);
  const config = readConfig({ ...environment, ...entered });
  if (config instanceof ConfigError) return tell(terminal, problemFindings(config.problems));
  if (config.slack === null && config.discord === null) {
    terminal.say('No tokens are set yet. Come back with npm run connect when you have them.');
    return false;
  }
  if (config.discord !== null) await registerAtDiscord(terminal, config.discord);
  const isWell = tell(terminal, await examine(config));
  if (isWell) await sendTests(terminal, config);
  return isWell;
}

async function askForPlatforms(terminal: Terminal, known: Environment): Promise<Record<string, string>> {
  const answer = await terminal.ask('Where do your people meet: Slack, Discord, or both? ');
  const onSlack = /slack|both|^s/i.test(answer);
  const onDiscord = /discord|both|^d/i.test(answer);
  if (!onSlack && !onDiscord) terminal.say('Neither, then: nothing of Slack or Discord is changed.');
  const slack = onSlack ? await askForSlack(terminal, known) : {};
  const discord = onDiscord ? await askForDiscord(terminal, known) : {};
  return { ...slack, ...discord };
}

async function askForSlack(terminal: Terminal, known: Environment): Promise<Record<string, string>> {
  const way = slackWay(known);
  for (const step of slackSteps(way)) terminal.say(step);
  return {
    ...(await askFor(terminal, known, wanted.botToken)),
    ...(await askFor(terminal, known, way.http ? wanted.signingSecret : wanted.appToken)),
  };
}

async function askForDiscord(terminal: Terminal, known: Environment): Promise<Record<string, string>> {
  const [create = '', copyId = '', copyToken = ''] = discordSteps(null);
  terminal.say(create);
  terminal.say(copyId);
  const application = await askFor(terminal, known, wanted.applicationId);
  terminal.say(copyToken);
  const token = await askFor(terminal, known, wanted.discordToken);
  const id = application.DISCORD_APPLICATION_ID ?? known.DISCORD_APPLICATION_ID;
  if (id) {
    terminal.say(discordSteps(installLink(id))[3] ?? '');
    await terminal.ask('Press Enter when Kith is in your server. ');
  }
  return { ...application, ...token };
}

async function askForOperator(terminal: Terminal, known: Environment): Promise<Record<string, string>> {
  if (known.KITH_OPERATOR) return {};
  const name = await terminal.ask(
    'Who hosts this Kith, as people will read it when they join? (Enter leaves it open): ',
  );
  // What .env cannot hold is left out of a name without harm.
  const writable = name.replaceAll(/["\r\n]/g, '').slice(0, 80);
  return writable === '' ? {} : { KITH_OPERATOR: writable };
}

async function offerToWrite(terminal: Terminal, entered: Record<string, string>, envFile: string): Promise<void> {
  const names = Object.keys(entered);
  if (names.length === 0) return;
  if (await agree(terminal, `Write ${names.join(', ')} into ${envFile}, readable by you alone?`)) {
    writeVariables(envFile, entered);
    terminal.say(`Written. All other lines of ${envFile} are as they were.`);
    return;
  }
  terminal.say('Nothing was written. Put them into the environment of Kith yourself before npm start.');
  const { KITH_ENCRYPTION_KEYS: keys } = entered;
  if (keys !== undefined) terminal.say(`The new encryption key, which is shown only now: KITH_ENCRYPTION_KEYS=${keys}`);
}

function readConfig(environment: Environment): Config | ConfigError {
  try {
    return parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** Says what was found; whether nothing is wrong. */
function tell(terminal: Terminal, findings: readonly Finding[]): boolean {
  for (const finding of findings) terminal.say(lineOf(finding));
  terminal.say(summaryOf(findings));
  return findings.every(({ level }) => level !== 'wrong');
}

async function registerAtDiscord(terminal: Terminal, settings: NonNullable<Config['discord']>): Promise<void> {
  const discord = createDiscord({ settings, log: silentLog });
  try {
    await discord.register();
    terminal.say('Discord has Kith’s commands.');
  } catch (error) {
    // Why it did not work, the checks that follow say better.
    if (!(error instanceof PlatformError)) throw error;
  } finally {
    await discord.stop();
  }
}

/** One workspace by its token: nothing is looked up. */
const noInstallations: SlackInstallations = {
  save: async () => undefined,
  find: async () => null,
  remove: async () => undefined,
};

async function sendTests(terminal: Terminal, { slack, discord }: Config): Promise<void> {
  const team = slack?.botToken ? await checkBotToken(slack.botToken, slack.apiUrl) : null;
  if (slack !== null && team?.kind === 'accepted') {
    const adapter = createSlack({ settings: slack, installations: noInstallations, log: silentLog });
    const workspace = { platform: 'slack', externalId: team.teamId, name: team.workspace };
    await offerTestMessages(terminal, adapter.platform, workspace, {
      channel: 'under the channel’s name, such as C0123456789',
      person: 'in your profile under “⋮”, such as U0123456789',
    });
    await adapter.stop();
  }
  if (discord !== null) {
    const adapter = createDiscord({ settings: discord, log: silentLog });
    await offerTestMessages(
      terminal,
      adapter.platform,
      { platform: 'discord', externalId: '', name: '' },
      { channel: 'right-click → Copy Channel ID', person: 'right-click → Copy User ID, in developer mode' },
    );
    await adapter.stop();
  }
}
