import { zoneNamed } from '../cadence/zones.ts';
import type { Handling } from '../handling.ts';
import { replanMember } from '../programs/enrolling.ts';
import type { Member } from '../records/member.ts';

/**
 * Notes the zone that a member's profile says. Whoever went by their profile's clock goes on by it when they travel, and is planned anew; a zone
 * they chose themselves stays. Their country stays, too: a journey is no move.
 */
export async function followProfile(
  within: Pick<Handling, 'stores' | 'community' | 'now' | 'calendar'>,
  member: Pick<Member, 'id'>,
  told: string,
): Promise<void> {
  const zone = zoneNamed(told);
  const { members, presences } = within.stores;
  const before = (await presences.get(member.id))?.zone ?? null;
  if (zone === null || zone === before) return;
  await presences.note(member.id, { zone });
  const standing = await members.get(member.id);
  if (before === null || standing?.status !== 'joined' || standing.zone !== before) return;
  const there = { ...standing, zone };
  await members.save(there);
  await replanMember(within, there);
}
