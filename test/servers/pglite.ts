import { PGlite } from '@electric-sql/pglite';

let made: Promise<Blob> | undefined;

/** The files of an empty PGlite, set up once for all test files of this process: it takes seconds, copying them a fraction of one. */
export function emptyPglite(): Promise<Blob> {
  made ??= make();
  return made;
}

async function make(): Promise<Blob> {
  const db = await PGlite.create('memory://');
  try {
    return await db.dumpDataDir('none');
  } finally {
    await db.close();
  }
}
