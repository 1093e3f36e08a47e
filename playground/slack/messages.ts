import type { Block } from './block-schemas.ts';

/** What an app or a person puts into a message. */
export interface MessageContent {
  readonly text: string;
  readonly blocks?: Block[];
  readonly attachments?: unknown[];
  readonly metadata?: { readonly event_type: string; readonly event_payload: Record<string, unknown> };
  readonly thread_ts?: string;
  readonly files?: unknown[];
}

/** A message as Slack's API gives it. */
export interface RawMessage {
  type: 'message';
  user: string;
  ts: string;
  text: string;
  team: string;
  subtype?: string;
  bot_id?: string;
  app_id?: string;
  bot_profile?: unknown;
  blocks?: Block[];
  attachments?: unknown[];
  metadata?: MessageContent['metadata'];
  thread_ts?: string;
  parent_user_id?: string;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[]; count: number }[];
  files?: unknown[];
}

export interface StoredMessage {
  readonly channel: string;
  /** The only person who sees an ephemeral message. */
  readonly onlyFor?: string;
  /** An ephemeral message after its reader's reload: counted as sent, seen by nobody. */
  faded: boolean;
  readonly raw: RawMessage;
}

/** The message without what only its own app may read (metadata is given on demand). */
export function withoutMetadata(raw: RawMessage): RawMessage {
  const { metadata: _, ...rest } = raw;
  return rest;
}

/** Puts new content into a message, leaving out what is absent (Slack keeps what an update does not mention). */
export function replaceContent(raw: RawMessage, content: Partial<MessageContent>): void {
  if (content.text !== undefined) raw.text = content.text;
  if (content.attachments?.length === 0) delete raw.attachments;
  else if (content.attachments) raw.attachments = content.attachments;
  if (content.metadata) raw.metadata = content.metadata;
  if (content.files) raw.files = content.files;
  if (content.blocks?.length === 0) delete raw.blocks;
  else if (content.blocks) raw.blocks = content.blocks;
}
