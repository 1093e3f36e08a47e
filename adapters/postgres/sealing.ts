import type { Kysely } from 'kysely';
import type { CommunityId } from '../../src/engine/ids.ts';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import type { Tables } from './tables.ts';

/** Where a sealed text stands; together with the row's id it is what the cipher authenticates. */
export type SealedColumn =
  | 'members.name'
  | 'occurrences.question'
  | 'answers.question'
  | 'answers.choice'
  | 'answers.words'
  | 'claims.reply'
  | 'ties.label'
  | 'thanks.words'
  | 'thanks.more'
  | 'thanks.took'
  | 'thanks.changed'
  | 'drafts.words'
  | 'discord_modals.modal'
  | 'discord_owed.token';

/** Seals and opens the texts of one community. */
export interface Seal {
  seal(column: SealedColumn, row: string, text: string): Uint8Array;
  open(column: SealedColumn, row: string, sealed: Uint8Array): string;
}

/** The seals of communities, for one transaction: each key is read at most once, and only when a text asks for it. */
export interface Seals {
  /** @throws Error when there is no such community. */
  of(community: CommunityId): Promise<Seal>;
  /** One query for all. */
  ofAll(communities: Iterable<CommunityId>): Promise<(community: CommunityId) => Seal>;
  /** A key that came along with its community. */
  learn(community: CommunityId, key: Uint8Array): Seal;
}

export function createSeals(db: Kysely<Tables>, cipher: Cipher): Seals {
  const known = new Map<CommunityId, Seal>();

  function learn(community: CommunityId, key: Uint8Array): Seal {
    const seal = sealOf(cipher, key);
    known.set(community, seal);
    return seal;
  }

  async function ofAll(communities: Iterable<CommunityId>): Promise<(community: CommunityId) => Seal> {
    const missing = [...new Set(communities)].filter((community) => !known.has(community));
    if (missing.length > 0) {
      const rows = await db.selectFrom('communities').select(['id', 'key']).where('id', 'in', missing).execute();
      for (const row of rows) learn(row.id, row.key);
    }
    return (community) => {
      const seal = known.get(community);
      if (!seal) throw new Error(`There is no community ${community}.`);
      return seal;
    };
  }

  return { learn, ofAll, of: async (community) => (await ofAll([community]))(community) };
}

function sealOf(cipher: Cipher, key: Uint8Array): Seal {
  return {
    seal: (column, row, text) => cipher.seal(key, `${column}:${row}`, text),
    open: (column, row, sealed) => cipher.open(key, `${column}:${row}`, sealed),
  };
}

/** Seals a text that may be missing. */
export function sealed(seal: Seal, column: SealedColumn, row: string, text: string | null): Uint8Array | null {
  return text === null ? null : seal.seal(column, row, text);
}

/** Opens a text that may be missing. */
export function opened(seal: Seal, column: SealedColumn, row: string, bytes: Uint8Array | null): string | null {
  return bytes === null ? null : seal.open(column, row, bytes);
}
