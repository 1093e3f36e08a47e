import { expect, test } from 'vitest';
import { NotedWork, newId } from './noted.ts';
import { onEveryStore } from './on-every-store.ts';

onEveryStore((freshBed) => {
  test('after the clock was moved, what is due by it is promoted; what is early waits on', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const day = 24 * 60 * 60_000;
    const due = new Map([newId(), newId(), newId()].map((id, n) => [id, bed.clock.now() + (n + 1) * 10 * day]));
    const [first, second, third] = [...due.keys()];
    const work = new NotedWork((id) => {
      const early = (due.get(id) ?? 0) - bed.clock.now();
      return early > 0 ? { againInMs: early } : 'done';
    });
    await jobs.start(work);
    await jobs.scheduler.schedule([...due].map(([id, at]) => ({ id, at })));
    await jobs.idle();
    expect([first, second, third].map((id) => work.count(id ?? ''))).toEqual([0, 0, 0]);
    bed.clock.ahead = 21 * day;
    await jobs.promote();
    await jobs.idle();
    expect([first, second, third].map((id) => work.count(id ?? ''))).toEqual([1, 1, 1]);
    bed.clock.ahead = 31 * day;
    await jobs.promote();
    await jobs.idle();
    expect([first, second, third].map((id) => work.count(id ?? ''))).toEqual([1, 1, 2]);
  });

  test('promoting while deliveries come and go loses none', async () => {
    const bed = freshBed();
    const jobs = await bed.open({ concurrency: 5 });
    const again = new Set<string>();
    const work = new NotedWork((id) => {
      if (again.has(id)) return 'done';
      again.add(id);
      return { againInMs: 20 };
    });
    await jobs.start(work);
    const ids = Array.from({ length: 60 }, newId);
    await jobs.scheduler.schedule(ids.map((id, n) => ({ id, at: bed.clock.now() + n })));
    for (let round = 0; round < 8; round++) await jobs.promote();
    await Promise.all(ids.map((id) => work.heard(id, 2)));
    await jobs.idle();
    expect(ids.filter((id) => work.count(id) !== 2)).toEqual([]);
    expect(bed.log.complaints).toEqual([]);
  });

  test('idle says what is still to be done when its time is up', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    await jobs.scheduler.schedule([{ id: newId(), at: bed.clock.now() }]);
    await expect(jobs.idle(50)).rejects.toThrow('1 waiting, 0 active');
  });
});
