import type { Channel } from './channels.ts';
import { type Identity, idOf, newId } from './identity.ts';
import { type MessageContent, type RawMessage, replaceContent, type StoredMessage } from './messages.ts';
import type { User } from './users.ts';
import type { View } from './view-state.ts';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly length: number;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  complete: boolean;
}

/** All state of the invented workspace. In memory on purpose: it is a test double of Slack. */
export class Workspace {
  readonly identity: Identity;
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly files = new Map<string, StoredFile>();
  /** Published App Homes by user id. */
  readonly homes = new Map<string, View>();
  /** Open modals by user id, the topmost last. */
  readonly modals = new Map<string, View[]>();
  readonly #messages = new Map<string, StoredMessage[]>();
  readonly #directs = new Map<string, Channel>();
  readonly #listeners = new Set<() => void>();
  #lastTs = 0;

  constructor(identity: Identity) {
    this.identity = identity;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** A message timestamp: seconds and microseconds, unique in the workspace. */
  nextTs(): string {
    this.#lastTs = Math.max(Date.now() * 1000, this.#lastTs + 1);
    const digits = String(this.#lastTs);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }

  user(nameOrId: string): User | undefined {
    const name = nameOrId.toLowerCase();
    return this.users.get(nameOrId) ?? [...this.users.values()].find((user) => user.name.toLowerCase() === name);
  }

  channel(nameOrId: string): Channel | undefined {
    const name = nameOrId.replace(/^#/, '');
    return this.channels.get(name) ?? [...this.channels.values()].find((channel) => channel.name === name);
  }

  addChannel(name: string, kind: 'public' | 'private', members: Iterable<string>): Channel {
    const channel: Channel = {
      id: idOf('C', name),
      name,
      kind,
      created: Math.floor(Date.now() / 1000),
      creator: [...members][0] ?? this.identity.botUserId,
      general: name === 'general',
      archived: false,
      members: new Set(members),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** The direct conversation of the app with a user, if it was ever opened. */
  direct(user: string): Channel | undefined {
    return this.#directs.get(user);
  }

  openDirect(user: string): Channel {
    const known = this.direct(user);
    if (known) return known;
    const channel: Channel = {
      id: newId('D'),
      name: '',
      kind: 'direct',
      created: Math.floor(Date.now() / 1000),
      creator: user,
      general: false,
      archived: false,
      members: new Set([user, this.identity.botUserId]),
    };
    this.channels.set(channel.id, channel);
    this.#directs.set(user, channel);
    return channel;
  }

  /** Puts a message into a conversation; `onlyFor` makes it ephemeral. */
  post(channel: Channel, author: string, content: MessageContent, onlyFor?: string): StoredMessage {
    const raw: RawMessage = {
      type: 'message',
      user: author,
      ts: this.nextTs(),
      text: '',
      team: this.identity.teamId,
      ...(author === this.identity.botUserId ? this.#botFields() : {}),
    };
    replaceContent(raw, content);
    if (content.thread_ts !== undefined) raw.thread_ts = content.thread_ts;
    const message: StoredMessage = {
      channel: channel.id,
      raw,
      faded: false,
      ...(onlyFor === undefined ? {} : { onlyFor }),
    };
    this.in(channel.id).push(message);
    this.changed();
    return message;
  }

  #botFields() {
    const { appId, botId, appName, teamId } = this.identity;
    const profile = { id: botId, deleted: false, name: appName, updated: 0, app_id: appId, icons: {}, team_id: teamId };
    return { bot_id: botId, app_id: appId, bot_profile: profile };
  }

  /** The live list of a conversation's messages, oldest first. */
  in(channel: string): StoredMessage[] {
    const known = this.#messages.get(channel);
    if (known) return known;
    const list: StoredMessage[] = [];
    this.#messages.set(channel, list);
    return list;
  }

  find(channel: string, ts: string): StoredMessage | undefined {
    return this.in(channel).findLast((message) => message.raw.ts === ts);
  }

  remove(message: StoredMessage): void {
    const list = this.in(message.channel);
    const at = list.indexOf(message);
    if (at >= 0) list.splice(at, 1);
    this.changed();
  }

  /** Every message of every conversation, oldest first. */
  all(): StoredMessage[] {
    return [...this.#messages.values()].flat().sort((a, b) => (a.raw.ts < b.raw.ts ? -1 : 1));
  }

  /** What one person can see now, oldest first. */
  visibleTo(user: string): StoredMessage[] {
    return this.all().filter((message) => {
      if (message.onlyFor !== undefined) return message.onlyFor === user && !message.faded;
      return this.channels.get(message.channel)?.members.has(user) ?? false;
    });
  }
}
