import { Client, ComponentTypes, type Interaction } from 'oceanic.js';
import { expect, it, onTestFinished } from 'vitest';
import { apiOf, localDiscord, placeId, tokenOf } from './fixture.ts';

/** A client written by others than discord.js: what both accept is Discord and not one library's leniency. */
async function oceanic(
  discord: Awaited<ReturnType<typeof localDiscord>>,
  answer: (interaction: Interaction) => Promise<unknown>,
) {
  const client = new Client({
    auth: `Bot ${tokenOf(discord)}`,
    rest: { baseURL: `${apiOf(discord)}/v10` },
    gateway: { intents: ['GUILDS', 'GUILD_MESSAGES', 'DIRECT_MESSAGES'] },
  });
  const complaints: string[] = [];
  client.on('error', (error) => complaints.push(String(error)));
  client.on('warn', (warning) => complaints.push(warning));
  const answers: Promise<unknown>[] = [];
  client.on('interactionCreate', (interaction) => answers.push(answer(interaction)));
  const ready = new Promise<void>((resolve) => client.once('ready', () => resolve()));
  onTestFinished(() => client.disconnect(false));
  await client.connect();
  await ready;
  return { client, complaints, done: () => Promise.all(answers) };
}

it('serves oceanic.js as it serves discord.js', async () => {
  const discord = await localDiscord();
  const { client, complaints, done } = await oceanic(discord, async (interaction) => {
    if (interaction.isCommandInteraction()) {
      await interaction.defer(64);
      await interaction.editOriginal({
        content: `For ${interaction.data.options.getUser('person')?.globalName}`,
        components: [
          {
            type: ComponentTypes.ACTION_ROW,
            components: [{ type: ComponentTypes.BUTTON, style: 1, label: 'Yes', customID: 'yes' }],
          },
        ],
      });
    } else if (interaction.isComponentInteraction()) {
      await interaction.editParent({ content: `${interaction.data.customID} pressed`, components: [] });
    }
  });
  expect(client.user.id).toBe(discord.botId);
  const guild = client.guilds.get(discord.communityId);
  expect(guild?.channels.map(({ name }) => name)).toEqual(['general', 'kindness', 'organizers']);
  await client.application.createGlobalCommand({
    type: 1,
    name: 'thanks',
    description: 'Thanks',
    options: [{ type: 6, name: 'person', description: 'Whom', required: true }],
  });
  await discord.connected();
  const sam = discord.as('Sam');
  await sam.type('/thanks @Noor');
  await sam.until('the answer', (me) => me.sees().some(({ text }) => text === 'For Noor'));
  await sam.press('Yes');
  await done();
  expect(sam.sees()).toMatchObject([{ text: 'yes pressed', ephemeral: true, buttons: [] }]);
  const message = await client.rest.channels.createMessage(placeId(discord, 'kindness'), {
    content: 'Hello',
    files: [{ name: 'note.txt', contents: Buffer.from('note') }],
  });
  expect(message.attachments.first()?.filename).toBe('note.txt');
  const direct = await client.rest.users.createDM(sam.id);
  await direct.createMessage({ content: 'In private' });
  expect(sam.sees('direct')).toMatchObject([{ text: 'In private' }]);
  await expect(client.rest.guilds.getMember(discord.communityId, discord.departed.id)).rejects.toMatchObject({
    code: 10007,
  });
  expect(complaints).toEqual([]);
});

it('lets oceanic.js resume', async () => {
  const discord = await localDiscord();
  const { client } = await oceanic(discord, async () => undefined);
  const resumed = new Promise<void>((resolve) => client.once('shardResume', () => resolve()));
  discord.askToReconnect();
  await resumed;
});
