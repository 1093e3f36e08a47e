import { expect, test } from 'vitest';
import type { DeliveryId } from '../../src/engine/ids.ts';
import { NotedWork, newId } from './noted.ts';
import { onEveryStore } from './on-every-store.ts';

onEveryStore((freshBed) => {
  test('a delivery wakes when it is due, not before', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const wokeAt = new Map<DeliveryId, number>();
    const work = new NotedWork((id) => {
      wokeAt.set(id, bed.clock.now());
      return 'done';
    });
    await jobs.start(work);
    const [now, soon] = [newId(), newId()];
    const at = bed.clock.now() + 400;
    await jobs.scheduler.schedule([
      { id: soon, at },
      { id: now, at: at - 1400 },
    ]);
    await Promise.all([work.heard(now), work.heard(soon)]);
    expect(wokeAt.get(soon)).toBeGreaterThanOrEqual(at);
    expect(bed.log.complaints).toEqual([]);
  });

  test('the same delivery scheduled twice wakes once', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const [id, other] = [newId(), newId()];
    const at = bed.clock.now() + 50;
    await jobs.scheduler.schedule([
      { id, at },
      { id, at },
    ]);
    await jobs.scheduler.schedule([{ id, at }]);
    const work = new NotedWork();
    await jobs.start(work);
    await work.heard(id);
    await jobs.scheduler.schedule([{ id: other, at: bed.clock.now() }]);
    await work.heard(other);
    await jobs.idle();
    expect(work.count(id)).toBe(1);
  });

  test('a delivery that asks for it is woken again', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const times: number[] = [];
    const work = new NotedWork(() => (times.push(performance.now()) < 3 ? { againInMs: 40.5 } : 'done'));
    await jobs.start(work);
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: bed.clock.now() }]);
    await work.heard(id, 3);
    await jobs.idle();
    expect(work.count(id)).toBe(3);
    const [first = 0, second = 0, third = 0] = times;
    // One millisecond of grace: the queue counts whole ones.
    expect(Math.min(second - first, third - second)).toBeGreaterThan(39);
    expect(bed.log.complaints).toEqual([]);
  });

  test('one that was to wait long is woken when another, in whose place it was taken, says so', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const [id, other] = [newId(), newId()];
    const work = new NotedWork((one) => (one === id ? { againInMs: 60_000, other: { id: other, inMs: 50 } } : 'done'));
    await jobs.start(work);
    await jobs.scheduler.schedule([{ id: other, at: bed.clock.now() + 60_000 }]);
    await jobs.scheduler.schedule([{ id, at: bed.clock.now() }]);
    await work.heard(other);
    expect(work.count(id)).toBe(1);
    expect(bed.log.complaints).toEqual([]);
  });

  test('delays of years are taken', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const work = new NotedWork();
    await jobs.start(work);
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: bed.clock.now() + 50 * 365 * 24 * 60 * 60_000 }]);
    await jobs.promote();
    await work.heard(id);
  });

  test('what is due now does not wait behind what is due later', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const work = new NotedWork();
    await jobs.start(work);
    await jobs.scheduler.schedule([{ id: newId(), at: bed.clock.now() + 60_000 }]);
    for (const id of [newId(), newId(), newId()]) {
      await jobs.idle();
      await jobs.scheduler.schedule([{ id, at: bed.clock.now() }]);
      await work.heard(id, 1, 8_000);
    }
  });

  test('a delivery that throws is logged with its cause, and tried again without being scheduled', async () => {
    const bed = freshBed();
    const jobs = await bed.open({ lockMs: 300 });
    const bug = new Error('a bug');
    let broken = true;
    const work = new NotedWork(() => {
      if (broken) throw bug;
      return 'done';
    });
    await jobs.start(work);
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: bed.clock.now() }]);
    await bed.log.heard('jobs.failed');
    broken = false;
    await work.heard(id, 2);
    await jobs.idle();
    expect(bed.log.complaints).toEqual([
      { event: 'jobs.failed', cause: bug, fields: { queue: 'deliver', job: 'deliver', id } },
    ]);
  });

  test('a payload that is none is refused and logged, and nothing else suffers', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const work = new NotedWork();
    await jobs.start(work);
    const id = newId();
    const at = bed.clock.now();
    await jobs.scheduler.schedule([
      { id: 'DROP TABLE' as DeliveryId, at },
      { id, at },
    ]);
    await work.heard(id);
    await bed.log.heard('jobs.failed');
    expect(bed.log.complaints).toMatchObject([{ cause: { name: 'ZodError' }, fields: { id: 'DROP TABLE' } }]);
    expect(work.count('DROP TABLE')).toBe(0);
  });

  test('ids the queue cannot hold are refused when they are scheduled', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    for (const id of ['1234567890123456', 'a:b'] as DeliveryId[]) {
      await expect(jobs.scheduler.schedule([{ id, at: bed.clock.now() }])).rejects.toThrow('Custom Id');
    }
  });
});
