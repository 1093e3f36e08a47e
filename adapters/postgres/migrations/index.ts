import type { Migration } from 'kysely/migration';
import * as people from './0001-people.ts';
import * as programs from './0002-programs.ts';
import * as deliveries from './0003-deliveries.ts';
import * as gratitude from './0004-gratitude.ts';

/** All migrations, in order of name. Forward only: one that was released is never changed, a mistake is mended by the next. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-people': people,
  '0002-programs': programs,
  '0003-deliveries': deliveries,
  '0004-gratitude': gratitude,
};
