import { Events, type Interaction } from 'discord.js';
import { expect, it } from 'vitest';
import { call, localDiscord, loggedIn, placeId } from './fixture.ts';

const row = (component: object) => ({ type: 1, components: [component] });
const options = [
  { label: 'A hand', value: 'practical' },
  { label: 'A word', value: 'esteem' },
];
const components = [
  row({ type: 3, custom_id: 'kind', placeholder: 'Which kind?', options, max_values: 2 }),
  row({ type: 5, custom_id: 'whom', placeholder: 'Whom?' }),
  row({ type: 8, custom_id: 'where', placeholder: 'Where?' }),
];

async function start() {
  const discord = await localDiscord();
  const client = await loggedIn(discord);
  const heard: unknown[] = [];
  const answer = async (interaction: Interaction) => {
    if (!interaction.isAnySelectMenu()) return;
    heard.push(interaction.values);
    if (interaction.isUserSelectMenu()) heard.push(interaction.users.first()?.globalName, interaction.members.size);
    if (interaction.isChannelSelectMenu()) heard.push(interaction.channels.first()?.toString());
    await interaction.deferUpdate();
    await interaction.editReply({ content: `heard ${interaction.customId}`, components });
  };
  client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
  await call(discord, 'POST', `/channels/${placeId(discord, 'general')}/messages`, { content: 'Choose', components });
  return { discord, heard, sam: discord.as('Sam') };
}

it('sends what people choose: options, people and channels', async () => {
  const { discord, heard, sam } = await start();
  await sam.choose('Which kind?', ['A hand', 'A word']);
  await sam.choose('Whom?', ['Noor']);
  await sam.choose('Where?', ['kindness']);
  await sam.until('the last answer', (me) => me.sees().some(({ text }) => text === 'heard where'));
  const kindness = placeId(discord, 'kindness');
  expect(heard).toEqual([['practical', 'esteem'], [discord.as('Noor').id], 'Noor', 1, [kindness], `<#${kindness}>`]);
  expect(discord.refusals).toEqual([]);
});

it('offers no more than the select does', async () => {
  const { sam } = await start();
  expect(sam.sees()[0]?.selects).toMatchObject([
    { label: 'Which kind?', kind: 'options', options: ['A hand', 'A word'] },
    { label: 'Whom?', kind: 'people' },
    { label: 'Where?', kind: 'channels', options: ['general', 'kindness', 'organizers'] },
  ]);
  await expect(sam.choose('Which kind?', ['A song'])).rejects.toThrow('There is no option “A song”');
  await expect(sam.choose('Whom?', ['Noor', 'Kai'])).rejects.toThrow('You can only make 1 selection');
  await expect(sam.choose('When?', ['now'])).rejects.toThrow('Sam sees no select “When?”');
});
