import type { Sealed } from './sealed.js';

/** Events that record something no decision reads. They are written in batches, and only the activity log folds them. */
export type Event =
  /**
   * A sign-in was refused, for the first time in this minute with this reason, account and address. `ip` is sealed under the key of the
   * person, or under the key of the day where the account is unknown.
   */
  | {
      type: 'SignInFailed';
      reason: SignInFailure;
      userId: string | null;
      ip: Sealed | null;
    }
  /**
   * Refused credentials, denied permissions and repeated failed sign-ins of the minute before `until`. A `source` is sealed under the key
   * of the person whose credential it was; `sources` are the remaining ones, in the order of the attempts, sealed under the key of the day.
   */
  | { type: 'AttemptsRefused'; until: string; attempts: readonly RefusedAttempt[]; sources: Sealed }
  /**
   * Within an hour, wrong passwords for one account came from more networks than have an attempt budget of their own. Recorded once an
   * hour. `userId` is null where the account does not exist.
   */
  | { type: 'SignInAttackNoticed'; userId: string | null }
  /** Somebody asked whose a text is that was found: this token's, or, as null says, nobody's of the organization. */
  | { type: 'CredentialIdentified'; tokenId: string | null }
  /** A legacy token was shown in full. */
  | { type: 'LegacyTokenRevealed'; tokenId: string }
  /**
   * An export of the activity began, exclusively after `after`; it is recorded before the first line is sent. Events of older logs have
   * only `after`. `filter` is null when stored envelopes are exported, which are never filtered; in it, what is no id of ours is sealed,
   * and so is the text that was searched for. `opened` says that sealed texts were opened, `follows` that the reader stays for new events.
   */
  | { type: 'ActivityExported'; after: string | null; filter?: ExportFilter | null; opened?: boolean; follows?: boolean }
  /**
   * An export ended: `count` lines were sent, the last from position `lastPosition`. `complete` says that the log held no more at that
   * moment. A process that ended during an export leaves no such event.
   */
  | { type: 'ActivityExportEnded'; exportId: string; count: number; lastPosition: string | null; complete: boolean }
  /** The actor asked `count` times between `from` and `until` while the log had nothing new but records of exports, and got nothing. */
  | { type: 'ActivityPolled'; count: number; from: string; until: string }
  /** Log and vault were copied while the server ran; the copied log ends at the position `endsAt`. */
  | { type: 'BackupMade'; endsAt: string }
  /** A stored read model was rebuilt; `differed` says that the previous tables were not what the log makes of them. */
  | { type: 'ReadModelRebuilt'; projection: string; differed: boolean };

export const signInFailures = ['unknown-account', 'wrong-password', 'disabled', 'throttled'] as const;

export type SignInFailure = (typeof signInFailures)[number];

/** What an export was filtered by; times are ISO-8601 UTC. */
export interface ExportFilter {
  /** Where no more was asked for than what concerns the actor. */
  readonly scope?: 'own';
  readonly actor?: string;
  readonly subject?: string;
  readonly credential?: string;
  /** Where entries of one type were asked for. */
  readonly type?: string;
  /** Where entries of several types were asked for. */
  readonly types?: readonly string[];
  readonly requestId?: string;
  readonly q?: Sealed;
  readonly from?: string;
  readonly to?: string;
}

/**
 * The events that record exports. An export leaves them out when nothing else is new, since a program that polls the log would otherwise
 * find only its own polling.
 */
export const exportTypes: ReadonlySet<string> = new Set<Event['type']>(['ActivityExported', 'ActivityExportEnded', 'ActivityPolled']);

export interface RefusedAttempt {
  readonly reason: string;
  readonly tokenId: string | null;
  readonly count: number;
  /** The id of the person whose password was tried. */
  readonly userId?: string;
  readonly source?: Sealed;
  /** The method and path template of a denied request, `PUT /v1/users/{id}/role`, never the values that were sent. */
  readonly route?: string;
}

/** Each stream has one writer, its replica, which begins a new stream each hour so that none grows without end. */
export const streamOf = (replicaId: string, hour: string) => `activity-${replicaId}-${hour}`;
