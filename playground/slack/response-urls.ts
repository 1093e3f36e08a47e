import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { readContent } from './content.ts';
import { randomDigits } from './identity.ts';
import { limits } from './limits.ts';
import { replaceContent } from './messages.ts';
import { SlackError } from './web-api/method.ts';
import type { Workspace } from './workspace.ts';

const postSchema = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.union([z.boolean(), z.stringbool()]).default(false),
  delete_original: z.union([z.boolean(), z.stringbool()]).default(false),
  thread_ts: z.string().optional(),
});

interface Issued {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed. */
  readonly messageTs: string | undefined;
  readonly expiresAt: number;
  usesLeft: number;
}

/** Addresses at which an app may answer an interaction for half an hour without a token. */
export class ResponseUrls {
  readonly #known = new Map<string, Issued>();
  readonly #workspace: Workspace;
  readonly #origin: () => string;

  constructor(workspace: Workspace, origin: () => string) {
    this.#workspace = workspace;
    this.#origin = origin;
  }

  issue(kind: 'commands' | 'actions', channel: string, user: string, messageTs?: string): string {
    const path = `/${kind}/${this.#workspace.identity.teamId}/${randomDigits(13)}/${randomBytes(12).toString('hex')}`;
    const expiresAt = Date.now() + limits.responseUrl.ms;
    this.#known.set(path, { channel, user, messageTs, expiresAt, usesLeft: limits.responseUrl.uses });
    return this.#origin() + path;
  }

  /** Ends the lifetime of all addresses issued so far, as half an hour would. */
  expire(): void {
    for (const [path, issued] of this.#known) this.#known.set(path, { ...issued, expiresAt: 0 });
  }

  /**
   * Takes what the app posts to such an address.
   * @throws SlackError `expired_url`, `used_url`, or what is wrong with the message.
   */
  accept(path: string, body: unknown): void {
    const issued = this.#known.get(path);
    if (!issued) throw new SlackError('invalid_url');
    if (Date.now() > issued.expiresAt) throw new SlackError('expired_url');
    if (issued.usesLeft === 0) throw new SlackError('used_url');
    const parsed = postSchema.safeParse(body);
    if (!parsed.success) throw new SlackError('invalid_payload');
    this.#apply(issued, parsed.data);
    issued.usesLeft -= 1;
  }

  #apply(issued: Issued, post: z.output<typeof postSchema>): void {
    const workspace = this.#workspace;
    const original = issued.messageTs === undefined ? undefined : workspace.find(issued.channel, issued.messageTs);
    if (post.delete_original) {
      if (original) workspace.remove(original);
      return;
    }
    if (post.replace_original && original) {
      // Unlike chat.update, which keeps the blocks that it is not given, this replaces the whole message.
      replaceContent(original.raw, { blocks: [], attachments: [], ...readContent(post) });
      if (original.onlyFor === undefined)
        original.raw.edited = { user: workspace.identity.botUserId, ts: workspace.nextTs() };
      workspace.changed();
      return;
    }
    postAnswer(workspace, issued, post);
  }
}

/** Posts what an acknowledgement or a response address carried: private unless told otherwise. */
export function postAnswer(
  workspace: Workspace,
  to: { readonly channel: string; readonly user: string },
  post: z.output<typeof postSchema>,
): void {
  const channel = workspace.channels.get(to.channel);
  if (!channel) throw new SlackError('channel_not_found');
  const thread = post.thread_ts === undefined ? {} : { thread_ts: post.thread_ts };
  const onlyFor = post.response_type === 'in_channel' ? undefined : to.user;
  workspace.post(channel, workspace.identity.botUserId, { ...readContent(post), ...thread }, onlyFor);
}

/** Reads the message inside an acknowledgement; `undefined` where it carries none. */
export function answerIn(body: unknown): z.output<typeof postSchema> | undefined {
  if (body === undefined || body === null || body === '') return undefined;
  const given = typeof body === 'string' ? { text: body } : body;
  if (typeof given === 'object' && Object.keys(given).length === 0) return undefined;
  const parsed = postSchema.safeParse(given);
  if (!parsed.success) throw new SlackError('invalid_command_response');
  return parsed.data;
}
