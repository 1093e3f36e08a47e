import { expect, it } from 'vitest';
import { plainText } from '../../../playground/discord/plain-text.ts';
import { World } from '../../../playground/discord/world.ts';
import { call, localDiscord, placeId } from './fixture.ts';

const world = new World();
const [sam, general] = [world.person('Sam')?.id, world.place('general')?.id];

it.each([
  ['**bold** *slanted* __under__ ~~gone~~ ||secret||', 'bold slanted under gone secret'],
  ['_slanted_ but snake_case_name stays', 'slanted but snake_case_name stays'],
  ['2 \\* 3 \\_not\\_ \\# \\<@1>', '2 * 3 _not_ # <@1>'],
  ['# Head\n## Sub\n-# small\n> quoted', 'Head\nSub\nsmall\nquoted'],
  ['`a*b*c` and ```ts\nx ** y\n```', 'a*b*c and x ** y\n'],
  ['[the page](https://example.org/a_b)', 'the page'],
  [
    '<https://example.org/a_b_c?d=*e*> https://example.org/f_g_h',
    'https://example.org/a_b_c?d=*e* https://example.org/f_g_h',
  ],
  ['\\[a\\](<http://x.test>)', '[a](http://x.test)'],
  [`<@${sam}> in <#${general}>, </kith home:5> <:heart:7>`, '@Sam in #general, /kith home :heart:'],
  ['💛 **één**', '💛 één'],
])('reads %j as %j', (markup, words) => {
  expect(plainText(world, markup, { zone: 'UTC', locale: 'en-GB' })).toBe(words);
});

it('shows a time in each reader’s own zone', async () => {
  const discord = await localDiscord();
  // 2026-01-15 08:30 UTC
  await call(discord, 'POST', `/channels/${placeId(discord, 'general')}/messages`, { content: 'At <t:1768465800:t>' });
  expect(discord.as('Robin').sees()[0]?.text).toBe('At 08:30');
  expect(discord.as('Ravi').sees()[0]?.text).toBe('At 14:00');
  expect(discord.as('Mei').sees()[0]?.text).toMatch(/^At 5:30\sPM$/);
});

it('reads Components V2 from top to bottom', async () => {
  const discord = await localDiscord();
  const button = { type: 2, style: 1, label: 'Yes', custom_id: 'yes', disabled: true };
  const section = { type: 9, components: [{ type: 10, content: '**Two**' }], accessory: button };
  const people = { type: 1, components: [{ type: 5, custom_id: 'who', placeholder: 'Whom?' }] };
  const components = [
    { type: 10, content: '# One' },
    { type: 17, components: [section, people, { type: 10, content: 'Three' }] },
  ];
  await call(discord, 'POST', `/channels/${placeId(discord, 'general')}/messages`, { flags: 1 << 15, components });
  const [message] = discord.as('Sam').sees();
  expect(message).toMatchObject({ text: 'One\nTwo\nThree', notification: 'One' });
  expect(message?.buttons).toEqual([{ label: 'Yes', disabled: true }]);
  expect(message?.selects).toMatchObject([{ label: 'Whom?', kind: 'people' }]);
  await expect(discord.as('Sam').press('Yes')).rejects.toThrow('disabled');
});
