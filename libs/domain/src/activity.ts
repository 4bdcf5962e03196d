/** What happened without changing anything that a decision reads: written in batches, folded by nobody but the activity log. */
export type Event =
  /** Somebody tried to sign in and was refused. `ip` is sealed under the key of the day. */
  | {
      type: 'SignInFailed';
      reason: 'unknown-account' | 'wrong-password' | 'disabled' | 'throttled';
      userId: string | null;
      ip: string | null;
    }
  /** Credentials that were refused, permissions denied and sign-ins throttled in the minute before `until`; `sources` is sealed. */
  | {
      type: 'AttemptsRefused';
      until: string;
      attempts: readonly { reason: string; tokenId: string | null; count: number }[];
      sources: string;
    }
  /** A legacy token was shown in full. */
  | { type: 'LegacyTokenRevealed'; tokenId: string }
  /** The log was read as stored envelopes, from exclusively after `after`. */
  | { type: 'ActivityExported'; after: string | null }
  /** A stored read model was made anew; `differed` says that the one before was not what the log makes of it. */
  | { type: 'ReadModelRebuilt'; projection: string; differed: boolean };

/** One writer per stream: a replica writes to its own, and to a new one each hour so that none grows without end. */
export const streamOf = (replicaId: string, hour: string) => `activity-${replicaId}-${hour}`;
