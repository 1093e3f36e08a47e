import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  MessageFlags,
  SlashCommandBuilder,
} from 'discord.js';
import { expect, it } from 'vitest';
import { localDiscord, loggedIn } from './fixture.ts';

const kith = new SlashCommandBuilder()
  .setName('kith')
  .setDescription('Kith')
  .addSubcommand((sub) => sub.setName('home').setDescription('What is next'))
  .addSubcommand((sub) =>
    sub
      .setName('snooze')
      .setDescription('Be quiet')
      .addStringOption((option) => option.setName('for').setDescription('How long').setAutocomplete(true)),
  )
  .addSubcommand((sub) =>
    sub
      .setName('thanks')
      .setDescription('Thank somebody')
      .addUserOption((option) => option.setName('person').setDescription('Whom').setRequired(true))
      .addUserOption((option) => option.setName('person2').setDescription('Whom else'))
      .addStringOption((option) => option.setName('for').setDescription('For what')),
  );

const admin = new SlashCommandBuilder()
  .setName('kith-admin')
  .setDescription('For organizers')
  .setDefaultMemberPermissions(0x20)
  .addSubcommandGroup((group) =>
    group
      .setName('program')
      .setDescription('Programs')
      .addSubcommand((sub) => sub.setName('create').setDescription('A new one')),
  );

async function start(answer: (interaction: Interaction) => Promise<unknown>, options = {}) {
  const discord = await localDiscord(options);
  const client: Client<true> = await loggedIn(discord);
  const answers: Promise<unknown>[] = [];
  client.on(Events.InteractionCreate, (interaction) => answers.push(answer(interaction)));
  await client.application.commands.set([kith, admin, { type: 2, name: 'Thank' }]);
  await discord.connected();
  return { discord, client, done: () => Promise.all(answers) };
}

const slash = (interaction: Interaction): ChatInputCommandInteraction => {
  if (!interaction.isChatInputCommand()) throw new Error('not a slash command');
  return interaction;
};

it('carries a command through a private deferral to its answer, for one person only', async () => {
  const { discord, done } = await start(async (interaction) => {
    await slash(interaction).deferReply({ flags: MessageFlags.Ephemeral });
    await slash(interaction).editReply(
      `Thanked ${slash(interaction).options.getUser('person', true)} for ${slash(interaction).options.getString('for')}`,
    );
  });
  const sam = discord.as('Sam');
  await sam.type('/kith thanks @Noor for:the soup');
  const answer = await sam.until('the answer', (me) => me.sees().find(({ text }) => text.startsWith('Thanked')));
  await done();
  expect(answer).toMatchObject({ text: 'Thanked @Noor for the soup', ephemeral: true, edited: false });
  expect(discord.as('Noor').sees()).toEqual([]);
  sam.reload();
  expect(sam.sees()).toEqual([]);
  expect(discord.refusals).toEqual([]);
});

it('reads options with and without their names', async () => {
  const heard: unknown[] = [];
  const { discord, done } = await start(async (interaction) => {
    const { options } = slash(interaction);
    heard.push([
      options.getUser('person')?.globalName,
      options.getUser('person2')?.globalName,
      options.getString('for'),
    ]);
    await slash(interaction).reply('ok');
  });
  const sam = discord.as('Sam');
  await sam.type('/kith thanks @Noor @Kai for the warm soup');
  await sam.type('/kith thanks person:@Noor for:the soup at 10:30');
  await sam.type('/kith thanks @Lou');
  await done();
  expect(heard).toEqual([
    ['Noor', 'Kai', 'for the warm soup'],
    ['Noor', undefined, 'the soup at 10:30'],
    ['Lou', undefined, null],
  ]);
});

it('refuses to type what the app has not registered, and hides what a member may not use', async () => {
  const { discord, done } = await start((interaction) => slash(interaction).reply('ok'));
  await expect(discord.as('Sam').type('/nothing')).rejects.toThrow('did not register /nothing');
  await expect(discord.as('Sam').type('/kith nowhere')).rejects.toThrow('did not register /kith nowhere');
  await expect(discord.as('Sam').type('/kith thanks')).rejects.toThrow('needs “person”');
  await expect(discord.as('Sam').type('/kith-admin program create')).rejects.toThrow('did not register /kith-admin');
  await discord.as('Robin').type('/kith-admin program create');
  await discord.as('Ada').type('/kith-admin program create');
  await done();
});

it('updates a message in place when its button is pressed', async () => {
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('yes').setLabel('Yes').setStyle(ButtonStyle.Primary),
  );
  const { discord, done } = await start(async (interaction) => {
    if (interaction.isButton()) await interaction.update({ content: 'Pressed', components: [] });
    else await slash(interaction).reply({ content: 'Press?', components: [row], flags: MessageFlags.Ephemeral });
  });
  const sam = discord.as('Sam');
  await sam.type('/kith home');
  expect(sam.sees().at(-1)?.buttons).toEqual([{ label: 'Yes', disabled: false }]);
  await sam.press('Yes');
  await done();
  expect(sam.sees()).toHaveLength(1);
  expect(sam.sees()[0]).toMatchObject({ text: 'Pressed', buttons: [], ephemeral: true, edited: true });
  await expect(sam.press('Yes')).rejects.toThrow('Sam sees no button “Yes”');
});

it('suggests while a person types, and sends the value of what is picked', async () => {
  const heard: unknown[] = [];
  const { discord, done } = await start(async (interaction) => {
    if (interaction.isAutocomplete()) {
      heard.push(interaction.options.getFocused(true));
      return interaction.respond([{ name: 'Two weeks', value: '2w' }]);
    }
    heard.push(slash(interaction).options.getString('for'));
    return slash(interaction).reply('ok');
  });
  const sam = discord.as('Sam');
  expect(await sam.autocomplete('/kith snooze tw')).toEqual([{ name: 'Two weeks', value: '2w' }]);
  await sam.type('/kith snooze for:Two weeks');
  await done();
  expect(heard).toMatchObject([{ name: 'for', value: 'tw' }, '2w']);
});

it('tells the person when the app stays silent, and then knows the interaction no more', async () => {
  const held: ChatInputCommandInteraction[] = [];
  const { discord } = await start(async (interaction) => held.push(slash(interaction)), { interactionDeadlineMs: 50 });
  await expect(discord.as('Sam').type('/kith home')).rejects.toThrow('The application did not respond');
  await expect.poll(() => held).toHaveLength(1);
  await expect(held[0]?.reply('late')).rejects.toMatchObject({ code: 10062 });
  expect(discord.refusals).toMatchObject([{ code: '10062', detail: 'Unknown interaction' }]);
});

it('delivers an interaction again as it was, and takes only one answer', async () => {
  const ids: string[] = [];
  const errors: unknown[] = [];
  const { discord, done } = await start(async (interaction) => {
    ids.push(interaction.id);
    await slash(interaction)
      .reply('ok')
      .catch((error) => errors.push(error.code));
  });
  await discord.as('Sam').type('/kith home');
  await discord.redeliver();
  await expect.poll(() => errors).toEqual([40060]);
  await done();
  expect(ids[1]).toBe(ids[0]);
  expect(discord.as('Sam').sees()).toHaveLength(1);
});

it('offers the menu of a person', async () => {
  const { discord, done } = await start(async (interaction) => {
    if (interaction.isUserContextMenuCommand()) {
      await interaction.reply(`${interaction.targetUser} ${interaction.targetMember ? 'member' : 'stranger'}`);
    }
  });
  await discord.as('Sam').personMenu('Thank', 'Mei');
  await discord.as('Sam').personMenu('Thank', 'Lou');
  await done();
  expect(
    discord
      .as('Kai')
      .sees()
      .map(({ text }) => text),
  ).toEqual(['@Mei member', '@Lou stranger']);
});

it('takes follow-ups by token until it expires', async () => {
  let last: ChatInputCommandInteraction | undefined;
  const { discord, done } = await start(async (interaction) => {
    last = slash(interaction);
    await last.reply('first');
    await last.followUp({ content: 'second', flags: MessageFlags.Ephemeral });
    await last.editReply('first, edited');
  });
  await discord.as('Sam').type('/kith home');
  await discord.as('Sam').until('the follow-up', (me) => me.sees().some(({ text }) => text === 'second'));
  await done();
  expect(
    discord
      .as('Sam')
      .sees()
      .map(({ text, edited }) => [text, edited]),
  ).toEqual([
    ['first, edited', true],
    ['second', false],
  ]);
  await last?.deleteReply();
  expect(
    discord
      .as('Sam')
      .sees()
      .map(({ text }) => text),
  ).toEqual(['second']);
  discord.expireTokens();
  await expect(last?.followUp('third')).rejects.toMatchObject({ code: 50027 });
});

it('puts the first follow-up in the place of a deferred answer, as private as it was deferred', async () => {
  const { discord, done } = await start(async (interaction) => {
    await slash(interaction).deferReply({ flags: MessageFlags.Ephemeral });
    expect(discord.as('Sam').sees()).toMatchObject([{ text: 'Kith is thinking…', ephemeral: true }]);
    await slash(interaction).followUp('for all?');
    await slash(interaction).followUp('for all');
  });
  await discord.as('Sam').type('/kith home');
  await discord.as('Sam').until('both', (me) => me.sees().length === 2);
  await done();
  expect(
    discord
      .as('Noor')
      .sees()
      .map(({ text }) => text),
  ).toEqual(['for all']);
});

it('tells the language and the rights of who acts', async () => {
  const heard: unknown[] = [];
  const { discord, done } = await start(async (interaction) => {
    const { locale, guildLocale, context, memberPermissions, appPermissions } = slash(interaction);
    heard.push([
      locale,
      guildLocale,
      context,
      memberPermissions?.has('ManageGuild') ?? null,
      appPermissions.has('SendMessages'),
    ]);
    await slash(interaction).reply('ok');
  });
  await discord.as('Ines').type('/kith home');
  await discord.as('Ada').type('/kith home');
  await discord.as('Mateo').type('/kith home', 'direct');
  await done();
  expect(heard).toEqual([
    ['es-419', 'en-US', 0, false, true],
    ['en-US', 'en-US', 0, true, true],
    ['es-ES', null, 1, null, true],
  ]);
});
