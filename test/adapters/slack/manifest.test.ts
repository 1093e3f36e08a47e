import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { manifestText, slackManifest, usageHint } from '../../../adapters/slack/manifest.ts';
import { describeCommands } from '../../../src/engine/commands/describe.ts';
import { commands } from '../../contract/platform/cards.ts';

const committed = new URL('../../../slack-manifest.json', import.meta.url);

describe('the Slack manifest', () => {
  test('slack-manifest.json is what `npm run slack:manifest` prints', () => {
    expect(readFileSync(committed, 'utf8')).toBe(manifestText(describeCommands('en'), { publicUrl: null }));
  });

  test('every command is hinted at, in the order of the help', () => {
    const [kith, admin] = slackManifest(commands, { publicUrl: null }).features.slash_commands;
    expect(kith).toMatchObject({
      command: '/kith',
      usage_hint: 'home | checkin | thanks @person [words] | praise @person… [words] | shout words',
      should_escape: true,
    });
    expect(admin).toMatchObject({ command: '/kith-admin', usage_hint: 'program create kind [#channel]' });
  });

  test('a long hint ends where one can see it', () => {
    const [first] = commands;
    const many = Array.from({ length: 400 }, () => first).filter((each) => each !== undefined);
    expect(usageHint(many)).toMatch(/^home \| .* \| …$/);
    expect(usageHint(many).length).toBeLessThanOrEqual(1000);
  });

  test('with a public address everything goes there, and Socket Mode is off', () => {
    const { features, oauth_config, settings } = slackManifest(commands, { publicUrl: 'https://kith.example.org' });
    expect(features.slash_commands.map((command) => command.url)).toEqual([
      'https://kith.example.org/slack/events',
      'https://kith.example.org/slack/events',
    ]);
    expect(oauth_config.redirect_urls).toEqual(['https://kith.example.org/slack/oauth_redirect']);
    expect(settings).toMatchObject({
      socket_mode_enabled: false,
      interactivity: { is_enabled: true, request_url: 'https://kith.example.org/slack/events' },
    });
  });
});
