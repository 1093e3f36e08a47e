import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { generateKeys } from '../../../adapters/crypto/keyring.ts';
import { compiled } from '../../servers/node.ts';
import { joined } from './fixture.ts';

const run = promisify(execFile);
const program = new URL('../../../src/discord-register.ts', import.meta.url).pathname;
const folder = new URL('.', import.meta.url).pathname;

/** Runs it where no `.env` is. */
function register(environment: Readonly<Record<string, string>>) {
  const env = { KITH_ENCRYPTION_KEYS: generateKeys(), ...environment };
  return run(process.execPath, [...compiled, program], { env, cwd: folder });
}

test('the operator is told what happened and how to add Kith to a server', async () => {
  const { local } = await joined({ connect: false });
  const first = await register(local.environment);
  expect(first.stdout).toContain('has Kith’s commands now');
  expect(first.stdout).toContain(`https://discord.com/oauth2/authorize?client_id=${local.botId}`);
  expect((await register(local.environment)).stdout).toContain('nothing was changed');
  expect(local.refusals).toEqual([]);
});

test.each([
  ['nothing is set', () => ({}), 'DISCORD_TOKEN is missing'],
  ['the token is wrong', (env) => ({ ...env, DISCORD_TOKEN: 'x'.repeat(40) }), 'does not accept DISCORD_TOKEN'],
  ['the id is another one', (env) => ({ ...env, DISCORD_APPLICATION_ID: '1'.repeat(18) }), 'do not belong together'],
] as [string, (env: Readonly<Record<string, string>>) => Record<string, string>, string][])(
  'when %s, it says what to do, without a stack',
  async (_when, change, advice) => {
    const { local } = await joined({ connect: false });
    const failed: { code: number; stderr: string } = await register(change(local.environment)).then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    );
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(advice);
    expect(failed.stderr).not.toMatch(/\n\s+at /);
  },
);
