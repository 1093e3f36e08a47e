import { ApplicationCommandType, ApplicationCommandOptionType as Kind, PermissionFlagsBits, Routes } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { restFor } from '../../../adapters/discord/api.ts';
import { projectCommands } from '../../../adapters/discord/command-projection.ts';
import { projectMenus } from '../../../adapters/discord/menu-projection.ts';
import { installLink, registerCommands } from '../../../adapters/discord/registration.ts';
import { describeCommands } from '../../../src/engine/commands/describe.ts';
import type { CommandDescription } from '../../../src/engine/commands/spec.ts';
import type { Language } from '../../../src/engine/records/community.ts';
import { joined, settingsOf } from './fixture.ts';

const en: CommandDescription = {
  under: 'kith',
  words: ['thanks'],
  fullName: 'kith thanks',
  summary: 'Thank somebody',
  example: '/kith thanks @Sam',
  answer: 'private',
  who: 'anyone',
  options: [
    { name: 'words', kind: 'text', required: false, description: 'What for', choices: [], maxLength: 9000 },
    { name: 'person', kind: 'person', required: true, description: 'Whom', choices: [], maxLength: 0 },
    {
      name: 'kind',
      kind: 'choice',
      required: false,
      description: 'Which kind',
      choices: [{ value: 'hand', label: 'A hand' }],
      maxLength: 0,
    },
  ],
};
const es: CommandDescription = {
  ...en,
  summary: 'Dar las gracias',
  options: en.options.map((option) => ({
    ...option,
    description: `${option.description} (es)`,
    choices: option.choices.map(({ value }) => ({ value, label: 'Una mano' })),
  })),
};
const admin = (...words: string[]): CommandDescription => ({
  ...en,
  under: 'kith-admin',
  words,
  fullName: `kith-admin ${words.join(' ')}`,
  options: [],
});

function describe(language: Language): readonly CommandDescription[] {
  return [
    language === 'es' ? es : en,
    admin('setup'),
    admin('program', 'create'),
    admin('program', 'list'),
    { ...admin('program', 'edit'), options: en.options },
  ];
}

test('leaves become subcommands, two words a group, required options come first, in every language', () => {
  const [kith, kithAdmin] = projectCommands(describe);
  expect(kith).toMatchObject({ name: 'kith', contexts: [0], integration_types: [0] });
  expect(kith).not.toHaveProperty('default_member_permissions');
  expect(kith?.options).toMatchObject([
    {
      type: Kind.Subcommand,
      name: 'thanks',
      description: 'Thank somebody',
      description_localizations: { 'es-ES': 'Dar las gracias', 'es-419': 'Dar las gracias' },
      options: [
        { type: Kind.User, name: 'person', required: true },
        { type: Kind.String, name: 'words', required: false, max_length: 6000 },
        {
          type: Kind.String,
          name: 'kind',
          choices: [{ name: 'A hand', name_localizations: { 'es-ES': 'Una mano' }, value: 'hand' }],
        },
      ],
    },
  ]);
  expect(kithAdmin).toMatchObject({
    name: 'kith-admin',
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      { type: Kind.Subcommand, name: 'setup' },
      {
        type: Kind.SubcommandGroup,
        name: 'program',
        options: [{ name: 'create' }, { name: 'list' }, { name: 'edit' }],
      },
    ],
  });
});

test('several people are up to five users, of whom the first can be required', () => {
  const people = {
    name: 'people',
    kind: 'people',
    required: true,
    description: 'Whom',
    choices: [],
    maxLength: 0,
  } as const;
  const words = { ...people, name: 'words', kind: 'text', required: true, maxLength: 9 } as const;
  const [kith] = projectCommands(() => [{ ...en, options: [people, words] }]);
  const [leaf] = kith?.options ?? [];
  expect(leaf && 'options' in leaf && leaf.options).toMatchObject([
    { type: Kind.User, name: 'people', required: true },
    { type: Kind.String, name: 'words', required: true },
    ...[2, 3, 4, 5].map((number) => ({ type: Kind.User, name: `people-${number}`, required: false })),
  ]);
});

test('Thank stands in the menus of people and of messages, in every language, in servers only', () => {
  const names = { 'es-ES': expect.any(String), 'es-419': expect.any(String) };
  const shared = { name_localizations: names, contexts: [0], integration_types: [0] };
  expect(projectMenus()).toEqual([
    { ...shared, type: ApplicationCommandType.User, name: 'Say thanks' },
    { ...shared, type: ApplicationCommandType.Message, name: 'Thank for this' },
  ]);
});

test('a command that also has subcommands cannot be registered', () => {
  const clash = () => [admin('program'), admin('program', 'list')];
  expect(() => projectCommands(clash)).toThrow('kith-admin program');
});

test('Discord takes them, and is not told again what it has', async () => {
  const { local } = await joined({ connect: false });
  const settings = settingsOf(local);
  expect(await registerCommands(settings, describe)).toBe('registered');
  // A second registration would meet this.
  local.fault({ kind: 'status', status: 500, match: /^PUT / });
  expect(await registerCommands(settings, describe)).toBe('unchanged');
  local.clearFaults();
  expect(await registerCommands(settings, (language) => describe(language).slice(0, 3))).toBe('registered');
  expect(local.refusals).toEqual([]);
});

test('an entry missing from a menu is registered again', async () => {
  const { local } = await joined({ connect: false });
  const settings = settingsOf(local);
  await registerCommands(settings, describe);
  const rest = restFor(settings);
  onTestFinished(() => {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  });
  const route = Routes.applicationCommands(settings.applicationId);
  await rest.put(route, { body: projectCommands(describe) });
  expect(await registerCommands(settings, describe)).toBe('registered');
  expect(await registerCommands(settings, describe)).toBe('unchanged');
});

test('Discord takes the commands of the engine, and they come to rest', async () => {
  const { local } = await joined({ connect: false });
  expect(await registerCommands(settingsOf(local), describeCommands)).toBe('registered');
  expect(await registerCommands(settingsOf(local), describeCommands)).toBe('unchanged');
});

test('a failed registration is named by its cause', async () => {
  const { local } = await joined({ connect: false });
  const settings = { ...settingsOf(local), token: 'wrong' };
  await expect(registerCommands(settings, describe)).rejects.toMatchObject({ refusal: 'installation-gone' });
});

test('the install link asks for what is needed and no more', () => {
  const link = new URL(installLink('123'));
  expect(link.origin + link.pathname).toBe('https://discord.com/oauth2/authorize');
  expect(link.searchParams.get('client_id')).toBe('123');
  expect(link.searchParams.get('scope')).toBe('bot applications.commands');
  const { ViewChannel, SendMessages, EmbedLinks, AttachFiles, ReadMessageHistory } = PermissionFlagsBits;
  const needed = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory;
  expect(link.searchParams.get('permissions')).toBe(needed.toString());
});
