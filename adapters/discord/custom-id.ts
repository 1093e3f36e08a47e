import { MAX_TOKEN_LENGTH } from '../../src/engine/card/token.ts';
import type { DeliveryId } from '../../src/engine/ids.ts';
import { limits } from './limits.ts';

/**
 * What stands in the `custom_id` (at most 100 characters) of every component and modal of ours:
 *
 *     layout (1) · ordinal (1) · [guild (13)] · [delivery (22)] · token (rest)
 *
 * - `layout` says which parts follow: `t` neither, `g` guild, `d` delivery, `b` both; `r` and (with guild) `s` a modal to reopen, not a token.
 * - `ordinal` (base 36) tells components of one message apart, because Discord refuses the same `custom_id` twice.
 * - `guild` stands in whatever is shown in a direct message: a press there does not say for which server. A snowflake
 *   has up to 64 bits, which is 13 digits of base 36.
 * - `delivery` lets a sent message be found again. One component a message carries it, the first that has room: with a token of 76
 *   characters there is always room in a channel (1 + 1 + 22 + 76 = 100), in a direct message up to 63 characters.
 *   Where no component has room, {@link ./render/message.ts} puts it elsewhere.
 */
export interface CustomId {
  readonly kind: 'token' | 'reopen';
  /** The engine's token, or the key of the modal to reopen. */
  readonly token: string;
  readonly ordinal: number;
  readonly guild: string | null;
  readonly delivery: DeliveryId | null;
}

const GUILD_LENGTH = 13;
const DELIVERY_LENGTH = 22;
const HEAD_LENGTH = 2;
const BASE = 36;

/** Whether the delivery's id can stand beside this token. */
export function hasRoomForDelivery(token: string, guild: string | null): boolean {
  return HEAD_LENGTH + (guild === null ? 0 : GUILD_LENGTH) + DELIVERY_LENGTH + token.length <= limits.customId;
}

/** @throws RangeError when it does not fit: more than 36 components, a token above {@link MAX_TOKEN_LENGTH}, a delivery without room. */
export function writeCustomId({ kind, token, ordinal, guild, delivery }: CustomId): string {
  if (ordinal < 0 || ordinal >= BASE) throw new RangeError(`component ${ordinal} of a message`);
  if (token.length > MAX_TOKEN_LENGTH) throw new RangeError(`token of ${token.length} characters`);
  if (delivery !== null && !hasRoomForDelivery(token, guild)) throw new RangeError('no room for the delivery');
  return `${layoutOf(kind, guild, delivery)}${ordinal.toString(BASE)}${guild === null ? '' : packed(guild)}${delivery ?? ''}${token}`;
}

/** The inverse of {@link writeCustomId}; `null` for what we did not write. */
export function readCustomId(text: string): CustomId | null {
  const head = /^([tgdbrs])([0-9a-z])/.exec(text);
  if (!head) return null;
  const [, layout = '', ordinal = ''] = head;
  const guildEnd = HEAD_LENGTH + ('gbs'.includes(layout) ? GUILD_LENGTH : 0);
  const deliveryEnd = guildEnd + ('db'.includes(layout) ? DELIVERY_LENGTH : 0);
  const guild = text.slice(HEAD_LENGTH, guildEnd);
  const delivery = text.slice(guildEnd, deliveryEnd);
  if (text.length < deliveryEnd || !/^[0-9a-z]*$/.test(guild) || !/^[0-9A-Za-z]*$/.test(delivery)) return null;
  return {
    kind: 'rs'.includes(layout) ? 'reopen' : 'token',
    token: text.slice(deliveryEnd),
    ordinal: Number.parseInt(ordinal, BASE),
    guild: guild === '' ? null : unpacked(guild),
    delivery: delivery === '' ? null : (delivery as DeliveryId),
  };
}

function layoutOf(kind: CustomId['kind'], guild: string | null, delivery: DeliveryId | null): string {
  if (kind === 'reopen') return guild === null ? 'r' : 's';
  if (guild !== null) return delivery === null ? 'g' : 'b';
  return delivery === null ? 't' : 'd';
}

const packed = (snowflake: string): string => BigInt(snowflake).toString(BASE).padStart(GUILD_LENGTH, '0');

function unpacked(digits: string): string {
  const base = BigInt(BASE);
  return digits
    .split('')
    .reduce((sum, digit) => sum * base + BigInt(Number.parseInt(digit, BASE)), 0n)
    .toString();
}
