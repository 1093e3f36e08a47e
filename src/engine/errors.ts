import type { MessageKey } from './content/messages/keys.ts';

/** Something a person can mend or should know: it becomes a private card, word for word from the catalogue. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly key: MessageKey;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(key: MessageKey, values: Readonly<Record<string, string | number>> = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

/** Something that whoever runs Kith can mend: the message says what and how, for a terminal; it needs no stack. */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}

/** Why a platform will never accept this message as it is. */
export type Refusal =
  /** The person's direct messages are closed to us (Discord 50007, Slack `cannot_dm_bot`). */
  | 'person-unreachable'
  /** The person left, was deactivated, or is a guest or a bot. */
  | 'person-gone'
  | 'channel-gone'
  | 'channel-archived'
  /** We were never invited to the channel, were removed from it, or may not see it. */
  | 'not-in-channel'
  /** A scope or permission is missing. */
  | 'not-allowed'
  /** Token revoked, app removed. */
  | 'installation-gone'
  /** The platform calls the message malformed: a bug of ours. */
  | 'malformed';

/** The platform says that Kith is not in this workspace or server, to a caller that it knows. */
export interface NotThere {
  /** As whom it knows the caller: the application, or its bot. */
  readonly identity: string;
  /** On how many days it has to say so before it is believed: what else the same answer may mean decides. */
  readonly believedAfter: number;
}

/** No platform means longer when it asks for patience; what says so, in error, would be waited for without an end (ms). */
export const LONGEST_PATIENCE_MS = 24 * 3_600_000;

/** What is known of a failed call beside its outcome; `cause` is what the library threw. */
type Known = Partial<Pick<PlatformError, 'refusal' | 'retryAfterMs' | 'missing' | 'asked' | 'notThere' | 'cause'>>;

/**
 * A call to a platform did not succeed.
 * `refused`: it will not, ever; see `refusal`. `busy`: it took no effect and may be tried again after `retryAfterMs`.
 * `unclear`: nobody can say whether it took effect; look it up before trying again, not before `retryAfterMs`.
 */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly outcome: 'refused' | 'busy' | 'unclear';
  readonly refusal: Refusal | null;
  readonly retryAfterMs: number;
  /** The scope or permission that is missing, where the platform names it. */
  readonly missing: string | null;
  /** Whether the platform was asked at all, or our own pace said that it is too early. */
  readonly asked: boolean;
  /** Only a look says so, and only where the answer is about this installation and no other. */
  readonly notThere: NotThere | null;

  private constructor(outcome: PlatformError['outcome'], code: string, known: Known) {
    super(`${outcome}: ${code}`, { cause: known.cause });
    this.outcome = outcome;
    this.refusal = known.refusal ?? null;
    this.retryAfterMs = known.retryAfterMs ?? 0;
    this.missing = known.missing ?? null;
    this.asked = known.asked ?? true;
    this.notThere = known.notThere ?? null;
  }

  /** `code` is the platform's own code; it may be logged, so it never holds text of a member. */
  static refused(refusal: Refusal, code: string, cause?: unknown, missing: string | null = null): PlatformError {
    return new PlatformError('refused', code, { refusal, cause, missing });
  }

  /** `installation-gone`, and not because of the token. */
  static absent(notThere: NotThere, code: string, cause?: unknown): PlatformError {
    return new PlatformError('refused', code, { refusal: 'installation-gone', cause, notThere });
  }

  static busy(retryAfterMs: number, code: string, cause?: unknown): PlatformError {
    return new PlatformError('busy', code, { retryAfterMs: Math.min(retryAfterMs, LONGEST_PATIENCE_MS), cause });
  }

  /** Not asked: others have their turn first. */
  static early(retryAfterMs: number, why: string): PlatformError {
    return new PlatformError('busy', why, { retryAfterMs, asked: false });
  }

  /** `settlesInMs`: so long it may still take effect; a look-up before that proves nothing. */
  static unclear(code: string, cause?: unknown, settlesInMs = 0): PlatformError {
    return new PlatformError('unclear', code, { retryAfterMs: settlesInMs, cause });
  }
}
