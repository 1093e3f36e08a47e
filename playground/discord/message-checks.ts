import { type FieldIssue, invalidForm, refusal } from './api-error.ts';
import type { Upload } from './attachments.ts';
import { type Component, type Media, walk } from './components.ts';
import { limits, messageFlags } from './limits.ts';
import { asksForV2, isEmpty, type MessageBody, messageIssues } from './message-rules.ts';
import type { StoredMessage } from './world.ts';

interface Circumstances {
  readonly uploads: readonly Upload[];
  /** Where the message stands in the request's body. */
  readonly prefix?: readonly string[];
  /** The message as it was, for an edit. */
  readonly before?: StoredMessage;
}

/** Throws Discord's refusal where a message breaks a documented limit. The schema has already passed it. */
export function checkMessage(body: MessageBody, { uploads, prefix = [], before }: Circumstances): void {
  const wasV2 = ((before?.api.flags ?? 0) & messageFlags.componentsV2) !== 0;
  const isV2 = wasV2 || asksForV2(body);
  const whole: MessageBody = before && isV2 ? { content: before.api.content, ...body } : body;
  const issues = [...messageIssues(whole, isV2), ...uploadIssues(body, uploads, before)];
  if (issues.length > 0) throw invalidForm(issues.map((issue) => ({ ...issue, path: [...prefix, ...issue.path] })));
  if (uploads.some(({ bytes }) => bytes.byteLength > limits.fileBytes)) throw refusal('fileTooLarge');
  if (isEmpty(merged(body, before), uploads.length)) throw refusal('emptyMessage');
}

function merged(body: MessageBody, before: StoredMessage | undefined): MessageBody {
  if (!before) return body;
  const { content, embeds, components } = before.api as unknown as MessageBody;
  const attached = body.attachments ? body.attachments.length > 0 : before.api.attachments.length > 0;
  return { content, embeds, components, ...body, ...(attached ? { poll: true } : {}) } as MessageBody;
}

function uploadIssues(body: MessageBody, uploads: readonly Upload[], before?: StoredMessage): FieldIssue[] {
  const old = before?.api.attachments ?? [];
  const ids = new Set([...uploads.map(({ index }) => String(index)), ...old.map(({ id }) => id)]);
  const listed = body.attachments ?? [];
  const unknown = [...listed.entries()].filter(([, { id }]) => !ids.has(id));
  const issues: FieldIssue[] = unknown.map(([index]) => ({
    path: ['attachments', index, 'id'],
    code: 'ATTACHMENT_NOT_FOUND',
    message: 'The attachment is not in the upload.',
  }));
  const names = [...uploads.map(({ name }) => name), ...[...old, ...listed].map(({ filename }) => filename ?? '')];
  for (const { component, path } of walk(body.components ?? [])) {
    if (
      mediaOf(component).every(({ url }) => !url.startsWith(ATTACHED) || names.includes(url.slice(ATTACHED.length)))
    ) {
      continue;
    }
    const message = 'The referenced attachment was not found in the upload.';
    issues.push({ path, code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', message });
  }
  return issues;
}

const ATTACHED = 'attachment://';

function mediaOf({ media, file, items = [] }: Component): Media[] {
  return [media, file, ...items.map((item) => item.media)].filter((one) => one !== undefined);
}

/** discord.js sends these as `false` in every body, also where the OpenAPI file has none; Discord ignores them there. */
const INERT: ReadonlySet<string> = new Set(['tts', 'enforce_nonce']);

/** A body as Discord understands it: without inert keys, and with numbers given for the ids of attachments as ids. */
export function prepared(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const entries = Object.entries(body).flatMap(([key, value]): [string, unknown][] => {
    if (INERT.has(key) && value === false) return [];
    if (key === 'attachments' && Array.isArray(value)) return [[key, value.map(withTextId)]];
    // Of a callback to an interaction the message stands in `data`.
    return [[key, key === 'data' ? prepared(value) : value]];
  });
  return Object.fromEntries(entries);
}

const withTextId = (attachment: { id?: unknown }) =>
  typeof attachment?.id === 'number' ? { ...attachment, id: String(attachment.id) } : attachment;
