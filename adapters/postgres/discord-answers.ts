import { type Kysely, sql, type Transaction } from 'kysely';
import type { CommunityId } from '../../src/engine/ids.ts';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import { createSeals } from './sealing.ts';
import type { Tables } from './tables.ts';

/** As long as Discord lets one answer an interaction: after that nothing of it is of use. */
const LIFE = sql`interval '15 minutes'`;
/** An announced answer is given within a second or two; a process that let this pass is gone, or its database was. */
const ABANDONED_AFTER = sql`interval '15 seconds'`;

export interface SealedModals {
  keep(guild: string, person: string, key: string, modal: string): Promise<boolean>;
  find(guild: string, person: string, key: string): Promise<string | null>;
}

interface Announced {
  readonly guild: string;
  readonly claim: string;
  readonly told: 'private' | 'update';
  readonly direct: boolean;
  readonly token: string;
}

export interface SealedAnswers {
  note(owed: Announced & { readonly person: string }): Promise<boolean>;
  told(guild: string, claim: string): Promise<Announced['told'] | null>;
  take(guild: string, claim: string): Promise<boolean>;
  given(guild: string, claim: string): Promise<void>;
  abandoned(limit: number): Promise<readonly (Announced & { readonly reply: string })[]>;
}

const communityOf = (guild: string) =>
  sql<CommunityId>`(select id from kith.communities where platform = 'discord' and external_id = ${guild})`;

async function keyOf(db: Kysely<Tables>, guild: string): Promise<{ id: CommunityId; key: Uint8Array } | undefined> {
  return await db
    .selectFrom('communities')
    .select(['id', 'key'])
    .where('platform', '=', 'discord')
    .where('external_id', '=', guild)
    .executeTakeFirst();
}

/** Modals that wait to be opened again. */
export function discordModals(db: Kysely<Tables>, cipher: Cipher): SealedModals {
  return {
    async keep(guild, person, key, modal) {
      const community = await keyOf(db, guild);
      if (!community) return false;
      const seal = createSeals(db, cipher).learn(community.id, community.key);
      await db
        .insertInto('discord_modals')
        .values({
          community_id: community.id,
          key,
          person,
          modal: seal.seal('discord_modals.modal', key, modal),
          until: sql<Date>`clock_timestamp() + ${LIFE}`,
        })
        .execute();
      return true;
    },
    async find(guild, person, key) {
      const row = await db
        .selectFrom('discord_modals as m')
        .innerJoin('communities as c', 'c.id', 'm.community_id')
        .select(['c.id', 'c.key', 'm.modal'])
        .where('c.platform', '=', 'discord')
        .where('c.external_id', '=', guild)
        .where('m.key', '=', key)
        .where('m.person', '=', person)
        .where(sql<boolean>`m.until > clock_timestamp()`)
        .executeTakeFirst();
      return row ? createSeals(db, cipher).learn(row.id, row.key).open('discord_modals.modal', key, row.modal) : null;
    },
  };
}

/** Answers that were announced to Discord and not given yet. */
export function discordAnswers(db: Kysely<Tables>, cipher: Cipher): SealedAnswers {
  return {
    async note({ guild, claim, person, told, direct, token }) {
      const community = await keyOf(db, guild);
      // A server nobody has used Kith in before: there is no key yet to seal it with.
      if (!community) return false;
      const seal = createSeals(db, cipher).learn(community.id, community.key);
      await db
        .insertInto('discord_owed')
        .values({
          community_id: community.id,
          claim,
          person,
          told,
          direct,
          token: seal.seal('discord_owed.token', claim, token),
        })
        .onConflict((conflict) => conflict.columns(['community_id', 'claim']).doNothing())
        .execute();
      return true;
    },
    async told(guild, claim) {
      const row = await db
        .selectFrom('discord_owed')
        .select('told')
        .where('community_id', '=', communityOf(guild))
        .where('claim', '=', claim)
        .executeTakeFirst();
      return row?.told ?? null;
    },
    async take(guild, claim) {
      const { rows } = await sql`
        update kith.discord_owed set lease_until = clock_timestamp() + ${ABANDONED_AFTER}
        where community_id = ${communityOf(guild)} and claim = ${claim}
          and coalesce(lease_until <= clock_timestamp(), true)
        returning 1
      `.execute(db);
      return rows.length > 0;
    },
    async given(guild, claim) {
      await db
        .deleteFrom('discord_owed')
        .where('community_id', '=', communityOf(guild))
        .where('claim', '=', claim)
        .execute();
    },
    abandoned: (limit) => db.transaction().execute((transaction) => abandoned(transaction, cipher, limit)),
  };
}

interface AbandonedRow extends Announced {
  readonly community: CommunityId;
  readonly sealed: Uint8Array;
  readonly reply: Uint8Array;
}

async function abandoned(db: Transaction<Tables>, cipher: Cipher, limit: number) {
  const { rows } = await sql<AbandonedRow>`
    update kith.discord_owed o set lease_until = clock_timestamp() + ${ABANDONED_AFTER}
    from (
      select w.community_id, w.claim, k.reply, c.external_id
      from kith.discord_owed w
      join kith.claims k on k.community_id = w.community_id and k.key = w.claim and k.reply is not null
      join kith.communities c on c.id = w.community_id
      where w.made_at > clock_timestamp() - ${LIFE}
        and coalesce(w.lease_until, w.made_at + ${ABANDONED_AFTER}) <= clock_timestamp()
      order by w.made_at limit ${limit}
      for update of w skip locked
    ) found
    where o.community_id = found.community_id and o.claim = found.claim
    returning o.community_id as community, found.external_id as guild, o.claim, o.told, o.direct, o.token as sealed, found.reply
  `.execute(db);
  const sealOf = await createSeals(db, cipher).ofAll(rows.map(({ community }) => community));
  return rows.map(({ community, guild, claim, told, direct, sealed, reply }) => {
    const seal = sealOf(community);
    const token = seal.open('discord_owed.token', claim, sealed);
    return { guild, claim, told, direct, token, reply: seal.open('claims.reply', claim, reply) };
  });
}
