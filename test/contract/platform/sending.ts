import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/engine/errors.ts';
import type { DeliveryId } from '../../../src/engine/ids.ts';
import type { Destination } from '../../../src/engine/ports/platform.ts';
import { button, buttons, card } from './cards.ts';
import { type Bench, SECRET } from './harness.ts';

const A = 'a1b2c3d4e5f6g7h8i9j0kA' as DeliveryId;
const B = 'a1b2c3d4e5f6g7h8i9j0kB' as DeliveryId;
const prompt = card(`A question about ${SECRET}`, buttons(button('Fine', 'fine')));
const LONG_AGO = 0;

async function failure(work: Promise<unknown>): Promise<PlatformError> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof PlatformError)) throw new Error('expected a PlatformError', { cause: error });
  return error;
}

/** Messages that Kith sends by itself: once, findable, and with failures named by their cause. */
export function sending(bench: () => Bench): void {
  const destinations = (): readonly Destination[] => {
    const { local } = bench().it;
    const kindness = local.places.find((place) => place.name === 'kindness');
    return [
      { kind: 'direct', person: local.as('Sam').id },
      { kind: 'channel', channel: kindness?.id ?? '' },
    ];
  };
  const direct = (): Destination => ({ kind: 'direct', person: bench().it.local.as('Sam').id });

  describe('sending', () => {
    test('what is sent is found again under the same receipt', async () => {
      const { it } = bench();
      for (const [index, to] of destinations().entries()) {
        const delivery = index === 0 ? A : B;
        const receipt = await it.platform.send(it.installation, to, prompt, delivery);
        const seen = it.local
          .as('Sam')
          .sees()
          .find((each) => each.id === receipt.message);
        expect(seen).toMatchObject({ place: receipt.channel, author: it.local.botId, ephemeral: false });
        expect(await it.platform.find(it.installation, to, delivery, LONG_AGO)).toEqual(receipt);
      }
    });

    test('a direct message is seen by its person alone, a post by all', async () => {
      const { it } = bench();
      const [toSam, toAll] = destinations();
      if (!toSam || !toAll) throw new Error('no destinations');
      const one = await it.platform.send(it.installation, toSam, prompt, A);
      const other = await it.platform.send(it.installation, toAll, prompt, B);
      const noors = it.local
        .as('Noor')
        .sees()
        .map((seen) => seen.id);
      expect(noors).not.toContain(one.message);
      expect(noors).toContain(other.message);
    });

    test('what is withdrawn is gone for everybody, and withdrawing it once more is as good', async () => {
      const { it } = bench();
      bench().expectRefusals();
      for (const [index, to] of destinations().entries()) {
        const receipt = await it.platform.send(it.installation, to, prompt, index === 0 ? A : B);
        await it.platform.withdraw(it.installation, receipt);
        const seen = it.local.as('Sam').sees();
        expect(seen.map(({ id }) => id)).not.toContain(receipt.message);
        await it.platform.withdraw(it.installation, receipt);
      }
    });

    test('what was never sent is not found, nor what is older than asked for', async () => {
      const { it } = bench();
      for (const to of destinations()) {
        expect(await it.platform.find(it.installation, to, B, LONG_AGO)).toBeNull();
        await it.platform.send(it.installation, to, prompt, A);
        expect(await it.platform.find(it.installation, to, B, LONG_AGO)).toBeNull();
        expect(await it.platform.find(it.installation, to, A, Date.now() + 60_000)).toBeNull();
      }
    });

    test('it is found among many', async () => {
      const { it } = bench();
      const receipt = await it.platform.send(it.installation, direct(), prompt, A);
      for (let each = 0; each < 120; each += 1) {
        await it.platform.send(
          it.installation,
          direct(),
          card(`Later ${each}`),
          `later${String(each).padStart(3, '0')}XXXXXXXXXXXXXX` as DeliveryId,
        );
      }
      expect(await it.platform.find(it.installation, direct(), A, LONG_AGO)).toEqual(receipt);
    }, 30_000);

    test('when the answer was lost, the message is found and counts once', async () => {
      const { it } = bench();
      await it.platform.send(it.installation, direct(), prompt, A);
      it.local.fault({ kind: 'lose-answer', match: it.posting });
      expect(await failure(it.platform.send(it.installation, direct(), prompt, B))).toMatchObject({
        outcome: 'unclear',
      });
      const receipt = await it.platform.find(it.installation, direct(), B, LONG_AGO);
      expect(it.local.sent().filter((seen) => seen.author === it.local.botId)).toHaveLength(2);
      expect(it.local.sent().at(-1)?.id).toBe(receipt?.message);
    });

    test('when the request was lost, nothing is found', async () => {
      const { it } = bench();
      it.local.fault({ kind: 'drop', match: it.posting });
      expect(await failure(it.platform.send(it.installation, direct(), prompt, A))).toMatchObject({
        outcome: 'unclear',
      });
      expect(await it.platform.find(it.installation, direct(), A, LONG_AGO)).toBeNull();
    });

    test('a rate limit says when to come back, and is not tried again by itself', async () => {
      const { it } = bench();
      it.local.fault({ kind: 'rate-limit', retryAfterMs: 2000, match: it.posting });
      const error = await failure(it.platform.send(it.installation, direct(), prompt, A));
      expect(error).toMatchObject({ outcome: 'busy', refusal: null });
      expect(error.retryAfterMs).toBeGreaterThanOrEqual(2000);
      expect(error.retryAfterMs).toBeLessThanOrEqual(3000);
      expect(it.local.sent().filter((seen) => seen.author === it.local.botId)).toEqual([]);
    });

    test('an error of the platform itself is unclear', async () => {
      const { it } = bench();
      it.local.fault({ kind: 'status', status: 503, match: it.posting });
      expect(await failure(it.platform.send(it.installation, direct(), prompt, A))).toMatchObject({
        outcome: 'unclear',
      });
    });

    test('who cannot be reached, who left, and what is gone are told apart', async () => {
      const { it } = bench();
      bench().expectRefusals();
      const unreachable = await it.refusing.unreachablePerson();
      expect(await failure(it.platform.send(it.installation, unreachable, prompt, A))).toMatchObject({
        outcome: 'refused',
        refusal: 'person-unreachable',
      });
      const goneChannel = await it.refusing.goneChannel();
      expect(await failure(it.platform.send(it.installation, goneChannel, prompt, A))).toMatchObject({
        outcome: 'refused',
        refusal: expect.stringMatching(/^channel-(gone|archived)$/),
      });
      const gone = await it.refusing.gonePerson();
      expect(await failure(it.platform.send(it.installation, gone, prompt, A))).toMatchObject({
        outcome: 'refused',
        refusal: 'person-gone',
      });
    });

    test('errors carry no text of the card', async () => {
      const { it } = bench();
      it.local.fault({ kind: 'status', status: 500, match: it.posting });
      const error = await failure(it.platform.send(it.installation, direct(), prompt, A));
      expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(SECRET);
    });

    test('a profile says who a person is; who does not exist has none', async () => {
      const { it } = bench();
      const profile = await it.platform.profile(it.installation, it.local.as('Mei').id);
      expect(profile).toMatchObject({ name: 'Mei', ordinary: true });
      if (it.platform.features.profileZone) expect(profile?.zone).toBe('Asia/Tokyo');
      bench().expectRefusals();
      const gone = await it.refusing.gonePerson();
      expect(gone.kind === 'direct' && (await it.platform.profile(it.installation, gone.person))).toBeNull();
    });

    test('sends to one destination share a pace', () => {
      const { it } = bench();
      const [toSam, toAll] = destinations();
      if (!toSam || !toAll) throw new Error('no destinations');
      const keys = (to: Destination) => it.platform.paces(it.installation, to, 'send').map((pace) => pace.key);
      expect(keys(toSam)).toEqual(keys(toSam));
      expect(keys(toSam)).not.toEqual(keys(toAll));
      const paces = it.platform.paces(it.installation, toSam, 'send');
      // One may only keep what the platform says of it, and have no rate of its own.
      for (const pace of paces) expect(pace.everyMs).toBeGreaterThanOrEqual(0);
      for (const pace of paces) expect(pace.burst).toBeGreaterThanOrEqual(1);
      expect(Math.max(...paces.map((pace) => pace.everyMs))).toBeGreaterThan(0);
    });
  });
}
