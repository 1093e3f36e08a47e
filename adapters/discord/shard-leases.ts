/** A shard that was just taken, and the session its last holder left, to be resumed. */
export interface TakenShard {
  readonly shard: number;
  readonly session: string | null;
}

/** How the gateway stands after a look. */
export interface ShardsLook {
  /** Into how many shards the gateway is cut now. */
  readonly count: number;
  /** Another number of shards is wanted: whoever holds one lets go of it, and with the last the number changes. */
  readonly changing: boolean;
  /** Of the shards held, those whose lease was still ours and is renewed. */
  readonly kept: readonly number[];
  readonly taken: readonly TakenShard[];
  /** How many shards each living process should hold at most. */
  readonly share: number;
  /** Living processes, this one among them. */
  readonly processes: number;
}

/** Who runs which shard, agreed among all processes in the database and by its clock. */
export interface ShardLeases {
  /** Says how many shards Discord wants: the first word counts, later ones only when they are more, or `binding`. */
  want(count: number, binding: boolean): Promise<void>;
  /** In one transaction: says that `holder` lives, renews what it holds (keeping the sessions) and takes what is free, up to its share or `most`. */
  look(
    holder: string,
    held: readonly { readonly shard: number; readonly session: string | null }[],
    how: { readonly leaseMs: number; readonly most: number },
  ): Promise<ShardsLook>;
  /** Gives a shard back, after its connection was closed. */
  release(holder: string, shard: number, session: string | null): Promise<void>;
  /** The process goes: its share falls to the others. */
  leave(holder: string): Promise<void>;
  /**
   * Whether the holder of a shard may identify now: `0`, and nobody else in its bucket may for the next `everyMs`; otherwise how many
   * milliseconds to wait; `null` when the shard is no longer theirs.
   */
  mayIdentify(
    holder: string,
    shard: number,
    how: { readonly bucket: number; readonly everyMs: number },
  ): Promise<number | null>;
}
