import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../servers/browser.ts';
import { placeId } from '../discord/fixture.ts';
import { become, HOUR, MONDAY, openPage, postOnDiscord, postOnSlack, say } from './fixture.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const plain = (text: string) => ({ type: 'plain_text', text });

test('people talk in channels, and everybody there sees it at once with an unread mark', async () => {
  const { slack, onSlack, onDiscord, discord } = await openPage(browser);
  await slack.as('Ravi').type('Anyone for a walk?', 'general');
  await onSlack.getByRole('button', { name: 'general has new messages' }).click();
  await onSlack.getByRole('article', { name: /^Ravi/ }).getByText('Anyone for a walk?').waitFor();
  await say(onDiscord, 'Soup is *ready*');
  await onDiscord.getByRole('article', { name: /^Sam/ }).getByRole('emphasis').getByText('ready').waitFor();
  expect(
    discord
      .as('Mei')
      .sees('kindness')
      .map(({ text }) => text),
  ).toEqual(['Soup is ready']);
});

test('the organizers’ channel is there for admins alone', async () => {
  const { onSlack, onDiscord } = await openPage(browser);
  for (const column of [onSlack, onDiscord]) {
    const channel = column.getByRole('button', { name: 'organizers' });
    expect(await channel.count()).toBe(0);
    await become(column, 'Robin');
    await channel.click();
    await become(column, 'Sam');
    await channel.waitFor({ state: 'detached' });
    await column.getByRole('heading', { name: 'Kith' }).waitFor();
  }
});

// The machine's clock may step back by a millisecond, and a message sent at nine then bears the minute before.
test('who chooses a person and a place at once is that person, in that place', async () => {
  const { page, slack, onSlack } = await openPage(browser);
  await slack.as('Ravi').type('Soup?', 'general');
  // What is drawn now stays until the two are pressed.
  const general = await onSlack.getByRole('button', { name: 'general has new messages' }).elementHandle();
  const tama = await onSlack.getByRole('radio', { name: 'Tama' }).elementHandle();
  await page.evaluate(
    (elements) => {
      for (const element of elements) (element as unknown as { click(): void }).click();
    },
    [tama, general],
  );
  await onSlack
    .getByRole('article', { name: /^Ravi, (21:59|22:00)$/ })
    .getByText('Soup?')
    .waitFor();
});

test('the clock says when it is for whom, and moves to the next event, by an hour and by a day', async () => {
  const { page, time, onSlack, slack } = await openPage(browser);
  await page.getByText('Mon 2 Mar, 09:00').waitFor();
  await page.getByText('Next event: Tue 09:00 (tomorrow)').waitFor();
  await onSlack.getByText('in Berlin it is Mon 10:00').waitFor();
  await become(onSlack, 'Tama');
  await onSlack.getByText('in Auckland it is Mon 22:00').waitFor();
  await slack.as('Ravi').type('before', 'general');
  for (const name of ['+1 hour', 'Go', '+1 day']) {
    const before = time.moves.length;
    await page.getByRole('button', { name, exact: true }).click();
    await expect.poll(() => time.moves.length).toBe(before + 1);
  }
  expect(time.moves).toEqual([MONDAY + HOUR, MONDAY + 25 * HOUR, MONDAY + 49 * HOUR]);
  await page.getByText('Wed 4 Mar, 10:00').first().waitFor();
  await slack.as('Ravi').type('after', 'general');
  await become(onSlack, 'Sam');
  await onSlack.getByRole('button', { name: 'general' }).click();
  await onSlack.getByText('Monday 2 March').waitFor();
  await onSlack
    .getByRole('article', { name: /^Ravi, (09:59|10:00)$/ })
    .getByText('before')
    .waitFor();
  await onSlack.getByText('Today', { exact: true }).waitFor();
  await onSlack
    .getByRole('article', { name: /^Ravi, (10:59|11:00)$/ })
    .getByText('after')
    .waitFor();
});

test('a picture sent on either platform is shown with its words', async () => {
  const { slack, discord, onSlack, onDiscord, page } = await openPage(browser);
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  const api = async (method: string, body: URLSearchParams) => {
    const headers = { authorization: `Bearer ${slack.environment.SLACK_BOT_TOKEN}` };
    const response = await fetch(`${slack.environment.SLACK_API_URL}${method}`, { method: 'POST', headers, body });
    return (await response.json()) as Record<string, string>;
  };
  const upload = await api(
    'files.getUploadURLExternal',
    new URLSearchParams({ filename: 'week.png', length: `${png.length}` }),
  );
  await fetch(String(upload.upload_url), { method: 'POST', body: png });
  await api(
    'files.completeUploadExternal',
    new URLSearchParams({ files: JSON.stringify([{ id: upload.file_id, title: 'The week' }]) }),
  );
  const blocks = [{ type: 'image', slack_file: { id: upload.file_id }, alt_text: 'A line that rises' }];
  await postOnSlack(slack, { channel: slack.as('Sam').id, text: 'A picture', blocks });
  const form = new FormData();
  form.set('payload_json', JSON.stringify({ attachments: [{ id: '0', description: 'A line that falls' }] }));
  form.set('files[0]', new Blob([png], { type: 'image/png' }), 'week.png');
  const { DISCORD_API_URL, DISCORD_TOKEN } = discord.environment;
  const url = `${DISCORD_API_URL}/v10/channels/${placeId(discord, 'kindness')}/messages`;
  await fetch(url, { method: 'POST', headers: { authorization: `Bot ${DISCORD_TOKEN}` }, body: form });
  for (const picture of [
    onSlack.getByRole('img', { name: 'A line that rises' }),
    onDiscord.getByRole('img', { name: 'A line that falls' }),
  ]) {
    await picture.waitFor();
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1);
  }
  expect(
    new Set(
      await page
        .locator('img')
        .evaluateAll((all) => all.map((one) => new URL((one as unknown as { src: string }).src).origin)),
    ),
  ).toEqual(new Set([new URL(page.url()).origin]));
});

test('nobody’s words become anything but words', async () => {
  const { slack, discord, onSlack, onDiscord, page, troubles } = await openPage(browser);
  const words = '<img src=x onerror=alert(1)><script>alert(1)</script> &amp; <b>b</b>';
  await postOnSlack(slack, {
    channel: slack.as('Sam').id,
    text: 'neutral',
    blocks: [
      { type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: words }] }] },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: '<javascript:alert(1)|press me> *שלום* <https://example.com/a|there>' },
      },
      { type: 'header', text: plain('💛 مرحبا') },
    ],
  });
  await postOnDiscord(discord, placeId(discord, 'kindness'), {
    content: `${words} [press me](javascript:alert(1)) \\*\\*not bold\\*\\* **سلام**`,
  });
  for (const column of [onSlack, onDiscord]) {
    await column.getByRole('article').getByText(words).waitFor();
    expect(await column.getByRole('article').locator('img, script, b').count()).toBe(0);
  }
  const targets = await page
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
  expect(targets).toEqual(['https://example.com/a']);
  await onDiscord.getByText('**not bold**').waitFor();
  await onDiscord.getByRole('strong').getByText('سلام').waitFor();
  const direction = await onSlack.getByRole('heading', { name: '💛 مرحبا' }).evaluate((heading) => {
    const browserWindow = globalThis as unknown as { getComputedStyle(of: unknown): { direction: string } };
    return browserWindow.getComputedStyle(heading).direction;
  });
  expect(direction).toBe('rtl');
  expect(troubles).toEqual([]);
});
