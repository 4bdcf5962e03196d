import type { Sealed } from './sealed.js';

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
      ip: Sealed | null;
    }
  /**
   * Credentials that were refused, permissions denied and further sign-ins that failed in the minute before `until`. A `source` is
   * sealed under the key of the person whose credential it was; `sources` are the others, in the order of the attempts, sealed
   * under the key of the day.
   */
  | { type: 'AttemptsRefused'; until: string; attempts: readonly RefusedAttempt[]; sources: Sealed }
  /**
   * More networks than those that have tries of their own got the password of one account wrong within an hour; told once an hour. `userId`
   * is null where nobody has the account.
   */
  | { type: 'SignInAttackNoticed'; userId: string | null }
  /** A legacy token was shown in full. */
  | { type: 'LegacyTokenRevealed'; tokenId: string }
  /**
   * Somebody begins to read what happened, from exclusively after `after`, and has not been given the first line yet. Older logs say no
   * more than that. `filter` is null for the stored envelopes, which are given unfiltered; ids and types in it that are none are sealed.
   * `opened` says that what is sealed was opened, `follows` that the reader stays for what comes.
   */
  | { type: 'ActivityExported'; after: string | null; filter?: ExportFilter | null; opened?: boolean; follows?: boolean }
  /**
   * That is over: so many lines were given, the last of them from the place `lastPosition` of the log. `complete` says that there were
   * no more at that moment. Where a process ended in the middle there is no such record.
   */
  | { type: 'ActivityExportEnded'; exportId: string; count: number; lastPosition: string | null; complete: boolean }
  /** So often did the actor ask between `from` and `until` when there was nothing to give but records of exports; none was given. */
  | { type: 'ActivityPolled'; count: number; from: string; until: string }
  /** Log and vault were copied while the server ran; the copied log ends at the position `endsAt`. */
  | { type: 'BackupMade'; endsAt: string }
  /** A stored read model was made anew; `differed` says that the one before was not what the log makes of it. */
  | { type: 'ReadModelRebuilt'; projection: string; differed: boolean };

export type SignInFailure = 'unknown-account' | 'wrong-password' | 'disabled' | 'throttled';

/** What an export was narrowed down to; times are ISO-8601 UTC. */
export interface ExportFilter {
  readonly actor?: string;
  readonly subject?: string;
  readonly type?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Records of exports: anyone who reads the log again and again must not find only that they did. */
export const exportTypes: ReadonlySet<string> = new Set<Event['type']>(['ActivityExported', 'ActivityExportEnded', 'ActivityPolled']);

export interface RefusedAttempt {
  readonly reason: string;
  readonly tokenId: string | null;
  readonly count: number;
  /** Whose password it was to be. */
  readonly userId?: string;
  readonly source?: Sealed;
  /** Of an act that was denied: method and path as the route was declared, `PUT /v1/users/{id}/role`, never what was sent. */
  readonly route?: string;
}

/** One writer per stream: a replica writes to its own, and to a new one each hour so that none grows without end. */
export const streamOf = (replicaId: string, hour: string) => `activity-${replicaId}-${hour}`;
