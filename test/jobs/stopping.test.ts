import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compiled } from '../servers/node.ts';
import { NotedWork, newId } from './noted.ts';
import { onEveryStore } from './on-every-store.ts';

const stuckWorker = fileURLToPath(new URL('stuck-worker.ts', import.meta.url));

onEveryStore((freshBed) => {
  test('stopping lets deliveries at work end and takes no others', async () => {
    const bed = freshBed();
    const jobs = await bed.open({ concurrency: 1 });
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    let ended = false;
    const work = new NotedWork(async (): Promise<'done'> => {
      await held;
      ended = true;
      return 'done';
    });
    await jobs.start(work);
    const [atWork, waiting] = [newId(), newId()];
    await jobs.scheduler.schedule([{ id: atWork, at: bed.clock.now() }]);
    await work.heard(atWork);
    await jobs.scheduler.schedule([{ id: waiting, at: bed.clock.now() }]);
    const stopped = jobs.stop();
    expect(ended).toBe(false);
    release();
    await stopped;
    expect(ended).toBe(true);
    expect(work.count(waiting)).toBe(0);

    const later = new NotedWork();
    const next = await bed.open();
    await next.start(later);
    await later.heard(waiting);
    await next.idle();
    expect(later.count(atWork)).toBe(0);
    expect(bed.log.complaints).toEqual([]);
  });

  test('stopping does not wait for ever; what was left behind is delivered by the next', async () => {
    const bed = freshBed();
    const jobs = await bed.open({ graceMs: 100, lockMs: 300 });
    const stuck = new NotedWork(() => new Promise(() => undefined));
    await jobs.start(stuck);
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: bed.clock.now() }]);
    await stuck.heard(id);
    await jobs.stop();
    const work = new NotedWork();
    await (await bed.open({ lockMs: 1_000 })).start(work);
    await work.heard(id);
    expect(bed.log.complaints).toEqual([]);
  });

  test('what a killed worker had taken is delivered by the next', async () => {
    const bed = freshBed();
    const jobs = await bed.open({ lockMs: 1_200 });
    const id = newId();
    await jobs.scheduler.schedule([{ id, at: bed.clock.now() }]);
    const stuck = spawn(process.execPath, [...compiled, stuckWorker, JSON.stringify(bed.backend)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [taken] = await once(createInterface(stuck.stdout), 'line', { signal: AbortSignal.timeout(25_000) });
    expect(taken).toBe(id);
    stuck.kill('SIGKILL');
    await once(stuck, 'exit');

    const work = new NotedWork();
    await jobs.start(work);
    await work.heard(id);
    await jobs.idle();
    expect(work.count(id)).toBe(1);
  });

  test('the store answers a ping', async () => {
    const bed = freshBed();
    await expect((await bed.open()).ping()).resolves.toBeUndefined();
  });
});
