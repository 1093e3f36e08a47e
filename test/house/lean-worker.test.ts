import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

/** The packages that a process of this role has loaded once it could work for both platforms. */
async function loaded(role: 'web' | 'worker'): Promise<readonly string[]> {
  const program = `
    await import('./src/kith.ts');
    const { reach } = await import('./src/platforms.ts');
    const { parseConfig } = await import('./src/config.ts');
    const config = parseConfig({
      KITH_ROLE: '${role}', KITH_ENCRYPTION_KEYS: 'k1:' + Buffer.alloc(32).toString('base64'),
      SLACK_BOT_TOKEN: 'xoxb-test', SLACK_SIGNING_SECRET: 'a secret of the test',
      DISCORD_TOKEN: 'x'.repeat(40), DISCORD_APPLICATION_ID: '123456789012345678',
    });
    await reach({ config, log: { info() {}, warn() {}, error() {} } }, {});
    const packages = new Set(Object.keys(process.getBuiltinModule('module')._cache).map((file) => /.*node_modules\\/((@[^/]+\\/)?[^/]+)/.exec(file)?.[1]));
    process.stdout.write(JSON.stringify([...packages]));
    process.exit(0);
  `;
  const flags = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: root, env: {} });
  return JSON.parse(stdout);
}

test('a worker loads what sends, and nothing of what receives', { timeout: 60_000 }, async () => {
  const [worker, web] = await Promise.all([loaded('worker'), loaded('web')]);
  const receiving = ['@slack/bolt', '@slack/oauth', 'discord.js', '@discordjs/ws'];
  expect(web).toEqual(expect.arrayContaining(['@slack/web-api', '@discordjs/rest', ...receiving]));
  expect(worker).toEqual(expect.arrayContaining(['@slack/web-api', '@discordjs/rest']));
  expect(worker.filter((name) => receiving.includes(name))).toEqual([]);
});
