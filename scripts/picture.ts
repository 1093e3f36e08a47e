/**
 * Takes the README's picture of the playground: `npm start`, then `npm run picture` beside it, with `KITH_TEST_CHROMIUM` naming a Chromium
 * unless it is /usr/bin/chromium. On each platform a check-in is answered and a thanks read; on Discord it is posted, too.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Locator } from 'playwright-core';

const address = process.argv[2] ?? 'http://127.0.0.1:3000';
const chosen = process.env.KITH_TEST_CHROMIUM ?? '/usr/bin/chromium';
/** Time for the page to show what has come. */
const SETTLED_MS = 1_500;

async function become(column: Locator, name: string): Promise<void> {
  await column.getByRole('radio', { name }).check({ force: true });
  await pause(SETTLED_MS);
}

async function say(column: Locator, line: string): Promise<void> {
  const composer = column.getByRole('combobox', { name: /^Message/ });
  await composer.fill(line);
  await composer.press('Enter');
  await pause(SETTLED_MS);
}

async function press(column: Locator, name: string): Promise<void> {
  await column.getByRole('button', { name, exact: true }).last().click();
  await pause(SETTLED_MS);
}

const browser = await chromium.launch({ executablePath: chosen, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, timezoneId: 'Europe/London' });
  await page.goto(address);
  const slack = page.getByRole('region', { name: 'Slack', exact: true });
  const discord = page.getByRole('region', { name: 'Discord', exact: true });
  await discord.getByRole('log').waitFor();
  await pause(SETTLED_MS);
  await press(slack, 'I’m fine');
  for (const column of [slack, discord]) {
    await become(column, 'Ada');
    await column.getByRole('button', { name: 'general' }).first().click();
    await say(column, '/kith thanks @Sam for the long talk on the pier');
    await press(column, 'Others may read it');
    await become(column, 'Sam');
  }
  await page.getByRole('button', { name: '+1 hour' }).click();
  await pause(2 * SETTLED_MS);
  await slack.getByRole('button', { name: /^Kith/ }).click();
  await press(slack, 'Open it');
  await discord.getByRole('button', { name: 'general' }).first().click();
  await say(discord, '/kith home');
  await press(discord, 'Open it');
  await press(discord, 'This one');
  await discord.getByRole('button', { name: 'kindness' }).first().click();
  await pause(SETTLED_MS);
  await press(discord, 'Open mine');
  await press(discord, 'Say hello to someone');
  await page.mouse.move(0, 0);
  await page.screenshot({ path: new URL('../docs/images/playground.png', import.meta.url).pathname });
} finally {
  await browser.close();
}
