import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../playground/slack/local-slack.ts';
import { clientOf } from './apps.ts';

let slack: LocalSlack;
beforeAll(async () => {
  slack = await startLocalSlack();
});
afterAll(() => slack.stop());

/** What Sam reads of a message of the app. */
async function read(content: { text?: string; blocks?: unknown[] }) {
  await clientOf(slack).apiCall('chat.postMessage', { channel: slack.as('Sam').id, text: 'Kith', ...content });
  const seen = slack.as('Sam').sees('direct').at(-1);
  if (!seen) throw new Error('nothing was seen');
  return seen;
}

describe('a person reads', () => {
  test.each([
    ['names for mentions', '<@U00000NOOR> and <@U0000MATEO|mateo>', '@Noor and @Mateo'],
    ['channels by name', 'in <#C00GENERAL>', 'in #general'],
    [
      'links by their label',
      '<https://kith.example|the page> or <https://kith.example>',
      'the page or https://kith.example',
    ],
    ['the fallback of a date', 'on <!date^1700000000^{date_short}|14 Nov>', 'on 14 Nov'],
    ['entities as characters', 'a &lt;b&gt; &amp; c', 'a <b> & c'],
    ['entities only once', '&amp;lt;', '&lt;'],
    ['no marks', '*bold* _soft_ ~gone~ `code`', 'bold soft gone code'],
    ['marks that are not paired', '2 * 3 and snake_case_name', '2 * 3 and snake_case_name'],
    ['a quote without its sign', '&gt; as it was said', 'as it was said'],
    ['emoji as they were written', ':tea: 🍵', ':tea: 🍵'],
    ['an id that nobody has, so that the mistake shows', '<@U404>', '@U404'],
  ])('%s', async (_name, text, expected) => {
    expect((await read({ text })).text).toBe(expected);
  });

  test('blocks from top to bottom, with buttons, selects and pictures apart', async () => {
    const plain = (text: string) => ({ type: 'plain_text', text });
    const seen = await read({
      blocks: [
        { type: 'header', text: plain('Your weeks') },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: 'Hello <@U00000NOOR>' },
          fields: [plain('one'), plain('two *not bold*')],
          accessory: { type: 'multi_users_select', placeholder: plain('People'), action_id: 'p' },
        },
        { type: 'image', image_url: 'https://kith.example/a.png', alt_text: 'A line going up', title: plain('Mood') },
        { type: 'context', elements: [{ type: 'mrkdwn', text: '_Only you see this_' }] },
        {
          type: 'actions',
          elements: [
            { type: 'button', text: plain('Yes &amp; no') },
            { type: 'conversations_select', placeholder: plain('Where') },
            { type: 'overflow', options: [{ text: plain('Less of this'), value: 'less' }] },
          ],
        },
        { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'The end' }] }] },
      ],
    });
    expect(seen.text.split('\n')).toEqual([
      'Your weeks',
      'Hello @Noor',
      'one',
      'two *not bold*',
      'Mood',
      'Only you see this',
      'The end',
    ]);
    expect(seen.buttons).toEqual([{ label: 'Yes & no', disabled: false }]);
    expect(seen.selects.map(({ label, kind }) => [label, kind])).toEqual([
      ['People', 'people'],
      ['Where', 'channels'],
      ['…', 'options'],
    ]);
    expect(seen.selects[1]?.options).toEqual(['general', 'kindness', 'organizers']);
    expect(seen.images).toEqual([{ alt: 'A line going up', url: 'https://kith.example/a.png' }]);
    expect(seen.notification).toBe('Kith');
    expect(seen.author).toBe(slack.botId);
  });

  test('a notification that nobody can use when an app leaves the text out', async () => {
    const seen = await read({ text: '', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Secret' } }] });
    expect(seen.notification).toBe("This content can't be displayed.");
  });
});

test('waiting says what was seen instead', async () => {
  await read({ text: 'Something else' });
  const waiting = slack.as('Sam').until('a pony', (sam) => sam.sees().find((seen) => seen.text === 'pony'), 10);
  await expect(waiting).rejects.toThrow(/Sam waited 10 ms for a pony[\s\S]*Something else/);
});
