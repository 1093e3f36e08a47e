import fc from 'fast-check';
import { expect, it } from 'vitest';
import { call, localDiscord, placeId } from './fixture.ts';

const component = fc.record(
  {
    type: fc.integer({ min: 0, max: 24 }),
    custom_id: fc.string(),
    components: fc.array(fc.jsonValue()),
    media: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      content: fc.oneof(fc.string(), fc.jsonValue()),
      components: fc.array(component),
      embeds: fc.jsonValue(),
      attachments: fc.jsonValue(),
      flags: fc.constantFrom(0, 64, 1 << 15),
      nonce: fc.jsonValue(),
      type: fc.integer({ min: 0, max: 12 }),
      data: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);

it('answers anything with a refusal, never with a failure of its own', async () => {
  const discord = await localDiscord({ rateLimitFactor: 0 });
  const paths = [
    ['POST', `/channels/${placeId(discord, 'general')}/messages`],
    ['PUT', `/applications/${discord.botId}/commands`],
    ['POST', `/applications/${discord.botId}/commands`],
    ['POST', '/users/@me/channels'],
    ['POST', '/interactions/1/x/callback'],
    ['POST', `/webhooks/${discord.botId}/x`],
  ] as const;
  const property = fc.asyncProperty(fc.constantFrom(...paths), body, async ([method, path], json) => {
    expect((await call(discord, method, path, json)).status).toBeLessThan(500);
  });
  // Drawn once: what was wrong with it became a property of every object.
  const poison = JSON.parse('{"content":"x","__proto__":{"embeds":1},"embeds":[{"__proto__":1}]}');
  await fc.assert(property, { numRuns: 300, examples: paths.map((path) => [path, poison]) });
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(discord.refusals.filter(({ code }) => code === 'bug')).toEqual([]);
  // What was let through can be read by everybody.
  expect(discord.as('Sam').sees().length).toBe(discord.sent().length);
});
