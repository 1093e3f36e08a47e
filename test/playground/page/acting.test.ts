import { ApplicationCommandType, ComponentType, MessageFlags } from 'discord.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../servers/browser.ts';
import { placeId } from '../discord/fixture.ts';
import { answering, become, openPage, postOnDiscord, say } from './fixture.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

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

test('a status and do-not-disturb are told to Slack’s app as the person’s own', async () => {
  const { onSlack, onDiscord, slack, time, troubles } = await openPage(browser);
  const sam = slack.as('Sam').id;
  const status = onSlack.getByRole('combobox', { name: 'Status' });
  const silence = onSlack.getByRole('button', { name: 'Do not disturb' });
  await status.click();
  await onSlack.getByRole('option', { name: 'On holiday' }).click();
  await status.getByText('On holiday').waitFor();
  await expect
    .poll(() => slack.standing(sam).status)
    .toEqual({ text: 'On holiday', emoji: ':palm_tree:', expiration: 0 });
  await silence.click();
  await onSlack.getByRole('button', { name: 'Do not disturb', pressed: true }).waitFor();
  const now = time.now() / 1000;
  await expect.poll(() => slack.standing(sam).dnd).toEqual({ start: now, end: now + 2 * 3600 });
  await become(onSlack, 'Ravi');
  await status.getByText('No status').waitFor();
  await become(onSlack, 'Sam');
  await silence.click();
  await onSlack.getByRole('button', { name: 'Do not disturb', pressed: false }).waitFor();
  await expect.poll(() => slack.standing(sam).dnd).toEqual({ start: 0, end: 0 });
  expect(await onDiscord.getByRole('combobox', { name: 'Status' }).count()).toBe(0);
  expect(troubles).toEqual([]);
});

test('a button and a select on Discord reach the app, and its private answer is gone after a reload', async () => {
  const { discord, client, onDiscord, troubles } = await openPage(browser);
  const told: string[] = [];
  answering(client, async (interaction) => {
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
  await answer.waitFor({ state: 'detached' });
  await onDiscord.getByText('What would be good today?').waitFor();
  await become(onDiscord, 'Mei');
  await answer.waitFor();
  await onDiscord.getByRole('button', { name: /^Reload|Reload Discord$/ }).click();
  await answer.waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
});

test('a Discord modal is filled and submitted', async () => {
  const { discord, client, onDiscord, troubles } = await openPage(browser);
  const got: unknown[] = [];
  answering(client, async (interaction) => {
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
  await modal.waitFor({ state: 'detached' });
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

test('what the app offers for a message, a person and anywhere is chosen by keyboard too', async () => {
  const { slack, discord, client, onSlack, onDiscord, page, diary, troubles } = await openPage(browser, {}, [
    { name: 'Say thanks', type: ApplicationCommandType.User },
    { name: 'Thank for this', type: ApplicationCommandType.Message },
  ]);
  const told: string[] = [];
  answering(client, async (interaction) => {
    if (!interaction.isContextMenuCommand()) return;
    told.push(`${interaction.commandName}: ${interaction.targetId}`);
    await interaction.reply({ content: 'Gladly.', flags: MessageFlags.Ephemeral });
  });
  const said = await discord.as('Mei').say('Soup for all', 'kindness');
  // The list of the one above lies over the dots of the one below.
  await discord.as('Kai').say('With bread', 'kindness');
  const dots = onDiscord.getByRole('combobox', { name: 'Actions for the message of Mei' });
  await dots.focus();
  for (const name of ['Thank for this', 'Say thanks: Mei']) {
    await page.keyboard.press('Enter');
    const option = onDiscord.getByRole('option', { name });
    // In one line, however near the edge of the window, and all of it can be pressed.
    const { width = 0, height = 0 } = (await option.boundingBox()) ?? {};
    expect(height).toBeLessThan(40);
    for (const x of [24, 40, 56]) await option.hover({ position: { x: width - x, y: height / 2 } });
    await option.click();
  }
  await expect.poll(() => told).toEqual([`Thank for this: ${said.id}`, `Say thanks: ${discord.as('Mei').id}`]);
  await slack.as('Ravi').type('Anyone for a walk?', 'general');
  await onSlack.getByRole('button', { name: /^general/ }).click();
  await onSlack.getByRole('combobox', { name: 'Actions for the message of Ravi' }).waitFor();
  await onSlack.getByRole('combobox', { name: 'Shortcuts' }).click();
  await onSlack.getByRole('option', { name: 'Thank somebody' }).click();
  await onSlack.getByRole('dialog', { name: 'Say thanks' }).waitFor();
  await expect.poll(() => diary.actions).toMatchObject([{ type: 'shortcut', callback_id: 'thank' }]);
  expect(troubles).toEqual([]);
});
