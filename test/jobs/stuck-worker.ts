import { openJobs } from '../../jobs/jobs.ts';
import { NotedLog, NotedWork } from './noted.ts';

// Run as a process of its own: takes deliveries, says their ids and never ends one.
const jobs = await openJobs({
  backend: JSON.parse(process.argv[2] ?? ''),
  clock: { now: Date.now },
  log: new NotedLog(),
  lockMs: 400,
});
await jobs.start(
  new NotedWork((id) => {
    process.stdout.write(`${id}\n`);
    return new Promise(() => undefined);
  }),
);
