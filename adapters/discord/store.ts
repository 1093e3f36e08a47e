import type { ShardLeases } from './shard-leases.ts';

/** How far Discord was answered before: that a private answer comes, or that the card pressed will change. */
export type Told = 'private' | 'update';

/**
 * Discord closes a modal when it is submitted, also when its answers cannot be taken. So that nothing typed is lost, the modal is kept with what
 * was entered, sealed, for as long as Discord lets one answer (15 minutes), and a button shows it again, from whichever process.
 */
export interface KeptModals {
  /** `false` when there is no community of that server to keep it in. */
  keep(guild: string, person: string, key: string, modal: string): Promise<boolean>;
  /** What was kept for this person. */
  find(guild: string, person: string, key: string): Promise<string | null>;
}

/** An answer that Discord was told would come, and that did not: what it takes to give it. */
export interface Owed {
  readonly guild: string;
  readonly claim: string;
  readonly told: Told;
  readonly direct: boolean;
  /** The interaction's token: works from any process. */
  readonly token: string;
  /** The engine's reply, kept beside the claim, as JSON. */
  readonly reply: string;
}

/** Answers that were announced: noted before Discord is told, forgotten when they were given. */
export interface OwedAnswers {
  /** `false` when there is no community of that server to note it in. */
  note(owed: Omit<Owed, 'reply'> & { readonly person: string }): Promise<boolean>;
  /** What Discord was told of an interaction by a process that may be gone. */
  told(guild: string, claim: string): Promise<Told | null>;
  /** Before giving what was noted: `false` when another process gives it, or has given it. */
  take(guild: string, claim: string): Promise<boolean>;
  given(guild: string, claim: string): Promise<void>;
  /** Those whose process seems to be gone, each handed to one caller. */
  abandoned(limit: number): Promise<readonly Owed[]>;
}

/** What the processes that receive from Discord share. */
export interface DiscordStore {
  readonly shards: ShardLeases;
  readonly modals: KeptModals;
  readonly owed: OwedAnswers;
}
