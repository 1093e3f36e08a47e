import { Routes } from 'discord-api-types/v10';
import { channelAnswer } from './answers-of-discord.ts';
import { deadline } from './api.ts';
import type { REST } from './rest-library.ts';

/** Forgotten as a whole when it grows beyond this: opening one again costs a request and changes nothing. */
const MOST_REMEMBERED = 50_000;

/** The direct-message channel with each person; Discord gives the same one every time it is asked. */
export class DirectChannels {
  readonly #rest: REST;
  readonly #channels = new Map<string, string>();

  constructor(rest: REST) {
    this.#rest = rest;
  }

  /** `null` when it was not opened yet. */
  known(person: string): string | null {
    return this.#channels.get(person) ?? null;
  }

  async open(person: string): Promise<string> {
    const known = this.known(person);
    if (known !== null) return known;
    const answer = await this.#rest.post(Routes.userChannels(), { body: { recipient_id: person }, signal: deadline() });
    const { id } = channelAnswer.parse(answer);
    if (this.#channels.size >= MOST_REMEMBERED) this.#channels.clear();
    this.#channels.set(person, id);
    return id;
  }

  forget(person: string): void {
    this.#channels.delete(person);
  }
}
