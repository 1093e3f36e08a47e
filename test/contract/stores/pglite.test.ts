import { startEmbedded } from '../../../adapters/postgres/embedded.ts';
import { emptyPglite } from '../../servers/pglite.ts';
import { storesContract } from './suite.ts';

storesContract(async () => {
  const embedded = await startEmbedded(null, await emptyPglite());
  return { url: embedded.url, leave: () => embedded.stop() };
});
