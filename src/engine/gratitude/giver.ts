import type { CommunityStores } from '../ports/stores.ts';
import type { Thanks } from '../records/bond.ts';
import type { Member } from '../records/member.ts';

/** Who gave a note; `null` when it is unsigned. */
export async function giverOf({ members }: CommunityStores, { giver }: Thanks): Promise<Member | null> {
  return giver === null ? null : members.get(giver);
}
