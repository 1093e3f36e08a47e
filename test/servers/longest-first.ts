import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, in this order: begun last, one of them would run on alone while the other cores have nothing to do. */
const long = [
  'test/reliability/chaos.test.ts',
  'test/journeys/path.test.ts',
  'test/jobs/deliveries.test.ts',
  'test/journeys/once.test.ts',
  'test/contract/stores/postgres.test.ts',
  'test/house/recipes/command.test.ts',
  'test/contract/stores/pglite.test.ts',
  'test/jobs/moved-clock.test.ts',
  'test/house/recipes/program-kind.test.ts',
  'test/operations/draining.test.ts',
  'test/operations/roles.test.ts',
  'test/operations/doctor.test.ts',
  'test/config.test.ts',
  'test/jobs/recurring.test.ts',
  'test/jobs/cluster.test.ts',
];

/** The same order on every machine and at every run, whatever Vitest remembers of earlier ones: the long ones, then by name. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const gone = long.filter((file) => !existsSync(join(root, file)));
    if (gone.length > 0) throw new Error(`test/servers/longest-first.ts names what is not there: ${gone.join(', ')}`);
    const place = ({ moduleId }: TestSpecification) => {
      const at = long.indexOf(moduleId.slice(root.length + 1));
      return at < 0 ? long.length : at;
    };
    return files.toSorted((a, b) => place(a) - place(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}
