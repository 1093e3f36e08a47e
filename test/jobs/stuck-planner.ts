import { openJobs } from '../../jobs/jobs.ts';
import { NotedLog, NotedWork } from './noted.ts';

// Run as a process of its own: says that it sweeps and plans, and never ends planning.
const jobs = await openJobs({
  backend: JSON.parse(process.argv[2] ?? ''),
  clock: { now: Date.now },
  log: new NotedLog(),
});
const work = new NotedWork();
work.plan = () => {
  process.stdout.write('plan\n');
  return new Promise(() => undefined);
};
work.sweep = async () => {
  process.stdout.write('sweep\n');
  return 0;
};
await jobs.start(work);
