import { expect, test } from 'vitest';
import { button, buttons, card, modal, whom } from '../../contract/platform/cards.ts';
import { deliveryId, joined } from './fixture.ts';

test('in a direct message nobody counts as gone, for Discord sends no memberships there', async () => {
  const { local, discord, installation, script } = await joined();
  const [sam, noor] = [local.as('Sam'), local.as('Noor')];
  script.on('open', { kind: 'modal', modal: modal(whom) }).on('thanks|write', { kind: 'nothing' });
  const prompt = card('A question', buttons(button('Write', 'open')));
  await discord.platform.send(installation, { kind: 'direct', person: sam.id }, prompt, deliveryId(1));
  await sam.press('Write');
  await sam.until('the modal', (me) => me.modal());
  await sam.submit({ 'To whom': ['Noor', local.otherBot.name] });
  expect((await script.event('submit')).mentioned).toEqual({ [noor.id]: 'person', [local.otherBot.id]: 'bot' });
});

test('a menu of somebody who left, of a bot, and of what a bot wrote', async () => {
  const { local, script } = await joined();
  const sam = local.as('Sam');
  await sam.personMenu('Say thanks', local.departed.id);
  await sam.personMenu('Say thanks', local.otherBot.id);
  await sam.messageMenu('Thank for this', await local.as(local.otherBot.name).say('Tidied up.'));
  await script.all('shortcut', 3);
  expect(script.events).toMatchObject([
    { person: local.departed.id, mentioned: { [local.departed.id]: 'gone' } },
    { person: local.otherBot.id, mentioned: { [local.otherBot.id]: 'bot' } },
    { person: null, mentioned: {} },
  ]);
});

test('the five users of one option arrive in their order, whichever were left out', async () => {
  const { local, script } = await joined();
  await local.as('Sam').type('/kith praise people-4:@Noor people:@Mei');
  const [mei, noor] = [local.as('Mei'), local.as('Noor')];
  expect((await script.event('command')).input).toEqual({ people: `${mei.id},${noor.id}` });
});
