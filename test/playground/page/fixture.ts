import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { type ApplicationCommandDataResolvable, type Client, Events, type Interaction } from 'discord.js';
import { Hono } from 'hono';
import type { Browser, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';
import type { LocalPlatform } from '../../../playground/driver.ts';
import { type MovableTime, playgroundPage } from '../../../playground/page/page.ts';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { patientSlack } from '../../servers/patience.ts';
import { call, localDiscord, loggedIn } from '../discord/fixture.ts';
import { type Diary, kithLike } from '../slack/kith-like.ts';

/** Monday, 2 March 2026, 09:00 UTC. */
export const MONDAY = Date.UTC(2026, 2, 2, 9);
export const HOUR = 3_600_000;

/** Time that stands still until it is moved; the next event is always a day away. */
export function standingTime(): MovableTime & { readonly moves: number[] } {
  let at = MONDAY;
  const moves: number[] = [];
  return {
    moves,
    now: () => at,
    next: async () => at + 24 * HOUR,
    async moveTo(to) {
      moves.push(to);
      at = to;
    },
  };
}

/** Serves the page as the composition does: mounted at `/` of a server on loopback. Gives its address. */
export async function servePage(platforms: readonly LocalPlatform[], time: MovableTime): Promise<string> {
  const app = new Hono().get('/healthz', (context) => context.json({ ok: true }));
  app.route('/', playgroundPage({ platforms, time }));
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Both platforms without an app, for what needs none. */
export async function emptyPlatforms(): Promise<{ slack: LocalSlack; discord: LocalDiscord }> {
  const slack = await startLocalSlack();
  onTestFinished(() => slack.stop());
  return { slack, discord: await localDiscord() };
}

export interface Opened {
  readonly slack: LocalSlack;
  readonly discord: LocalDiscord;
  /** What the app on Slack was told. */
  readonly diary: Diary;
  readonly client: Client<true>;
  readonly page: Page;
  readonly time: ReturnType<typeof standingTime>;
  readonly onSlack: Locator;
  readonly onDiscord: Locator;
  /** Everything that went wrong in the browser: refused by the content policy, thrown, or answered with an error. */
  readonly troubles: readonly string[];
}

/** The page in a browser, with the real Bolt and discord.js behind both platforms. */
export async function openPage(
  browser: Browser,
  options: LocalSlackOptions = {},
  menus: readonly ApplicationCommandDataResolvable[] = [],
): Promise<Opened> {
  const { prepare, diary } = kithLike();
  const slack = await startLocalSlack({ ...patientSlack, ...options });
  onTestFinished(() => slack.stop());
  await connectBolt(slack, prepare);
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  await client.application.commands.set([...menus]);
  const time = standingTime();
  const address = await servePage([slack, discord], time);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, timezoneId: 'Europe/London' });
  onTestFinished(() => page.close());
  page.setDefaultTimeout(20_000);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && troubles.push(message.text())));
  await page.goto(address);
  const onSlack = page.getByRole('region', { name: 'Slack', exact: true });
  const onDiscord = page.getByRole('region', { name: 'Discord', exact: true });
  await onDiscord.getByRole('log').waitFor();
  return { slack, discord, diary, client, page, time, onSlack, onDiscord, troubles };
}

const nothing = () => undefined;
const silent: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

/** The real Bolt, patient: beside a browser on a busy machine a short patience loses the connection. */
async function connectBolt(slack: LocalSlack, prepare: (app: App) => void): Promise<void> {
  const { SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '', SLACK_API_URL = '' } = slack.environment;
  const clientOptions = { slackApiUrl: SLACK_API_URL, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: SLACK_APP_TOKEN,
    logger: silent,
    clientPingTimeout: 20_000,
    installerOptions: { clientOptions },
  });
  const app = new App({ token: SLACK_BOT_TOKEN, receiver, logger: silent, clientOptions });
  prepare(app);
  await app.start();
  onTestFinished(async () => void (await app.stop()));
  await slack.connected();
}

/** What the app on Discord does with interactions. */
export function answering(client: Client, answer: (interaction: Interaction) => Promise<unknown>): void {
  client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
}

/** Acts as somebody else in a column. */
export async function become(column: Locator, name: string): Promise<void> {
  await column.getByRole('radio', { name }).check({ force: true });
}

/** Types a line into a column and sends it. */
export async function say(column: Locator, line: string): Promise<void> {
  const composer = column.getByRole('combobox', { name: /^Message/ });
  await composer.fill(line);
  await composer.press('Enter');
}

/** Posts as the app. */
export async function postOnSlack(slack: LocalSlack, body: Record<string, unknown>): Promise<void> {
  const method = 'user' in body ? 'chat.postEphemeral' : 'chat.postMessage';
  const response = await fetch(`${slack.environment.SLACK_API_URL}${method}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${slack.environment.SLACK_BOT_TOKEN}`,
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { ok: boolean };
  if (!answer.ok) throw new Error(JSON.stringify(answer));
}

/** Posts as the app. */
export async function postOnDiscord(discord: LocalDiscord, channel: string, body: unknown): Promise<void> {
  const { status, json } = await call(discord, 'POST', `/channels/${channel}/messages`, body);
  if (status !== 200) throw new Error(JSON.stringify(json));
}
