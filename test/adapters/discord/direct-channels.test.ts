import { expect, onTestFinished, test } from 'vitest';
import { createKeyring } from '../../../adapters/crypto/keyring.ts';
import { createDiscord } from '../../../adapters/discord/discord.ts';
import { type Database, openDatabase } from '../../../adapters/postgres/database.ts';
import type { CommunityId } from '../../../src/engine/ids.ts';
import type { Log } from '../../../src/engine/ports/log.ts';
import type { Destination } from '../../../src/engine/ports/platform.ts';
import { card } from '../../contract/platform/cards.ts';
import { keptLog } from '../../contract/platform/harness.ts';
import { failingLog } from '../../contract/stores/bench.ts';
import { aMember } from '../../contract/stores/samples.ts';
import { deliveryId, joined, settingsOf } from './fixture.ts';
import { keys, records, sharedStore } from './records.ts';

/** Sam and Noor are members; each sender is as a process after a restart. */
async function members() {
  const { database } = await records();
  const { local, installation } = await joined({ connect: false });
  await sharedStore(local);
  const [sam, noor] = ['Sam', 'Noor'].map((name) => local.as(name).id) as [string, string];
  await database.transactor.run(async (stores) => {
    const found = await stores.communities.find('discord', local.communityId);
    const id = found?.id ?? ('' as CommunityId);
    for (const externalId of [sam, noor]) await stores.in(id).members.put(aMember({ externalId }));
  });
  const sender = (log: Log = failingLog, { directChannels }: Pick<Database, 'directChannels'> = database) => {
    const discord = createDiscord({ settings: settingsOf(local), log, requestsPerSecond: 1_000, directChannels });
    onTestFinished(() => discord.stop());
    const { platform } = discord;
    return {
      send: (person: string, id = deliveryId(1)) =>
        platform.send(installation, { kind: 'direct', person }, card('Hello'), id),
      find: (person: string, id: string) =>
        platform.find(installation, { kind: 'direct', person }, id as ReturnType<typeof deliveryId>, 0),
      /** How many requests the engine reckons with for a card. */
      price: (person: string) => {
        const to: Destination = { kind: 'direct', person };
        const [channel, direct] = [{ kind: 'channel', channel: '1' } as const, to].map(
          (one) => platform.paces(installation, one, 'send')[0]?.everyMs ?? 0,
        );
        return (direct ?? 0) / (channel ?? 1);
      },
    };
  };
  /** From now on a channel that is opened makes the test fail. */
  const openNoMore = () => local.fault({ kind: 'status', status: 500, match: '/users/@me/channels', times: 100 });
  return { database, local, sam, noor, sender, openNoMore };
}

test('after a restart no direct channel is opened again, and from the first card on the others are known to cost one request', async () => {
  const { sam, noor, sender, openNoMore, local } = await members();
  const before = sender();
  const sent = [await before.send(sam), await before.send(noor, deliveryId(2))];
  openNoMore();
  const after = sender();
  expect(after.price(noor)).toBe(2);
  const again = [await after.send(sam, deliveryId(11)), await after.send(noor, deliveryId(12))];
  expect(again.map(({ channel }) => channel)).toEqual(sent.map(({ channel }) => channel));
  expect(await sender().find(sam, deliveryId(11))).toEqual(again[0]);
  const third = sender();
  await third.send(sam, deliveryId(13));
  expect(third.price(noor)).toBe(1);
  expect(local.refusals).toEqual([]);
});

test('what another process opened meanwhile is found', async () => {
  const { sam, noor, sender, openNoMore } = await members();
  const [one, other] = [sender(), sender()];
  await one.send(sam);
  await other.send(noor, deliveryId(2));
  openNoMore();
  await expect(one.send(noor, deliveryId(3))).resolves.toBeDefined();
});

test('a kept channel that is gone is opened anew, and the card arrives once', async () => {
  const { database, local, sam, sender, openNoMore } = await members();
  const { channel } = await sender().send(sam);
  local.deleteChannel(channel);
  const anew = await sender().send(sam, deliveryId(2));
  expect(anew.channel).not.toBe(channel);
  expect(local.sent()).toHaveLength(1);
  expect(local.refusals.map(({ code }) => code)).toEqual(['10003']);
  expect(await database.directChannels.find(local.communityId, sam)).toBe(anew.channel);
  openNoMore();
  expect(await sender().find(sam, deliveryId(2))).toEqual(anew);
});

test('a look-up in a kept channel that is gone finds nothing, instead of being refused', async () => {
  const { local, sam, sender } = await members();
  const { channel } = await sender().send(sam);
  local.deleteChannel(channel);
  expect(await sender().find(sam, deliveryId(1))).toBeNull();
});

test('closed direct messages are told once, whether the channel was kept or not', async () => {
  const { local, sam, noor, sender } = await members();
  await sender().send(sam);
  for (const name of ['Sam', 'Noor']) local.closeDirectMessages(name);
  for (const person of [sam, noor])
    await expect(sender().send(person, deliveryId(2))).rejects.toMatchObject({ refusal: 'person-unreachable' });
  // The same channel is not tried twice.
  expect(local.refusals.map(({ code }) => code)).toEqual(['50007', '50007']);
});

test('a database that does not answer costs a request, and no card', async () => {
  const { sam, sender } = await members();
  const { url } = await records();
  const away = await openDatabase({ url, cipher: createKeyring(keys), log: failingLog });
  await away.close();
  const logged: string[] = [];
  await sender(keptLog(logged), away).send(sam);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.every((line) => line.includes('discord.direct-channels'))).toBe(true);
});
