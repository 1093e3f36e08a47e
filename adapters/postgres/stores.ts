import type { Transaction } from 'kysely';
import type { CommunityId } from '../../src/engine/ids.ts';
import type { Cipher } from '../../src/engine/ports/cipher.ts';
import type { CommunityStores, Stores } from '../../src/engine/ports/stores.ts';
import type { WorkStore } from '../../src/engine/ports/work-store.ts';
import { answerStore } from './answers.ts';
import { auditStore } from './audit.ts';
import { blockStore } from './blocks.ts';
import { claimStore } from './claims.ts';
import { communityStore } from './communities.ts';
import { deliveryStore } from './deliveries.ts';
import { draftStore } from './drafts.ts';
import { enrolmentStore } from './enrolments.ts';
import { entrance } from './entering.ts';
import type { Gathering } from './gathering.ts';
import { ledgerStore } from './ledger.ts';
import { memberStore } from './members.ts';
import { occurrenceStore } from './occurrences.ts';
import { presenceStore } from './presences.ts';
import { programStore } from './programs.ts';
import { promptStore } from './prompts.ts';
import { createReadAhead } from './read-ahead.ts';
import type { CommunityScope, Scope } from './scope.ts';
import { createSeals } from './sealing.ts';
import type { Tables } from './tables.ts';
import { thanksStore } from './thanks.ts';
import { tieStore } from './ties.ts';
import { troubleStore } from './troubles.ts';
import { housekeeping } from './work-store/housekeeping.ts';
import { installations } from './work-store/installations.ts';
import { planning } from './work-store/planning.ts';
import { sending } from './work-store/sending.ts';

/** All stores on one transaction, or with those that gather what is asked outside of one. */
export function createStores(db: Transaction<Tables>, cipher: Cipher, gathering: Gathering | null = null): Stores {
  const ahead = createReadAhead();
  const scope: Scope = {
    db: db.withPlugin(ahead.plugin),
    cipher,
    seals: createSeals(db, cipher),
    ahead,
    ask: (batch, one) =>
      gathering === null ? batch(db, [one], 'within').then(([found]) => found) : gathering.ask(batch, one),
  };
  let work: WorkStore | undefined;
  return {
    enter: entrance(scope),
    communities: communityStore(scope),
    in: (community) => storesOf(scope, community),
    get work() {
      work ??= { ...planning(scope), ...sending(scope), ...installations(scope), ...housekeeping(scope) };
      return work;
    },
  };
}

const makers: { readonly [Name in keyof CommunityStores]: (scope: CommunityScope) => CommunityStores[Name] } = {
  claims: claimStore,
  members: memberStore,
  presences: presenceStore,
  programs: programStore,
  enrolments: enrolmentStore,
  occurrences: occurrenceStore,
  answers: answerStore,
  ties: tieStore,
  thanks: thanksStore,
  drafts: draftStore,
  ledger: ledgerStore,
  blocks: blockStore,
  prompts: promptStore,
  deliveries: deliveryStore,
  audit: auditStore,
  troubles: troubleStore,
};

/** Each store is made when it is first asked for: a transaction wants a few of them, and there are hundreds of transactions a second. */
class StoresWhenAsked {
  readonly #scope: CommunityScope;
  readonly #made: Record<string, unknown> = {};

  constructor(scope: CommunityScope) {
    this.#scope = scope;
  }

  static {
    for (const [name, make] of Object.entries(makers)) {
      const get = function get(this: StoresWhenAsked): unknown {
        this.#made[name] ??= make(this.#scope);
        return this.#made[name];
      };
      Object.defineProperty(StoresWhenAsked.prototype, name, { get });
    }
  }
}

function storesOf(all: Scope, community: CommunityId): CommunityStores {
  // Its prototype has a getter for each of them.
  return new StoresWhenAsked({ ...all, community }) as unknown as CommunityStores;
}
