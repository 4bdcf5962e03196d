/** What happened without changing anything that a decision reads: written in batches, folded by nobody but the activity log. */
export type Event =
  /**
   * Somebody tried to sign in and was refused, for the first time in this minute with this reason, account and address; `ip` is
   * sealed under the key of the person, or of the day where nobody is known.
   */
  | {
      type: 'SignInFailed';
      reason: SignInFailure;
      userId: string | null;
      ip: string | null;
    }
  /**
   * Credentials that were refused, permissions denied and further sign-ins that failed in the minute before `until`. A `source` is
   * sealed under the key of the person whose credential it was; `sources` are the others, in the order of the attempts, sealed
   * under the key of the day.
   */
  | { type: 'AttemptsRefused'; until: string; attempts: readonly RefusedAttempt[]; sources: string }
  /** A legacy token was shown in full. */
  | { type: 'LegacyTokenRevealed'; tokenId: string }
  /** The log was read as stored envelopes, from exclusively after `after`. */
  | { type: 'ActivityExported'; after: string | null }
  /** Log and vault were copied while the server ran; the copied log ends at the position `endsAt`. */
  | { type: 'BackupMade'; endsAt: string }
  /** A stored read model was made anew; `differed` says that the one before was not what the log makes of it. */
  | { type: 'ReadModelRebuilt'; projection: string; differed: boolean };

export type SignInFailure = 'unknown-account' | 'wrong-password' | 'disabled' | 'throttled';

export interface RefusedAttempt {
  readonly reason: string;
  readonly tokenId: string | null;
  readonly count: number;
  /** Whose password it was to be. */
  readonly userId?: string;
  readonly source?: string;
}

/** One writer per stream: a replica writes to its own, and to a new one each hour so that none grows without end. */
export const streamOf = (replicaId: string, hour: string) => `activity-${replicaId}-${hour}`;
