import { Routes } from 'discord-api-types/v10';
import type { Log } from '../../src/engine/ports/log.ts';
import { channelAnswer } from './answers-of-discord.ts';
import type { REST } from './rest-library.ts';

/** Of more people than this the channel is not remembered here: whose card is the longest ago is read again. */
const MOST_REMEMBERED = 50_000;
/** Forgotten as a whole when there are more: reading one again is one round trip. */
const MOST_SERVERS = 10_000;

/** How long opening one may take (ms). It may be asked for again, so it needs no long patience. */
const OPENING_MS = 4_000;

/** Direct channels as all processes keep them together, by server and person; implemented by the records. */
export interface KeptDirectChannels {
  /** Those of a server, or many of them. */
  of(guild: string): Promise<readonly { readonly person: string; readonly channel: string }[]>;
  find(guild: string, person: string): Promise<string | null>;
  /** Keeps nothing of who is no member. */
  keep(guild: string, person: string, channel: string): Promise<void>;
  forget(guild: string, person: string, channel: string): Promise<void>;
}

/** The direct-message channel with each person; Discord gives the same one every time it is asked, which costs a request at its limit over all. */
export class DirectChannels {
  readonly #lanes: readonly REST[];
  readonly #kept: KeptDirectChannels | null;
  readonly #log: Log;
  /** By person, whose card is the longest ago first. */
  readonly #channels = new Map<string, string>();
  readonly #read = new Map<string, Promise<void>>();
  #asked = 0;

  /** @param lanes one after the other is asked: each of them sends the requests of one route one at a time, and an answer that does not come holds up those behind it */
  constructor(lanes: readonly REST[], kept: KeptDirectChannels | null, log: Log) {
    this.#lanes = lanes;
    this.#kept = kept;
    this.#log = log;
  }

  /** `null` when this process has neither opened nor read it yet. */
  known(person: string): string | null {
    const channel = this.#channels.get(person) ?? null;
    if (channel !== null) this.#learn(person, channel);
    return channel;
  }

  /** `opened`: only now, so that it cannot be out of date. */
  async of(guild: string, person: string): Promise<{ readonly channel: string; readonly opened: boolean }> {
    const channel = this.known(person) ?? (await this.#find(guild, person));
    return channel === null ? { channel: await this.#open(guild, person), opened: true } : { channel, opened: false };
  }

  /** For one that Discord refused. */
  async openAnew(guild: string, person: string, refused: string): Promise<string> {
    this.#channels.delete(person);
    await this.#keeping((kept) => kept.forget(guild, person, refused));
    return await this.#open(guild, person);
  }

  async #open(guild: string, person: string): Promise<string> {
    this.#asked += 1;
    const lane = this.#lanes[this.#asked % this.#lanes.length];
    const signal = AbortSignal.timeout(OPENING_MS);
    const answer = await lane?.post(Routes.userChannels(), { body: { recipient_id: person }, signal });
    const { id } = channelAnswer.parse(answer);
    this.#learn(person, id);
    await this.#keeping((kept) => kept.keep(guild, person, id));
    return id;
  }

  /** The first of a server has all of it read, so that many deliveries cost one round trip, and their paces are known beforehand. */
  async #find(guild: string, person: string): Promise<string | null> {
    await this.#keeping((kept) => this.#readOnce(kept, guild));
    const channel = this.known(person) ?? (await this.#keeping((kept) => kept.find(guild, person))) ?? null;
    if (channel !== null) this.#learn(person, channel);
    return channel;
  }

  #readOnce(kept: KeptDirectChannels, guild: string): Promise<void> {
    const before = this.#read.get(guild);
    if (before !== undefined) return before;
    if (this.#read.size >= MOST_SERVERS) this.#read.clear();
    const reading = kept.of(guild).then((all) => {
      for (const { person, channel } of all) this.#learn(person, channel);
    });
    this.#read.set(guild, reading);
    reading.catch(() => this.#read.delete(guild));
    return reading;
  }

  /** Without what is kept a card costs one request more, and arrives all the same. */
  async #keeping<T>(work: (kept: KeptDirectChannels) => Promise<T>): Promise<T | null> {
    if (this.#kept === null) return null;
    try {
      return await work(this.#kept);
    } catch (error) {
      this.#log.error('discord.direct-channels', error);
      return null;
    }
  }

  #learn(person: string, channel: string): void {
    this.#channels.delete(person);
    this.#channels.set(person, channel);
    if (this.#channels.size <= MOST_REMEMBERED) return;
    const [longestAgo] = this.#channels.keys();
    if (longestAgo !== undefined) this.#channels.delete(longestAgo);
  }
}
