import type { CommunityId, ProgramId } from '../src/engine/ids.ts';
import { systemRandom } from '../src/random.ts';
import { DUE, SLOT, unplan, type Village } from './village.ts';

/** Founds communities, numbered from `first`, in which so many people each are due at {@link DUE}, by direct message at any hour. */
export async function foundCommunities(
  { database, cipher, pool, program }: Village,
  platform: 'slack' | 'discord',
  {
    communities,
    people,
    first = 0,
  }: { readonly communities: number; readonly people: number; readonly first?: number },
): Promise<readonly CommunityId[]> {
  const founded: CommunityId[] = [];
  for (let number = first; number < first + communities; number += 1) {
    const externalId = platform === 'slack' ? team(number) : String(10n ** 17n + BigInt(number));
    const own = { ...program, id: systemRandom.id() as ProgramId };
    const community = await database.transactor.run(async (stores) => {
      const opened = await stores.communities.open(
        { platform, externalId, name: `Bench ${number}` },
        { id: systemRandom.id() as CommunityId, mode: 'community', language: 'en', zone: null, createdAt: DUE },
      );
      await stores.in(opened.id).programs.add(own);
      return opened.id;
    });
    founded.push(community);
    const { rows } = await pool.query<{ key: Buffer }>('select key from kith.communities where id = $1', [community]);
    const key = rows[0]?.key;
    if (key === undefined) throw new Error('the community is gone');
    const members = Array.from({ length: people }, (_, person) => {
      const id = `${String(number * people + person).padStart(21, '0')}m`;
      const external =
        platform === 'slack' ? `U${number}X${person}` : String(2n * 10n ** 17n + BigInt(number * people + person));
      const name = `\\x${Buffer.from(cipher.seal(key, `members.name:${id}`, external)).toString('hex')}`;
      return { id, external, name };
    });
    await pool.query(
      `insert into kith.members (community_id, id, external_id, name, zone, language, place, weekday, "time",
          quiet_from, quiet_to, status, joined_at)
        select $1, m.id, m.external, m.name, 'UTC', 'en', 'direct', 1, '10:00', '00:00', '00:00', 'joined', $3
        from jsonb_to_recordset($2) m (id text, external text, name bytea)`,
      [community, JSON.stringify(members), DUE],
    );
    await pool.query(
      `insert into kith.enrolments (community_id, id, program_id, member_id, status, every, chosen_every, ignored_in_row,
          next_slot, next_due_at)
        select community_id, left(md5(id), 21) || 'e', $2, id, 'active', 1, 1, 0, $3, $4 from kith.members where community_id = $1`,
      [community, own.id, SLOT, DUE],
    );
  }
  await pool.query('vacuum (analyze) kith.members, kith.enrolments');
  return founded;
}

/** A workspace's id. */
export function team(number: number): string {
  return `T${String(number).padStart(8, '0')}`;
}

/** Everything as it was before anything was planned. */
export async function forget({ pool }: Village): Promise<void> {
  await unplan(pool);
  await pool.query('truncate kith.paces, kith.lanes');
  await pool.query('vacuum (analyze) kith.enrolments, kith.occurrences, kith.deliveries');
}
