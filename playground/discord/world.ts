import type { APIApplicationCommand, APIMessage } from 'discord-api-types/v10';
import type { Person, Place } from '../driver.ts';
import { community, type InventedPerson, people as inventedPeople } from '../people.ts';
import { adminRoleOverwrites, type Overwrite } from './permissions.ts';
import { createSnowflakes } from './snowflake.ts';

export interface Channel extends Place {
  readonly position: number;
  readonly overwrites: Overwrite[];
  /** The person on the other side, where this is a direct-message channel. */
  readonly recipient?: string;
  lastMessageId: string | null;
}

export interface StoredMessage {
  /** As the API gives it; replaced, never changed, so that what was sent stays as it was. */
  api: APIMessage;
  /** The only person who sees it. */
  readonly ephemeralFor?: string;
  /** An ephemeral message after its reader reloaded. */
  hidden: boolean;
  /** Who reacted, by emoji. */
  readonly reactions: Map<string, Set<string>>;
}

export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface WorldOptions {
  readonly people?: readonly InventedPerson[];
  readonly communityName?: string;
}

/** Everything the local Discord knows: one server, its people, channels and messages. */
export class World {
  readonly nextId = createSnowflakes();
  readonly guildId = this.nextId();
  /** Of an app made since 2016, the bot's user id is the application's id. */
  readonly botId = this.nextId();
  readonly botName = 'Kith';
  readonly roles = { everyone: this.guildId, organizers: this.nextId(), app: this.nextId() } as const;
  readonly name: string;
  joinedAt = new Date().toISOString();
  readonly members: readonly Person[];
  /** Another app's bot, in the server. */
  readonly otherBot: Person;
  /** Somebody who has left the server. */
  readonly departed: Person;
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, StoredMessage>();
  readonly commands = new Map<string, APIApplicationCommand>();
  readonly files = new Map<string, StoredFile>();
  /** Message made with a nonce, for `enforce_nonce`; `at` in milliseconds since 1970. */
  readonly nonces = new Map<string, { readonly message: StoredMessage; readonly at: number }>();
  readonly present = new Set<string>();
  readonly closedToDirect = new Set<string>();
  token = 'local-discord-token';
  /** Every request is answered as if its token were wrong. */
  refused = false;
  /** Where the server listens, without a slash at the end; known once it does. */
  origin = '';
  /** False after the app was removed from the server. */
  installed = true;
  /** Asked for the server, Discord says by mistake that there is none. */
  denied = false;
  readonly #listeners = new Set<() => void>();
  readonly #people = new Map<string, Person>();
  readonly #directs = new Map<string, Channel>();

  constructor(options: WorldOptions = {}) {
    this.name = options.communityName ?? community.name;
    const person = (invented: InventedPerson, bot = false): Person => ({ ...invented, id: this.nextId(), bot });
    this.members = (options.people ?? inventedPeople).map((invented) => person(invented));
    const stranger = { zone: 'Europe/London', locale: 'en-GB', admin: false } as const;
    this.otherBot = person({ ...stranger, name: 'Tidybot' }, true);
    this.departed = person({ ...stranger, name: 'Lou' });
    for (const { id } of [...this.members, this.otherBot]) this.present.add(id);
    for (const someone of this.everyone.toReversed()) {
      this.#people.set(someone.id, someone).set(someone.name.toLowerCase(), someone);
    }
    this.token = `${Buffer.from(this.botId).toString('base64url')}.local.${this.nextId()}`;
    for (const [position, name] of community.channels.entries()) {
      const overwrites = name === 'organizers' ? adminRoleOverwrites(this.roles) : [];
      const id = this.nextId();
      this.channels.set(id, { id, name, position, overwrites, lastMessageId: null });
    }
  }

  get everyone(): readonly Person[] {
    return [...this.members, this.otherBot, this.departed];
  }

  /** The first admin owns the server. */
  get ownerId(): string {
    return (this.members.find(({ admin }) => admin) ?? this.members[0])?.id ?? this.botId;
  }

  get places(): readonly Channel[] {
    return [...this.channels.values()].filter(({ recipient }) => recipient === undefined);
  }

  person(nameOrId: string): Person | undefined {
    return this.#people.get(nameOrId.replace(/^@/, '').toLowerCase());
  }

  place(nameOrId: string): Channel | undefined {
    const wanted = nameOrId.replace(/^#/, '');
    return this.channels.get(wanted) ?? this.places.find(({ name }) => name === wanted);
  }

  /** The direct-message channel between the app and a person, made on first use. */
  direct(personId: string): Channel {
    const open = this.openDirect(personId);
    if (open) return open;
    const id = this.nextId();
    const channel: Channel = {
      id,
      name: 'direct',
      position: 0,
      overwrites: [],
      recipient: personId,
      lastMessageId: null,
    };
    this.channels.set(id, channel);
    this.#directs.set(personId, channel);
    return channel;
  }

  openDirect(personId: string): Channel | undefined {
    const channel = this.#directs.get(personId);
    return channel && this.channels.has(channel.id) ? channel : undefined;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
