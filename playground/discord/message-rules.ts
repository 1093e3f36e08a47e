import type { FieldIssue } from './api-error.ts';
import { componentIssues, rowIssues } from './component-rules.ts';
import { type Component, walk } from './components.ts';
import { limits, messageFlags } from './limits.ts';
import { tooLong } from './validate.ts';

/** The body of a request that makes or edits a message, after the schema has passed it. */
export interface MessageBody {
  content?: string | null;
  embeds?: EmbedBody[] | null;
  components?: Component[] | null;
  attachments?: { id: string; filename?: string | null; description?: string | null; title?: string | null }[] | null;
  flags?: number | null;
  nonce?: string | number | null;
  enforce_nonce?: boolean | null;
  tts?: boolean | null;
  poll?: unknown;
  sticker_ids?: string[] | null;
  allowed_mentions?: { parse?: string[] | null; users?: string[] | null; roles?: string[] | null } | null;
  message_reference?: { message_id?: string } | null;
}

export interface EmbedBody {
  title?: string | null;
  description?: string | null;
  url?: string | null;
  color?: number | null;
  timestamp?: string | null;
  fields?: { name: string; value: string; inline?: boolean | null }[] | null;
  footer?: { text?: string | null; icon_url?: string | null } | null;
  author?: { name?: string | null; url?: string | null; icon_url?: string | null } | null;
  image?: { url?: string | null; description?: string | null } | null;
  thumbnail?: { url?: string | null; description?: string | null } | null;
}

/** What Discord documents about messages beyond its schema; `isV2` also when an edited message was V2 before. */
export function messageIssues(body: MessageBody, isV2: boolean): FieldIssue[] {
  const components = body.components ?? [];
  return [
    ...textIssues(body),
    ...mentionIssues(body),
    ...(isV2 ? legacyFieldIssues(body) : rowIssues(components)),
    ...(isV2 ? v2Issues(components) : []),
    ...componentIssues(components),
  ];
}

export const asksForV2 = (body: MessageBody): boolean => ((body.flags ?? 0) & messageFlags.componentsV2) !== 0;

/** True where Discord would answer `50006 Cannot send an empty message`. */
export function isEmpty(body: MessageBody, fileCount: number): boolean {
  return (
    !body.content?.trim() &&
    !body.embeds?.length &&
    !body.components?.length &&
    !body.poll &&
    !body.sticker_ids?.length &&
    fileCount === 0
  );
}

function textIssues(body: MessageBody): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if ((body.content?.length ?? 0) > limits.content) issues.push(tooLong(['content'], limits.content));
  if (typeof body.nonce === 'string' && body.nonce.length > limits.nonce) issues.push(tooLong(['nonce'], limits.nonce));
  const total = (body.embeds ?? []).reduce((sum, embed) => sum + embedLength(embed), 0);
  if (total > limits.embedTotal) {
    const message = `Embed size exceeds maximum size of ${limits.embedTotal}`;
    issues.push({ path: ['embeds'], code: 'MAX_EMBED_SIZE_EXCEEDED', message });
  }
  return issues;
}

function embedLength(embed: EmbedBody): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  for (const field of embed.fields ?? []) texts.push(field.name, field.value);
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** resources/message#allowed-mentions-object: naming users and parsing `users` exclude each other. */
function mentionIssues({ allowed_mentions: allowed }: MessageBody): FieldIssue[] {
  const clash = (['users', 'roles'] as const).filter(
    (kind) => allowed?.parse?.includes(kind) && (allowed[kind]?.length ?? 0) > 0,
  );
  return clash.map((kind) => ({
    path: ['allowed_mentions'],
    code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
  }));
}

function legacyFieldIssues(body: MessageBody): FieldIssue[] {
  const used = (['content', 'embeds', 'poll', 'sticker_ids'] as const).filter((field) => {
    const value = body[field];
    return typeof value === 'string' || Array.isArray(value) ? value.length > 0 : Boolean(value);
  });
  return used.map((field) => ({
    path: [field],
    code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    message: `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
  }));
}

function v2Issues(components: readonly Component[]): FieldIssue[] {
  const all = [...walk(components)].map(({ component }) => component);
  const text = all.reduce((sum, component) => sum + (component.content?.length ?? 0), 0);
  const issues: FieldIssue[] = [];
  if (all.length > limits.componentsV2) issues.push(tooLong(['components'], limits.componentsV2));
  if (text > limits.textDisplayTotal) {
    const message = `The total text of the components must be ${limits.textDisplayTotal} or fewer in length.`;
    issues.push({ path: ['components'], code: 'COMPONENT_TEXT_SIZE_EXCEEDED', message });
  }
  return issues;
}
