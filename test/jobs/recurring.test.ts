import { expect, test } from 'vitest';
import { NotedWork, newId } from './noted.ts';
import { onEveryStore } from './on-every-store.ts';

onEveryStore((freshBed) => {
  test('recurring jobs fire again and again', async () => {
    const bed = freshBed();
    const jobs = await bed.open({ every: { plan: 100, expire: 150, sweep: 200, 'look-up': 200, purge: 250 } });
    const work = new NotedWork();
    await jobs.start(work);
    await Promise.all(['plan', 'expire', 'sweep', 'look-up', 'purge'].map((job) => work.heard(job, 3)));
    expect(bed.log.complaints).toEqual([]);
  });

  test('a start sweeps at once, whatever the schedule an earlier life left', async () => {
    const bed = freshBed();
    const earlier = await bed.open();
    const before = new NotedWork();
    await earlier.start(before);
    await before.heard('sweep', 2);
    await earlier.stop();
    const work = new NotedWork();
    await (await bed.open()).start(work);
    await work.heard('sweep');
  });

  test('a thrown bug in a recurring job is logged, and it fires again', async () => {
    const bed = freshBed();
    const jobs = await bed.open({ every: { plan: 100 } });
    const work = new NotedWork();
    const plan = work.plan;
    work.plan = async () => {
      await plan();
      if (work.count('plan') === 1) throw new Error('a bug');
      return 0;
    };
    await jobs.start(work);
    await work.heard('plan', 3);
    expect(bed.log.of('jobs.failed')).toMatchObject([{ fields: { queue: 'recurring', job: 'plan' } }]);
  });

  test('a flushed queue is filled again by the sweep', async () => {
    const bed = freshBed();
    const jobs = await bed.open({ every: { sweep: 300 } });
    const rows = [newId(), newId()].map((id) => ({ id, at: bed.clock.now() + 500 }));
    const ids = rows.map((row) => row.id);
    const work = new NotedWork();
    let isPutBack = false;
    // Once: what ends while it is put back again would be woken a second time. The engine then finds it sent.
    work.sweep = async () => {
      if (isPutBack) return 0;
      isPutBack = true;
      await jobs.scheduler.schedule(rows);
      return rows.length;
    };
    await jobs.scheduler.schedule(rows);
    await jobs.flush();
    await jobs.start(work);
    await Promise.all(ids.map((id) => work.heard(id)));
    await jobs.idle();
    expect(ids.map((id) => work.count(id))).toEqual([1, 1]);
  });

  test('a queue flushed under a running worker goes on working', async () => {
    const bed = freshBed();
    const jobs = await bed.open();
    const work = new NotedWork();
    await jobs.start(work);
    const [lost, next] = [newId(), newId()];
    await jobs.scheduler.schedule([{ id: lost, at: bed.clock.now() + 60_000 }]);
    await jobs.flush();
    expect(await jobs.depth()).toEqual({ waiting: 0, active: 0, delayed: 0 });
    await jobs.scheduler.schedule([{ id: next, at: bed.clock.now() + 150 }]);
    await work.heard(next);
  });
});
