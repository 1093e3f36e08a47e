import { RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import type { Card } from '../../src/engine/card/card.ts';
import { PlatformError } from '../../src/engine/errors.ts';
import type { Installation } from '../../src/engine/event.ts';
import type { DeliveryId, EpochMs } from '../../src/engine/ids.ts';
import type {
  Absence,
  Destination,
  Look,
  Platform,
  Profile,
  Receipt,
  Spread,
} from '../../src/engine/ports/platform.ts';
import { stillInTime } from './admitting.ts';
import { type FoundMessage, memberAnswer, messagesAnswer, postedAnswer } from './answers-of-discord.ts';
import { deadline } from './api.ts';
import { readCustomId } from './custom-id.ts';
import type { DirectChannels } from './direct-channels.ts';
import { type Call, failureOf } from './failures.ts';
import type { Heeding } from './heeding.ts';
import { limits, paces, type Rates } from './limits.ts';
import { lookAt } from './look.ts';
import { markerUrl, renderMessage } from './render/message.ts';
import { DiscordAPIError, type REST } from './rest-library.ts';
import type { DiscordSettings } from './settings.ts';

/** resources/guild#get-guild-member and reference#snowflakes: 2015-01-01, the first moment a snowflake can name. */
const FIRST_MOMENT_MS = 1_420_070_400_000;

/** By what direct channels are opened, and by what everything else is asked. */
export interface Rests {
  readonly all: REST;
  readonly opening: readonly REST[];
}

/** Discord as the engine sees it: REST alone, so that it works in a process without a gateway. */
export class DiscordPlatform implements Platform {
  /** Profiles name no zone, and unasked direct messages are unwelcome on Discord. */
  readonly features = { profileZone: false, directByDefault: false, absences: 0 } as const;
  readonly spread: Spread;
  readonly #rests: Rests;
  readonly #settings: DiscordSettings;
  readonly #rates: Rates;
  readonly #heeding: Heeding | null;
  readonly #direct: DirectChannels;

  /** `heeding` hears what `rests` are answered; where there is none, nothing of it is kept. */
  constructor(rests: Rests, settings: DiscordSettings, rates: Rates, heeding: Heeding | null, direct: DirectChannels) {
    this.#rests = rests;
    this.#settings = settings;
    this.#rates = rates;
    this.spread = paces.spread(rates);
    this.#heeding = heeding;
    this.#direct = direct;
  }

  paces(_installation: Installation, to: Destination, call: 'send' | 'find') {
    // Reading is limited by channel, and by nothing that Discord names beforehand.
    if (call === 'find') return [];
    if (to.kind === 'channel') return paces.channel(this.#rates, to.channel);
    return paces.direct(this.#rates, to.person, this.#direct.known(to.person));
  }

  async send(
    installation: Installation,
    to: Destination,
    card: Card,
    delivery: DeliveryId,
    inTime = () => true,
  ): Promise<Receipt> {
    try {
      return await this.#send(installation, to, card, delivery, inTime);
    } catch (error) {
      // What was said of a limit is to be there before anybody tries again.
      await this.#heeding?.settled();
      throw error;
    }
  }

  async #send(
    installation: Installation,
    to: Destination,
    card: Card,
    delivery: DeliveryId,
    inTime: () => boolean,
  ): Promise<Receipt> {
    const guild = to.kind === 'direct' ? installation.externalId : null;
    const message = renderMessage(card, { guild, delivery });
    const body = {
      content: message.content,
      embeds: message.embeds,
      components: message.components,
      attachments: message.files.map(({ name, description }, id) => ({ id, filename: name, description })),
      // A second post with the same nonce within some minutes returns the first one's message.
      nonce: delivery,
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
    };
    const files = message.files.map(({ name, data }) => ({ name, data, contentType: 'image/png' }));
    return await this.#inChannel(installation, to, 'post', async (channel) => {
      if (!inTime()) throw PlatformError.busy(1, 'too late to send');
      const route = Routes.channelMessages(channel);
      const posting = () => this.#rests.all.post(route, { body, files, signal: deadline() });
      const answer = await stillInTime.run(inTime, posting);
      const posted = postedAnswer.parse(answer);
      return { channel: posted.channel_id, message: posted.id };
    });
  }

  find(installation: Installation, to: Destination, delivery: DeliveryId, since: EpochMs): Promise<Receipt | null> {
    return this.#inChannel(installation, to, 'read-channel', (channel) => this.#findIn(channel, delivery, since));
  }

  async #findIn(channel: string, delivery: DeliveryId, since: EpochMs): Promise<Receipt | null> {
    const oldest = firstIdOf(since);
    let before: string | undefined;
    while (true) {
      const page = await this.#page(channel, before);
      const recent = page.filter(({ id }) => BigInt(id) >= oldest);
      const found = recent.find((message) => isMarkedWith(message, delivery));
      if (found) return { channel, message: found.id };
      before = recent.at(-1)?.id;
      if (before === undefined || recent.length < limits.messagesPerPage) return null;
    }
  }

  async withdraw(_installation: Installation, { channel, message }: Receipt): Promise<void> {
    try {
      await this.#rests.all.delete(Routes.channelMessage(channel, message), { signal: deadline() });
    } catch (error) {
      const gone = error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
      if (!gone) throw failureOf(error, 'other');
    }
  }

  async profile(installation: Installation, person: string): Promise<Profile | null> {
    try {
      const route = Routes.guildMember(installation.externalId, person);
      const { nick, user } = memberAnswer.parse(await this.#rests.all.get(route, { signal: deadline() }));
      const name = nick ?? user.global_name ?? user.username;
      return { name, zone: null, locale: null, ordinary: user.bot !== true };
    } catch (error) {
      const failure = failureOf(error, 'read-member');
      if (failure.refusal === 'person-gone') return null;
      throw failure;
    }
  }

  /** Discord tells nobody's presence without a privileged intent. */
  async absences(): Promise<ReadonlyMap<string, Partial<Absence>>> {
    return new Map();
  }

  look({ externalId }: Installation, channels: readonly string[]): Promise<Look> {
    // discord.js forgets a token that was refused once; a look asks whether it still is.
    for (const rest of [this.#rests.all, ...this.#rests.opening]) rest.setToken(this.#settings.token);
    return lookAt(this.#rests.all, this.#settings.applicationId, externalId, channels);
  }

  /** Newest first. */
  async #page(channel: string, before: string | undefined): Promise<readonly FoundMessage[]> {
    const query = new URLSearchParams({ limit: String(limits.messagesPerPage), ...(before ? { before } : {}) });
    return messagesAnswer.parse(
      await this.#rests.all.get(Routes.channelMessages(channel), { query, signal: deadline() }),
    );
  }

  /** A direct channel may have been opened long ago, and by another application: refused, it is opened anew once before anything is concluded. */
  async #inChannel<T>(
    { externalId: guild }: Installation,
    to: Destination,
    call: Call,
    work: (channel: string) => Promise<T>,
  ): Promise<T> {
    if (to.kind === 'channel') return await calling(call, () => work(to.channel));
    const { channel, opened } = await calling('open-direct', () => this.#direct.of(guild, to.person));
    try {
      return await calling(call, () => work(channel));
    } catch (error) {
      if (opened || !mayBeOutOfDate(error)) throw error;
      const anew = await calling('open-direct', () => this.#direct.openAnew(guild, to.person, channel));
      if (anew === channel) throw error;
      return await calling(call, () => work(anew));
    }
  }
}

function mayBeOutOfDate(error: unknown): boolean {
  const refusal = error instanceof PlatformError ? error.refusal : null;
  return refusal === 'channel-gone' || refusal === 'not-in-channel' || refusal === 'person-unreachable';
}

/** reference#snowflakes: milliseconds since Discord's first moment, above 22 bits that tell ids of the same one apart. */
function firstIdOf(at: EpochMs): bigint {
  return BigInt(Math.max(Math.floor(at) - FIRST_MOMENT_MS, 0)) << 22n;
}

async function calling<T>(call: Call, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error, call);
  }
}

function isMarkedWith({ components, embeds }: FoundMessage, delivery: DeliveryId): boolean {
  const customIds = components.flatMap((row) => row.components.map(({ custom_id }) => custom_id ?? ''));
  return (
    customIds.some((customId) => readCustomId(customId)?.delivery === delivery) ||
    embeds.some(({ url }) => url === markerUrl(delivery))
  );
}
