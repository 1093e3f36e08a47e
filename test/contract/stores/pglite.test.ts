import { startEmbedded } from '../../../adapters/postgres/embedded.ts';
import { storesContract } from './suite.ts';

storesContract(async () => {
  const embedded = await startEmbedded(null);
  return { url: embedded.url, leave: () => embedded.stop() };
});
