import { type Browser, chromium } from 'playwright-core';

/** A headless Chromium; close it in the end. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.KITH_TEST_CHROMIUM;
  if (!executablePath) throw new Error('KITH_TEST_CHROMIUM is not set: test/servers/global-setup.ts sets it.');
  // Chromium's sandbox does not start as root, and the pages shown here are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'], timeout: 60_000 });
}
