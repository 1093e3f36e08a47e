import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { slackManifest } from '../../adapters/slack/manifest.ts';
import { withVariables } from '../../src/connect/env-file.ts';
import { Gone, type Terminal } from '../../src/connect/terminal.ts';
import { connect } from '../../src/connecting.ts';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import { program, wellKept } from './setup.ts';

const PATIENCE = 60_000;

/** Somebody who knows an answer to each question, by a word in it; who reaches the end of their answers leaves. */
function person(
  answers: readonly (readonly [question: string, answer: string])[],
): Terminal & { readonly read: string[] } {
  const left = [...answers];
  const read: string[] = [];
  const ask = async (question: string) => {
    read.push(question);
    const [expected, answer] = left.shift() ?? [];
    if (expected === undefined || answer === undefined) throw new Gone('no more answers');
    expect(question).toContain(expected);
    return answer;
  };
  return { read, say: (line) => void read.push(line), ask, askSecret: ask };
}

function envFile(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-connect-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, '.env');
  if (text !== undefined) writeFileSync(path, text);
  return path;
}

describe('npm run connect', { timeout: PATIENCE }, () => {
  it('without a terminal prints every step, with the whole manifest in Slack’s link, and ends with 0', async () => {
    const { code, out, err } = await program('connect', { DISCORD_APPLICATION_ID: '123456789012345678' });
    expect(err).toBe('');
    expect(code).toBe(0);
    const link = new URL(/https:\/\/api\.slack\.com\/apps\?\S+/.exec(out)?.[0] ?? '');
    expect(link.searchParams.get('new_app')).toBe('1');
    const manifest: unknown = JSON.parse(link.searchParams.get('manifest_json') ?? '');
    expect(manifest).toEqual(slackManifest(describeCommands('en'), { publicUrl: null }));
    expect(out).toContain('https://discord.com/oauth2/authorize?client_id=123456789012345678');
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'DISCORD_TOKEN', 'KITH_ENCRYPTION_KEYS'])
      expect(out).toContain(name);
  });

  it('with a public address the app is made for signed requests', async () => {
    const { out } = await program('connect', { PUBLIC_URL: 'https://kith.example.org' });
    const link = new URL(/https:\/\/api\.slack\.com\/apps\?\S+/.exec(out)?.[0] ?? '');
    expect(link.searchParams.get('manifest_json')).toContain('https://kith.example.org/slack/events');
    expect(out).toContain('SLACK_SIGNING_SECRET');
    expect(out).not.toContain('SLACK_APP_TOKEN');
  });

  it('leads somebody to a Slack workspace: tokens, .env, checks, a test message', async () => {
    const { slack, environment } = await wellKept();
    const {
      SLACK_API_URL = '',
      SLACK_BOT_TOKEN = '',
      SLACK_APP_TOKEN = '',
      DATABASE_URL = '',
      REDIS_URL = '',
    } = environment;
    const file = envFile('# mine\nPORT=4000\n');
    chmodSync(file, 0o644);
    slack.inviteBotTo('general');
    const general = slack.places.find(({ name }) => name === 'general')?.id ?? '';
    const sam = slack.as('Sam');
    const me = person([
      ['Slack, Discord', 'slack'],
      ['SLACK_BOT_TOKEN', 'xoxp-the-wrong-one'],
      ['SLACK_BOT_TOKEN', SLACK_BOT_TOKEN],
      ['SLACK_APP_TOKEN', SLACK_APP_TOKEN],
      ['Who hosts', 'The Harbour volunteers'],
      ['Write', ''],
      ['Channel id', general],
      ['member id', sam.id],
    ]);
    expect(await connect(me, { SLACK_API_URL, DATABASE_URL, REDIS_URL }, file)).toBe(true);
    expect(me.read).toContain('That is not it: a SLACK_BOT_TOKEN begins with xoxb-.');
    expect(me.read).toContain('✓ Slack grants every scope Kith needs');
    expect(me.read.filter((line) => line === '✓ The test message is there.')).toHaveLength(2);
    for (const place of ['general', 'direct'])
      expect(sam.sees(place).filter(({ text }) => text.includes('test message'))).toHaveLength(1);
    const written = readFileSync(file, 'utf8');
    expect(written).toMatch(/^# mine\nPORT=4000\nSLACK_BOT_TOKEN=xoxb-\S+\nSLACK_APP_TOKEN=xapp-\S+\n/);
    expect(written).toContain('KITH_OPERATOR="The Harbour volunteers"\n');
    expect(written).toMatch(/\nKITH_ENCRYPTION_KEYS=k\d{8}:\S{44}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // What was pasted is not said again.
    expect(me.read.join('\n')).not.toContain(SLACK_BOT_TOKEN);
    expect(me.read.join('\n')).not.toContain(SLACK_APP_TOKEN);
  });

  it('leads somebody to a Discord server: install link, commands, checks, a message that cannot be sent', async () => {
    const { discord, environment } = await wellKept();
    const {
      DISCORD_APPLICATION_ID = '',
      DISCORD_TOKEN = '',
      DISCORD_API_URL = '',
      KITH_ENCRYPTION_KEYS = '',
    } = environment;
    const { DATABASE_URL = '', REDIS_URL = '' } = environment;
    discord.removePermission('general', 'SendMessages');
    const general = discord.places.find(({ name }) => name === 'general')?.id ?? '';
    const file = envFile();
    const me = person([
      ['Slack, Discord', 'd'],
      ['DISCORD_APPLICATION_ID', DISCORD_APPLICATION_ID],
      ['DISCORD_TOKEN', DISCORD_TOKEN],
      ['Press Enter', ''],
      ['Who hosts', ''],
      ['Write DISCORD_APPLICATION_ID, DISCORD_TOKEN', 'n'],
      ['Channel id', general],
      ['member id', ''],
    ]);
    expect(await connect(me, { DISCORD_API_URL, KITH_ENCRYPTION_KEYS, DATABASE_URL, REDIS_URL }, file)).toBe(true);
    expect(me.read.join('\n')).toContain(`https://discord.com/oauth2/authorize?client_id=${DISCORD_APPLICATION_ID}`);
    expect(me.read).toContain('Discord has Kith’s commands.');
    expect(me.read.at(-2)).toMatch(/^✗ The test message could not be sent \(refused: 50013\) — cure: npm run doctor/);
    expect(() => statSync(file)).toThrow(/ENOENT/);
  });

  it('what is wrong is named, and nothing is sent', async () => {
    const { slack, environment } = await wellKept();
    slack.removeScope('chat:write');
    const { DISCORD_TOKEN: _token, DISCORD_APPLICATION_ID: _id, ...known } = environment;
    const me = person([
      ['Slack, Discord', 'slack'],
      ['Enter keeps', ''],
      ['Enter keeps', ''],
    ]);
    expect(await connect(me, known, envFile())).toBe(false);
    expect(me.read).toContainEqual(expect.stringMatching(/^✗ The Slack scope chat:write is missing/));
    expect(slack.sent()).toEqual([]);
  });

  it('somebody who leaves half-way has written nothing', async () => {
    const file = envFile('PORT=4000\n');
    await expect(connect(person([['Slack, Discord', 'slack']]), {}, file)).rejects.toThrow(Gone);
    expect(readFileSync(file, 'utf8')).toBe('PORT=4000\n');
  });
});

describe('the file .env', () => {
  it('keeps every other line to the byte, and a variable in its place', () => {
    const before = '# top\r\n\nA=1 # one\n  export B = "2"\n#C=commented\nD=4';
    expect(withVariables(before, { B: 'two', C: 'three' })).toBe(
      '# top\r\n\nA=1 # one\nB=two\n#C=commented\nD=4\nC=three\n',
    );
  });

  it('a variable that stands twice is changed twice, for the last one counts', () => {
    expect(withVariables('A=1\nA=2\n', { A: '3' })).toBe('A=3\nA=3\n');
  });

  it('quotes what would not stand bare, and refuses what no line can hold', () => {
    expect(withVariables('', { A: 'The #1 friends' })).toBe('A="The #1 friends"\n');
    expect(() => withVariables('', { A: 'one\nB=two' })).toThrow(/line breaks/);
  });
});
