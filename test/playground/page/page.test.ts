import { ComponentType, Events, MessageFlags } from 'discord.js';
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
const row = (...components: unknown[]) => ({ type: ComponentType.ActionRow, components });
const button = (label: string, style = 2) => ({
  type: ComponentType.Button,
  style,
  label,
  custom_id: label.toLowerCase(),
});

test('a command typed on Slack is answered there, and its button and select reach the app', async () => {
  const { onSlack, diary, troubles } = await openPage(browser);
  await say(onSlack, '/kith checkin');
  const card = onSlack.getByRole('article', { name: /only you can see this/ });
  await card.getByText('What would be good today?').waitFor();
  await card.getByText('Only visible to you').waitFor();
  await card.getByRole('combobox', { name: 'Kind of help' }).click();
  await onSlack.getByRole('option', { name: 'A hello' }).click();
  await expect.poll(() => diary.actions).toHaveLength(1);
  expect(diary.actions[0]).toMatchObject({ actions: [{ action_id: 'kind', selected_option: { value: 'hello' } }] });
  await card.getByRole('button', { name: "I'm fine" }).click();
  await onSlack.getByText('Noted: d-1').waitFor();
  expect(troubles).toEqual([]);
});

test('a Slack modal is filled in, refused, mended and sent, and who was thanked reads it', async () => {
  const { onSlack, diary, troubles } = await openPage(browser);
  await say(onSlack, '/kith thanks');
  const modal = onSlack.getByRole('dialog', { name: 'Say thanks' });
  await modal.getByText('Only they will read it.').waitFor();
  await modal.getByRole('button', { name: 'Send' }).click();
  await modal.getByRole('alert').getByText('Please complete this required field.').waitFor();
  await modal.getByRole('combobox', { name: 'Whom' }).click();
  await modal.getByRole('option', { name: 'Noor' }).click();
  await modal.getByRole('option', { name: 'Ravi' }).click();
  await modal.getByRole('combobox', { name: 'Whom' }).press('Escape');
  await modal.getByRole('textbox', { name: 'For what' }).fill('for nothing');
  await modal.getByRole('button', { name: 'Send' }).click();
  await modal.getByRole('alert').getByText('Say a little more.').waitFor();
  await modal.getByRole('textbox', { name: 'For what' }).fill('for the soup');
  await modal.getByRole('button', { name: 'Send' }).click();
  await modal.waitFor({ state: 'detached' });
  expect(diary.views).toHaveLength(2);
  // The news shows at the face of who got it, before one becomes them.
  await onSlack.getByRole('radio', { name: 'Noor has a new message' }).waitFor();
  await become(onSlack, 'Noor');
  await onSlack.getByRole('article').getByText('@Sam thanks you: for the soup').waitFor();
  await onSlack.getByRole('radio', { name: 'Noor', exact: true }).waitFor();
  expect(troubles).toEqual([]);
});

test('closing a modal is told to the app, also by Escape', async () => {
  const { onSlack, page, diary } = await openPage(browser);
  await say(onSlack, '/kith thanks');
  const modal = onSlack.getByRole('dialog');
  await modal.waitFor();
  await page.keyboard.press('Escape');
  await modal.waitFor({ state: 'detached' });
  await expect.poll(() => diary.views.map(({ type }) => type)).toEqual(['view_closed']);
});

test('the App Home is published when it is opened, and its buttons work', async () => {
  const { onSlack, diary } = await openPage(browser);
  await onSlack.getByRole('button', { name: 'App Home' }).click();
  const home = onSlack.getByRole('region', { name: 'App Home' });
  await home.getByText('Welcome, @Sam.').waitFor();
  await home.getByRole('button', { name: 'Rest' }).click();
  await home.getByText('Resting.').waitFor();
  expect(diary.events.map(({ type }) => type)).toEqual(['app_home_opened']);
});

test('a button and a select on Discord reach the app, and its private answer is gone after a reload', async () => {
  const { discord, client, onDiscord, troubles } = await openPage(browser);
  const told: string[] = [];
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isStringSelectMenu()) {
      told.push(`chose ${interaction.values}`);
      await interaction.deferUpdate();
    } else if (interaction.isButton()) {
      told.push(`pressed ${interaction.customId} as ${interaction.user.username}`);
      await interaction.reply({ content: 'Noted, **quietly**.', flags: MessageFlags.Ephemeral });
    }
  });
  const options = [
    { label: 'A hand', value: 'hand' },
    { label: 'A hello', value: 'hello' },
  ];
  await postOnDiscord(discord, placeId(discord, 'kindness'), {
    content: 'What would be good today?',
    components: [
      row({ type: ComponentType.StringSelect, custom_id: 'kind', placeholder: 'Kind', options }),
      row(button('Fine')),
    ],
  });
  await become(onDiscord, 'Mei');
  await onDiscord.getByRole('combobox', { name: 'Kind', exact: true }).click();
  await onDiscord.getByRole('option', { name: 'A hello' }).click();
  await expect.poll(() => told).toEqual(['chose hello']);
  await onDiscord.getByRole('button', { name: 'Fine' }).click();
  const answer = onDiscord.getByRole('article', { name: /only you can see this/ });
  await answer.getByRole('strong').getByText('quietly').waitFor();
  expect(told[1]).toBe('pressed fine as mei');
  await become(onDiscord, 'Kai');
  await onDiscord.getByText('What would be good today?').waitFor();
  expect(await answer.count()).toBe(0);
  await become(onDiscord, 'Mei');
  await answer.waitFor();
  await onDiscord.getByRole('button', { name: /^Reload|Reload Discord$/ }).click();
  await answer.waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
});

test('a Discord modal is filled and submitted', async () => {
  const { discord, client, onDiscord, troubles } = await openPage(browser);
  const got: unknown[] = [];
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isButton())
      await interaction.showModal({
        custom_id: 'thanks',
        title: 'Say thanks',
        components: [
          {
            type: ComponentType.Label,
            label: 'Whom',
            component: { type: ComponentType.UserSelect, custom_id: 'whom' },
          },
          {
            type: ComponentType.Label,
            label: 'For what',
            description: 'Only they will read it.',
            component: { type: ComponentType.TextInput, custom_id: 'words', style: 2, required: true },
          },
        ],
      });
    if (interaction.isModalSubmit()) {
      got.push(interaction.fields.getTextInputValue('words'));
      await interaction.reply({ content: 'Sent.', flags: MessageFlags.Ephemeral });
    }
  });
  await postOnDiscord(discord, placeId(discord, 'kindness'), {
    content: 'Thank somebody?',
    components: [row(button('Write', 1))],
  });
  await onDiscord.getByRole('button', { name: 'Write' }).click();
  const modal = onDiscord.getByRole('dialog', { name: 'Say thanks' });
  await modal.getByText('Only they will read it.').waitFor();
  await modal.getByRole('combobox', { name: 'Whom' }).click();
  await modal.getByRole('option', { name: 'Zola' }).click();
  await modal.getByRole('button', { name: 'Submit' }).click();
  await modal.getByRole('alert').getByText('This field is required.').waitFor();
  await modal.getByRole('textbox', { name: /For what/ }).fill('for the lift');
  await modal.getByRole('button', { name: 'Submit' }).click();
  await onDiscord.getByText('Sent.').waitFor();
  expect(got).toEqual(['for the lift']);
  expect(await modal.count()).toBe(0);
  expect(troubles).toEqual([]);
});

test('what goes wrong is shown as the person would see it, and the line stays to be mended', async () => {
  const { onSlack, onDiscord } = await openPage(browser, { acknowledgeMs: 200 });
  await say(onSlack, '/kith silent');
  await onSlack.getByRole('alert').getByText('/kith failed with the error "operation_timeout"').waitFor();
  expect(await onSlack.getByRole('combobox', { name: 'Message Kith' }).inputValue()).toBe('/kith silent');
  await say(onDiscord, '/nonsense');
  const alert = onDiscord.getByRole('alert');
  await alert.getByText('/nonsense').waitFor();
  await alert.getByRole('button', { name: 'Close the notice' }).click();
  await alert.waitFor({ state: 'detached' });
});

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
  await onSlack.getByRole('article', { name: 'Ravi, 10:00' }).getByText('before').waitFor();
  await onSlack.getByText('Today', { exact: true }).waitFor();
  await onSlack.getByRole('article', { name: 'Ravi, 11:00' }).getByText('after').waitFor();
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
    const { getComputedStyle } = globalThis as unknown as { getComputedStyle(of: unknown): { direction: string } };
    return getComputedStyle(heading).direction;
  });
  expect(direction).toBe('rtl');
  expect(troubles).toEqual([]);
});
