import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../playground/slack/limits.ts';
import { type LocalSlack, startLocalSlack } from '../../playground/slack/local-slack.ts';
import { thanksModal } from '../playground/slack/kith-like.ts';
import { type RawClient, rawClient } from '../playground/slack/raw-client.ts';
import { patientSlack } from '../servers/patience.ts';

/**
 * Recorded shapes of what the real Slack answers and sends (values blanked, variants merged): for development and CI only,
 * beside the repository. What the local Slack says must hold no key that they do not.
 */
const specs = '../shared/specs/slack';
const logs = `${specs}/json-logs`;
const present = existsSync(specs);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths of keys that the recorded shape does not have. Empty recorded objects and lists say nothing about their content. */
function unknownKeys(value: unknown, shape: unknown, path = ''): string[] {
  if (Array.isArray(value) && Array.isArray(shape))
    return shape.length === 0 ? [] : value.flatMap((each) => unknownKeys(each, shape[0], `${path}[]`));
  if (!isObject(value) || !isObject(shape) || Object.keys(shape).length === 0) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key in shape ? unknownKeys(each, shape[key], `${path}.${key}`) : [`${path}.${key}`],
  );
}

function recorded(file: string): unknown {
  const shape: unknown = JSON.parse(readFileSync(`${logs}/${file}.json`, 'utf8'));
  return shape;
}

let slack: LocalSlack;
let client: RawClient;
beforeAll(async () => {
  slack = await startLocalSlack({ ...patientSlack, homePatienceMs: 50 });
  client = await rawClient(slack);
});
afterAll(() => slack.stop());

function answers(): void {
  test.each([
    ['auth.test', {}],
    ['bots.info', {}],
    ['team.info', {}],
    ['users.info', { user: 'SAM', include_locale: true }],
    ['users.list', { include_locale: true }],
    ['users.profile.get', { user: 'SAM' }],
    ['users.getPresence', { user: 'SAM' }],
    ['conversations.info', { channel: 'GENERAL', include_num_members: true }],
    ['conversations.list', { types: 'public_channel,im' }],
    ['conversations.members', { channel: 'GENERAL' }],
    ['chat.postEphemeral', { channel: 'GENERAL', user: 'SAM', text: 'x' }],
    ['files.getUploadURLExternal', { filename: 'a.png', length: 3 }],
  ])('%s', async (method, args) => {
    const ids = { SAM: slack.as('Sam').id, GENERAL: slack.places[0]?.id };
    const filled = Object.entries(args).map(([key, value]) => [key, ids[value as keyof typeof ids] ?? value]);
    const answer = await client.call(method, Object.fromEntries(filled));
    expect(answer.ok).toBe(true);
    expect(unknownKeys(answer, recorded(`api/${method}`))).toEqual([]);
  });

  test('messages, permalinks, reactions and deletions', async () => {
    const channel = slack.places[0]?.id;
    const { ts } = await client.call('chat.postMessage', { channel, text: 'x' });
    for (const [method, args] of [
      ['chat.getPermalink', { channel, message_ts: ts }],
      ['reactions.add', { channel, timestamp: ts, name: 'heart' }],
      ['chat.delete', { channel, ts }],
    ] as const)
      expect(unknownKeys(await client.call(method, args), recorded(`api/${method}`))).toEqual([]);
  });

  test('refusals', async () => {
    slack.removeScope('dnd:read', 'team:read');
    const refused = await client.call('team.info', {});
    expect(refused).toMatchObject({ ok: false, error: 'missing_scope' });
    expect(unknownKeys(refused, recorded('api/team.info'))).toEqual([]);
    slack.addScope('dnd:read', 'team:read');
  });
}

function messagesToTheApp(): void {
  const newest = () => client.envelopes.at(-1)?.payload;

  test('slash commands', async () => {
    await slack.as('Sam').type('/kith help');
    expect(unknownKeys(newest(), recorded('app-backend/slash-commands/SlashCommandPayload'))).toEqual([]);
  });

  test('presses, submissions and closed views', async () => {
    const sam = slack.as('Sam');
    const actions = 'app-backend/interactive-components/BlockActionPayload';
    const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' }, value: 'v' };
    const blocks = [{ type: 'actions', elements: [button] }];
    await client.call('chat.postMessage', { channel: sam.id, text: 'x', blocks });
    await sam.press('Go');
    expect(unknownKeys(newest(), recorded(actions))).toEqual([]);

    await sam.type('/kith thanks');
    await client.call('views.open', { trigger_id: newest()?.trigger_id, view: thanksModal });
    await sam.submit({ Whom: ['Mei'] });
    const views = ['ViewSubmissionPayload', 'ViewClosedPayload'].map((name) => recorded(`app-backend/views/${name}`));
    // The recordings leave a view's blocks out, and the response addresses of a submission.
    const left = ['.view.blocks', '.response_urls'];
    expect(newest()).toMatchObject({ type: 'view_submission' });
    expect(unknownKeys(newest(), views[0]).filter((path) => !left.includes(path))).toEqual([]);

    await sam.type('/kith thanks');
    await client.call('views.open', { trigger_id: newest()?.trigger_id, view: thanksModal });
    await sam.dismiss();
    expect(newest()).toMatchObject({ type: 'view_closed' });
    expect(unknownKeys(newest(), views[1]).filter((path) => !left.includes(path))).toEqual([]);
  });

  test('message shortcuts', async () => {
    const sam = slack.as('Sam');
    await sam.type('soup');
    const [soup] = sam.sees('general').slice(-1);
    if (soup) await sam.messageShortcut('thank', soup);
    const shape = recorded('app-backend/interactive-components/MessageShortcutPayload');
    expect(newest()).toMatchObject({ type: 'message_action' });
    expect(unknownKeys(newest(), shape)).toEqual([]);
  });

  test('events', async () => {
    const sam = slack.as('Sam');
    await sam.home();
    expect(unknownKeys(newest(), recorded('events/AppHomeOpenedPayload'))).toEqual([]);
    const [message] = sam.sees('general').slice(-1);
    if (message) await sam.react('heart', message);
    expect(unknownKeys(newest(), recorded('events/ReactionAddedPayload'))).toEqual([]);
    await slack.setZone('Sam', 'Asia/Tokyo');
    expect(unknownKeys(newest(), recorded('events/UserChangePayload'))).toEqual([]);
    await slack.setStatus('Sam', { text: 'Vacationing', emoji: ':palm_tree:', expiration: 1_795_600_000 });
    expect(newest()).toMatchObject({
      event: { type: 'user_change', user: { profile: { status_text: 'Vacationing' } } },
    });
    expect(unknownKeys(newest(), recorded('events/UserChangePayload'))).toEqual([]);
    await slack.setDoNotDisturb('Sam', { start: 1_795_600_000, end: 1_795_603_600 });
    expect(newest()).toMatchObject({ event: { type: 'dnd_updated_user', dnd_status: { dnd_enabled: true } } });
    expect(unknownKeys(newest(), recorded('events/DndUpdatedUserPayload'))).toEqual([]);
    await slack.uninstall();
    const [revoked, uninstalled] = client.envelopes.slice(-2).map((envelope) => envelope.payload);
    expect(unknownKeys(revoked, recorded('events/TokensRevokedPayload'))).toEqual([]);
    expect(unknownKeys(uninstalled, recorded('events/AppUninstalledPayload'))).toEqual([]);
  });
}

interface Schema {
  readonly $ref?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** The smallest `maxLength` or `maxItems` that an unofficial schema of Block Kit knows at a path of property names. */
function smallest(defs: Readonly<Record<string, Schema>>, schema: Schema, path: readonly string[]): number {
  const [key, ...rest] = path;
  const { $ref } = schema;
  const inner = [
    ...($ref ? [defs[$ref.replace('#/$defs/', '')] ?? {}] : []),
    ...(schema.allOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
  ].map((each) => smallest(defs, each, path));
  if (key === undefined) return Math.min(...inner, schema.maxLength ?? Infinity, schema.maxItems ?? Infinity);
  const next = key === '[]' ? schema.items : schema.properties?.[key];
  return Math.min(...inner, next ? smallest(defs, next, rest) : Infinity);
}

function limitTable(): void {
  const { $defs: defs }: { $defs: Record<string, Schema> } = JSON.parse(
    readFileSync(`${specs}/slack-block-kit.schema.json`, 'utf8'),
  );
  test.each([
    ['message_blocks', limits.message.blocks],
    ['modal_view blocks', limits.view.blocks],
    ['modal_view title text', limits.view.title],
    ['modal_view submit text', limits.view.submit],
    ['modal_view private_metadata', limits.view.privateMetadata],
    ['modal_view callback_id', limits.view.callbackId],
    ['block_id', limits.blockId],
    ['action_id', limits.actionId],
    ['section_block text text', limits.section.text],
    ['section_block fields', limits.section.fields],
    ['section_block fields [] text', limits.section.field],
    ['header_block text text', limits.header.text],
    ['actions_block elements', limits.actions.elements],
    ['context_block elements', limits.context.elements],
    ['image_block alt_text', limits.image.alt],
    ['image_block image_url', limits.image.url],
    ['input_block label text', limits.input.label],
    ['input_block hint text', limits.input.hint],
    ['button_element text text', limits.button.text],
    ['button_element value', limits.button.value],
    ['button_element url', limits.button.url],
    ['static_select_element options', limits.select.options],
    ['static_select_element placeholder text', limits.select.placeholder],
    ['option_object_plain_text text text', limits.option.text],
    ['option_object_plain_text value', limits.option.value],
    ['option_group_object label text', limits.optionGroup.label],
    ['radio_buttons_element options', limits.choices.options],
    ['overflow_element options', limits.overflow.options],
    ['confirm_object title text', limits.confirm.title],
    ['confirm_object text text', limits.confirm.text],
    ['confirm_object deny text', limits.confirm.button],
  ])('%s', (where, limit) => {
    const [def = '', ...path] = where.split(' ');
    expect(smallest(defs, defs[def] ?? {}, path)).toBe(limit);
  });
}

if (present) {
  describe('the local Slack says nothing that Slack would not', answers);
  describe('the local Slack sends nothing that Slack would not', messagesToTheApp);
  describe('the table of limits agrees with a schema written by others', limitTable);
} else {
  test('without the recorded shapes there is nothing to compare', () => {
    process.stdout.write(`${specs} is absent: the local Slack is not compared with recorded shapes.\n`);
    expect(existsSync(specs)).toBe(false);
  });
}
