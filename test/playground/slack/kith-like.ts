import type { App, BlockButtonAction, SlackViewAction } from '@slack/bolt';

/** A small app that does once what Kith does everywhere: answers, opens modals, refuses, updates, publishes. */
export interface Diary {
  readonly commands: { text: string; triggerId: string; retry: number | undefined }[];
  readonly actions: unknown[];
  readonly views: SlackViewAction[];
  readonly events: { type: string; retry: number | undefined }[];
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });

export const thanksModal = {
  type: 'modal' as const,
  callback_id: 'thanks',
  title: plain('Say thanks'),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'whom',
      label: plain('Whom'),
      element: { type: 'multi_users_select' as const, action_id: 'people', placeholder: plain('Choose') },
    },
    {
      type: 'input' as const,
      block_id: 'words',
      label: plain('For what'),
      hint: plain('Only they will read it.'),
      optional: true,
      element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true, max_length: 20 },
    },
  ],
};

const home = (line: string) => ({
  type: 'home' as const,
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: line } },
    { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'rest', text: plain('Rest') }] },
  ],
});

const card = [
  { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'What would be good today?' } },
  {
    type: 'actions' as const,
    block_id: 'answers',
    elements: [
      { type: 'button' as const, action_id: 'fine', value: 'd-1', text: plain("I'm fine") },
      {
        type: 'static_select' as const,
        action_id: 'kind',
        placeholder: plain('Kind of help'),
        options: [
          { text: plain('A hand'), value: 'hand' },
          { text: plain('A hello'), value: 'hello' },
        ],
      },
    ],
  },
];

function addCommands(app: App, diary: Diary): void {
  app.command('/kith', async ({ command, ack, respond, client, context }) => {
    diary.commands.push({ text: command.text, triggerId: command.trigger_id, retry: context.retryNum });
    const [word] = command.text.split(' ');
    if (word === 'silent') return;
    if (word === 'broken') return ack({ text: 'x', blocks: [{ type: 'divider', block_id: 'x'.repeat(256) }] });
    if (word === 'help') return ack('Here is *help*.');
    await ack();
    if (word === 'thanks') await client.views.open({ trigger_id: command.trigger_id, view: thanksModal });
    if (word === 'checkin') await respond({ text: 'A question for you', blocks: card });
    if (word === 'flood') for (let i = 0; i < 6; i += 1) await respond(`line ${i}`).catch(() => undefined);
  });
}

function addViews(app: App, diary: Diary): void {
  app.view({ callback_id: 'thanks', type: 'view_submission' }, async ({ ack, body, client, view }) => {
    diary.views.push(body);
    const words = view.state.values.words?.text?.value ?? '';
    if (words.includes('nothing')) return ack({ response_action: 'errors', errors: { words: 'Say a little more.' } });
    await ack();
    const thanked = view.state.values.whom?.people?.selected_users ?? [];
    for (const user of thanked)
      await client.chat.postMessage({ channel: user, text: `<@${body.user.id}> thanks you: ${words}` });
  });
  app.view({ callback_id: 'thanks', type: 'view_closed' }, async ({ ack, body }) => {
    diary.views.push(body);
    await ack();
  });
}

function addActions(app: App, diary: Diary): void {
  app.action('fine', async ({ ack, body, respond }) => {
    diary.actions.push(body);
    await ack();
    await respond({
      text: `Noted: ${(body as { actions: BlockButtonAction['actions'] }).actions[0]?.value}`,
      replace_original: true,
    });
  });
  app.action('kind', async ({ ack, body }) => {
    diary.actions.push(body);
    await ack();
  });
  app.action('rest', async ({ ack, body, client }) => {
    diary.actions.push(body);
    await ack();
    await client.views.publish({ user_id: body.user.id, view: home('Resting.') });
  });
  app.shortcut('thank', async ({ ack, body, client }) => {
    diary.actions.push(body);
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: thanksModal });
  });
}

function addEvents(app: App, diary: Diary): void {
  for (const type of ['app_uninstalled', 'tokens_revoked', 'user_change', 'reaction_added'] as const)
    app.event(type, async ({ context }) => void diary.events.push({ type, retry: context.retryNum }));
  app.event('app_home_opened', async ({ event, client, context }) => {
    diary.events.push({ type: event.type, retry: context.retryNum });
    await client.views.publish({ user_id: event.user, view: home(`Welcome, <@${event.user}>.`) });
  });
}

/** Teaches an app all of it and gives the diary in which it notes what it was told. */
export function kithLike(): { prepare: (app: App) => void; diary: Diary } {
  const diary: Diary = { commands: [], actions: [], views: [], events: [] };
  return {
    diary,
    prepare: (app) => {
      addCommands(app, diary);
      addViews(app, diary);
      addActions(app, diary);
      addEvents(app, diary);
    },
  };
}
