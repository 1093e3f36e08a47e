import type { Card } from '../../../src/engine/card/card.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';
import type { Destination, Features, Platform } from '../../../src/engine/ports/platform.ts';

/** A card that was sent, and to whom. */
export interface Sheet {
  readonly to: Destination;
  readonly card: Card;
  readonly delivery: DeliveryId;
}

/** A third platform, as small as one can be: what is sent lies on a table. Everybody is an ordinary person. */
export function paperPlatform(features: Features): { readonly platform: Platform; readonly table: readonly Sheet[] } {
  const table: Sheet[] = [];
  const receipt = ({ to, delivery }: Sheet) => ({
    channel: to.kind === 'direct' ? to.person : to.channel,
    message: delivery,
  });
  return {
    table,
    platform: {
      features,
      spread: { everyMs: 1, burst: 1000 },
      absences: async () => new Map(),
      paces: () => [{ key: 'paper', everyMs: 1, burst: 1000 }],
      async send(_installation, to, card, delivery) {
        const sheet = { to, card, delivery };
        table.push(sheet);
        return receipt(sheet);
      },
      async find(_installation, _to, delivery) {
        const sheet = table.find((one) => one.delivery === delivery);
        return sheet === undefined ? null : receipt(sheet);
      },
      async withdraw(_installation, { message }) {
        const at = table.findIndex((one) => one.delivery === message);
        if (at >= 0) table.splice(at, 1);
      },
      profile: async (_installation, person) => ({ name: person, zone: null, locale: null, ordinary: true }),
      look: async (_installation, channels) => ({
        as: { identity: 'paper', since: null },
        missing: [],
        commands: true,
        channels: channels.map((channel) => ({ channel, state: 'open', missing: [] })),
      }),
    },
  };
}
