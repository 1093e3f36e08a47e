import type { CommunityStores } from '../ports/stores.ts';

/** Where public thanks are posted: the channel of the community's gratitude program; `null` while there is none. */
export async function gratitudeChannel(stores: CommunityStores): Promise<string | null> {
  const programs = await stores.programs.list();
  return (
    programs.find((program) => program.kind === 'gratitude' && program.status === 'active' && program.channel !== null)
      ?.channel ?? null
  );
}
