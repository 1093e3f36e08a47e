import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../servers/browser.ts';
import { openPage, say } from './fixture.ts';

/** Whether the page can be reached: by keyboard alone, by a screen reader, on a narrow screen. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('everything on Slack can be done by keyboard alone', async () => {
  const { page, onSlack, diary } = await openPage(browser);
  await onSlack.getByRole('radio', { name: 'Sam' }).focus();
  await page.keyboard.press('ArrowRight');
  await onSlack.getByText('you are Noor').waitFor();
  await onSlack.getByRole('combobox', { name: 'Message Kith' }).focus();
  await page.keyboard.type('/kith checkin');
  await page.keyboard.press('Enter');
  const select = onSlack.getByRole('combobox', { name: 'Kind of help' });
  await select.waitFor();
  const reached = () => select.evaluate((element) => element === element.ownerDocument.activeElement);
  for (let tabs = 0; tabs < 20 && !(await reached()); tabs += 1) await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await onSlack.getByRole('option', { name: 'A hand', selected: false }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => diary.actions).toHaveLength(1);
  expect(diary.actions[0]).toMatchObject({
    actions: [{ selected_option: { value: 'hello' } }],
    user: { name: 'noor' },
  });
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await onSlack.getByText('Noted: d-1').waitFor();
});

test('focus goes into a modal and back to where it was', async () => {
  const { page, onSlack } = await openPage(browser);
  await say(onSlack, '/kith thanks');
  const first = onSlack.getByRole('dialog').getByRole('combobox', { name: 'Whom' });
  await expect.poll(() => first.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  const composer = onSlack.getByRole('combobox', { name: 'Message Kith' });
  await expect.poll(() => composer.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
});

test('an `@` offers people, whom arrows and Tab complete', async () => {
  const { page, onSlack } = await openPage(browser);
  const composer = onSlack.getByRole('combobox', { name: 'Message Kith' });
  await composer.pressSequentially('/kith thanks @M');
  const names = onSlack.getByRole('option');
  await expect.poll(() => names.allTextContents()).toEqual(['MaMateo', 'MeMei']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await onSlack.getByRole('option', { name: 'Mei', selected: true }).waitFor();
  await page.keyboard.press('Tab');
  await expect.poll(() => composer.inputValue()).toBe('/kith thanks @Mei ');
});

test('every control has a name, and no two elements share an id', async () => {
  const { page, onSlack } = await openPage(browser);
  await say(onSlack, '/kith checkin');
  await onSlack.getByRole('button', { name: "I'm fine" }).waitFor();
  await say(onSlack, '/kith thanks');
  await onSlack.getByRole('dialog').waitFor();
  const snapshot = await page.locator('body').ariaSnapshot();
  const unnamed = snapshot
    .split('\n')
    .filter((line) => /^\s*- (button|radio|combobox|textbox|dialog|img|link)(?: \[.*\])*:?$/.test(line));
  expect(unnamed).toEqual([]);
  const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
  expect(ids).toEqual([...new Set(ids)]);
});

test.each([
  [1280, true],
  [800, false],
  [400, false],
])('at %i pixels nothing is wider than the window', async (width, isBeside) => {
  const { page, onSlack, onDiscord } = await openPage(browser);
  await page.setViewportSize({ width, height: 800 });
  await say(onSlack, '/kith checkin');
  await onSlack.getByRole('button', { name: "I'm fine" }).waitFor();
  const [left, beside] = [await onSlack.boundingBox(), await onDiscord.boundingBox()];
  expect(left?.y === beside?.y).toBe(isBeside);
  for (const locator of [page.locator('body'), onSlack, onDiscord, onSlack.getByRole('log')])
    expect(await locator.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  // What a client cuts off at its edge does not widen the page.
  const right = (one: { x: number; width: number } | null) => (one ? one.x + one.width : Number.NaN);
  expect(right(await onSlack.getByRole('log').boundingBox())).toBeLessThanOrEqual(right(left));
});
