import { Routes } from 'discord-api-types/v10';
import { channelAnswer } from './answers-of-discord.ts';
import type { REST } from './rest-library.ts';

/** Forgotten as a whole when it grows beyond this: opening one again costs a request and changes nothing. */
const MOST_REMEMBERED = 50_000;

/** How long opening one may take (ms). It may be asked for again, so it needs no long patience. */
const OPENING_MS = 4_000;

/** The direct-message channel with each person; Discord gives the same one every time it is asked. */
export class DirectChannels {
  readonly #lanes: readonly REST[];
  readonly #channels = new Map<string, string>();
  #asked = 0;

  /** @param lanes one after the other is asked: each of them sends the requests of one route one at a time, and an answer that does not come holds up those behind it */
  constructor(lanes: readonly REST[]) {
    this.#lanes = lanes;
  }

  /** `null` when it was not opened yet. */
  known(person: string): string | null {
    return this.#channels.get(person) ?? null;
  }

  async open(person: string): Promise<string> {
    const known = this.known(person);
    if (known !== null) return known;
    this.#asked += 1;
    const lane = this.#lanes[this.#asked % this.#lanes.length];
    const signal = AbortSignal.timeout(OPENING_MS);
    const answer = await lane?.post(Routes.userChannels(), { body: { recipient_id: person }, signal });
    const { id } = channelAnswer.parse(answer);
    if (this.#channels.size >= MOST_REMEMBERED) this.#channels.clear();
    this.#channels.set(person, id);
    return id;
  }

  forget(person: string): void {
    this.#channels.delete(person);
  }
}
