import { Events, type Interaction, type ModalSubmitInteraction } from 'discord.js';
import { expect, it } from 'vitest';
import { localDiscord, loggedIn } from './fixture.ts';

const labelled = {
  custom_id: 'thanks',
  title: 'Say thanks',
  components: [
    { type: 10, content: 'Only **they** will read it.' },
    {
      type: 18,
      label: 'What they did',
      description: 'In your words',
      component: { type: 4, custom_id: 'what', style: 2, min_length: 2, max_length: 20, value: 'soup' },
    },
    {
      type: 18,
      label: 'Kind',
      component: {
        type: 3,
        custom_id: 'kind',
        options: [
          { label: 'A hand', value: 'practical' },
          { label: 'A word', value: 'esteem', default: true },
        ],
      },
    },
    { type: 18, label: 'Whom', component: { type: 5, custom_id: 'whom', max_values: 2 } },
    { type: 18, label: 'Where', component: { type: 8, custom_id: 'where', required: false } },
  ],
};

async function start(modal: object, submitted: (interaction: ModalSubmitInteraction) => Promise<unknown>) {
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  const answers: Promise<unknown>[] = [];
  const answer = async (interaction: Interaction) => {
    if (interaction.isModalSubmit()) return submitted(interaction);
    if (interaction.isChatInputCommand()) return interaction.showModal(modal as never);
    return undefined;
  };
  client.on(Events.InteractionCreate, (interaction) => answers.push(answer(interaction)));
  await client.application.commands.set([{ name: 'thanks', description: 'Thanks' }]);
  await discord.connected();
  return { discord, done: () => Promise.all(answers) };
}

it('opens a modal of labels, and submits what was filled in', async () => {
  const heard: unknown[] = [];
  const { discord, done } = await start(labelled, async (interaction) => {
    const { fields } = interaction;
    heard.push(
      fields.getTextInputValue('what'),
      fields.getStringSelectValues('kind'),
      fields.getSelectedUsers('whom')?.map(({ globalName }) => globalName),
      fields.getSelectedChannels('where')?.size ?? 0,
    );
    await interaction.reply({ content: 'Thank you', flags: 64 });
  });
  const sam = discord.as('Sam');
  await sam.type('/thanks');
  expect(sam.modal()).toMatchObject({ title: 'Say thanks', text: 'Only they will read it.' });
  expect(sam.modal()?.inputs).toMatchObject([
    { label: 'What they did', hint: 'In your words', kind: 'text', multiline: true, value: 'soup', required: true },
    { label: 'Kind', kind: 'options', options: ['A hand', 'A word'], value: ['A word'] },
    { label: 'Whom', kind: 'people', value: [] },
    { label: 'Where', kind: 'channels', required: false, options: ['general', 'kindness', 'organizers'] },
  ]);
  await expect(sam.submit({})).rejects.toThrow('Whom: This field is required.');
  await expect(sam.submit({ 'What they did': 'x' })).rejects.toThrow('at least 2 characters');
  await expect(sam.submit({ Why: 'x' })).rejects.toThrow('There is no input “Why”');
  await sam.submit({ Whom: ['Noor', 'Kai'], Kind: 'A hand' });
  await done();
  expect(heard).toEqual(['soup', ['practical'], ['Noor', 'Kai'], 0]);
  expect(sam.modal()).toBeUndefined();
  expect(sam.sees()).toMatchObject([{ text: 'Thank you', ephemeral: true }]);
  expect(discord.refusals).toEqual([]);
});

it('understands modals of rows, and lets people close them', async () => {
  const row = {
    type: 1,
    components: [{ type: 4, custom_id: 'zone', label: 'Zone', style: 1, placeholder: 'Europe/Rome' }],
  };
  const heard: string[] = [];
  const { discord, done } = await start(
    { custom_id: 'zone', title: 'Zone', components: [row] },
    async (interaction) => {
      heard.push(interaction.fields.getTextInputValue('zone'));
      await interaction.reply('ok');
    },
  );
  const sam = discord.as('Sam');
  await sam.type('/thanks');
  await sam.dismiss();
  await expect(sam.submit({ Zone: 'x' })).rejects.toThrow('No modal is open');
  await sam.type('/thanks');
  expect(sam.modal()?.inputs).toMatchObject([{ label: 'Zone', hint: 'Europe/Rome', multiline: false }]);
  await sam.submit({ Zone: 'Europe/Paris' });
  await done();
  expect(heard).toEqual(['Europe/Paris']);
});

it.each([
  [
    'six parts',
    { ...labelled, components: Array.from({ length: 6 }, () => ({ type: 10, content: 'x' })) },
    'data.components[',
  ],
  ['a long title', { ...labelled, title: 'x'.repeat(46) }, 'data.title['],
  [
    'a long label',
    { ...labelled, components: [{ type: 18, label: 'x'.repeat(46), component: { type: 5, custom_id: 'a' } }] },
    'data.components[0].label[',
  ],
])('refuses a modal with %s', async (_, modal, path) => {
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  const errors: string[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    void interaction.showModal(modal as never).catch((error) => errors.push(String(error)));
  });
  await client.application.commands.set([{ name: 'thanks', description: 'Thanks' }]);
  // Nothing answers it any more.
  void discord.as('Sam').type('/thanks');
  await expect.poll(() => errors[0]).toContain(path);
  expect(discord.as('Sam').modal()).toBeUndefined();
});
