import { fileURLToPath } from 'node:url';

/** What `npm start` tells Node too: use what it compiled for an earlier process. A program of ours starts in two thirds of the time. */
export const compiled = ['-r', fileURLToPath(new URL('../../scripts/compile-cache.cjs', import.meta.url))] as const;
