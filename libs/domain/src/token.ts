import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';
import { rename } from './token.name.js';
import { isExpired, recordExpiry, recordSuperseded } from './token.records.js';
import { type Revocation, type RevocationEvent, revoked } from './token.revocation.js';
import { confirm, see } from './token.session.js';
import { checkTerms, requireNoLongerLife, requireSameOwner, type Terms } from './token.terms.js';

/** Each token has one such stream. */
export const stream = (tokenId: string): DecidedStream<State, Command, Event> => ({ name: `token-${tokenId}`, decider });

export type Kind = 'personal' | 'legacy' | 'service-account' | 'session' | 'password-reset';
export type OwnerKind = 'user' | 'service-account';

/** What is kept of one generation's credential: enough to recognise it, never enough to present it. */
export interface Kept {
  /** Version of the pepper under which `lookup` and `digest` were computed. */
  readonly pepperVersion: number;
  /** JWT kinds: one id per generation. */
  readonly jti?: string;
  /** JWT kinds: `header.payload`, the form in which Label Studio lists a token. */
  readonly signedInput?: string;
  /** JWT kinds: keyed digest of the whole credential, so that a stolen signing key alone forges nothing. */
  readonly digest?: string;
  /** Legacy tokens: the vault row in which the value lies sealed. */
  readonly vaultId?: string;
}

export interface Generation {
  readonly generation: number;
  /** 16 bytes, base64url: the token id for JWT kinds, the truncated keyed digest of the secret for the others. */
  readonly lookup: string;
  readonly expiresAt: string | null;
  readonly kept: Kept;
}

/** By what request a token came to be: with which generation of a legacy token; a session: from which address. */
export interface MadeWith {
  readonly legacyGeneration?: number;
  readonly source?: Sealed;
}

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** A credential was handed out. It was shown once and is gone. `legacyGeneration` is that of the legacy token which asked for it. */
  | ({ type: 'TokenIssued'; kind: Kind; ownerKind: OwnerKind; ownerId: string; name: Sealed | null } & Generation & MadeWith)
  /**
   * The next generation replaced the one before, for ever. Renewing and resetting also end a revocation. `kind` is said of a session,
   * whose confirmation gave it a new secret and left its end as it was.
   */
  | ({ type: 'TokenRotated'; cause: 'rotated' | 'renewed' | 'reset'; previousLookup: string; kind?: 'session' } & Generation)
  | RevocationEvent
  /** The owner calls it something else. */
  | { type: 'TokenRenamed'; name: Sealed }
  /** Its time is over. A record of the expiry, not its cause: a verdict asks the clock. */
  | { type: 'TokenExpired'; lookup: string; expiresAt: string }
  /** A personal token's credential of an earlier `generation` was presented: two hold what only one should. Once for each. */
  | { type: 'SupersededTokenPresented'; generation: number; ownerId: string }
  /** The password was checked again within a session: for 15 minutes it may do what grants rights. */
  | { type: 'SessionConfirmed'; lookup: string; confirmedAt: string }
  /** The session was in use; written at most once per tenth of the idle limit. */
  | { type: 'SessionSeen'; lookup: string; seenAt: string };

/** What a token is, and whose. */
export type Owned = { kind: Kind; ownerKind: OwnerKind; ownerId: string; name: Sealed | null };
type Issue = Owned & { lookup: string; kept: Kept } & MadeWith;

export type Command =
  | ({ type: 'IssueToken' } & Issue & Terms)
  /** `fromGeneration` is that of the credential that was presented; `mayOutlive` says whether the next may end later. */
  | ({ type: 'RotateToken'; fromGeneration: number; mayOutlive: boolean; lookup: string; kept: Kept } & Terms)
  /** The next generation whatever became of the one before: the first if there was none. Refused for another kind or owner. */
  | ({ type: 'ReplaceCredential'; cause: 'renewed' | 'reset' } & Issue & Terms)
  | ({ type: 'RevokeToken' } & Revocation)
  /** Personal tokens alone have names. */
  | { type: 'RenameToken'; name: Sealed }
  | { type: 'RecordExpiry'; at: string }
  | { type: 'RecordSuperseded'; generation: number }
  /** One use: refused unless it is a reset that has an end, is before it, and was not used. */
  | { type: 'RedeemToken'; at: string; source?: Sealed }
  /** Also gives the session a new secret. `fromGeneration` is the generation of the credential that was presented. */
  | { type: 'ConfirmSession'; at: string; fromGeneration: number; lookup: string; kept: Kept }
  | { type: 'SeeSession'; at: string; seenEverySeconds: number };

export type State =
  | { status: 'absent' }
  | ({
      status: 'active' | 'revoked';
      confirmedAt: string | null;
      seenAt: string | null;
      isExpiryRecorded: boolean;
      supersededPresented: readonly number[];
    } & Owned &
      Generation);

export type Issued = Exclude<State, { status: 'absent' }>;

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent' },
  decide(state, command) {
    switch (command.type) {
      case 'IssueToken':
        return issue(state, command);
      case 'ReplaceCredential':
        return replaceCredential(state, command);
    }
    if (state.status === 'absent') throw new Refusal('token/not-found');
    switch (command.type) {
      case 'RotateToken':
        return rotate(state, command);
      case 'RevokeToken':
        return state.status === 'revoked' ? [] : [revoked(state, command)];
      case 'RenameToken':
        return rename(state, command);
      case 'RecordExpiry':
        return recordExpiry(state, command.at);
      case 'RecordSuperseded':
        return recordSuperseded(state, command.generation);
      case 'RedeemToken':
        return redeem(state, command);
      case 'ConfirmSession':
        return confirm(state, command);
      case 'SeeSession':
        return see(state, command);
    }
  },
  evolve(state, event) {
    if (event.type === 'TokenIssued') {
      const { type: _, legacyGeneration: __, source: ___, ...issued } = event;
      return { status: 'active', confirmedAt: null, seenAt: null, isExpiryRecorded: false, supersededPresented: [], ...issued };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'TokenRotated': {
        const { generation, lookup, expiresAt, kept } = event;
        return { ...state, status: 'active', isExpiryRecorded: false, generation, lookup, expiresAt, kept };
      }
      case 'TokenRevoked':
        return { ...state, status: 'revoked' };
      case 'TokenRenamed':
        return { ...state, name: event.name };
      case 'TokenExpired':
        return { ...state, isExpiryRecorded: true };
      case 'SupersededTokenPresented':
        return { ...state, supersededPresented: [...state.supersededPresented, event.generation] };
      case 'SessionConfirmed':
        return { ...state, confirmedAt: event.confirmedAt, seenAt: event.confirmedAt };
      case 'SessionSeen':
        return { ...state, seenAt: event.seenAt };
    }
  },
};

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

function issue(state: State, command: Of<'IssueToken'>): Event[] {
  if (state.status !== 'absent') {
    requireSameOwner(state, command);
    if (state.lookup === command.lookup) return [];
    throw new Refusal('token/id-taken');
  }
  checkTerms(command.kind, command);
  return [firstGeneration(command)];
}

function replaceCredential(state: State, command: Of<'ReplaceCredential'>): Event[] {
  if (state.status === 'absent') return issue(state, { ...command, type: 'IssueToken' });
  requireSameOwner(state, command);
  if (state.lookup === command.lookup) return [];
  checkTerms(command.kind, command);
  return [{ type: 'TokenRotated', cause: command.cause, ...next(state, command) }];
}

function rotate(state: Issued, command: Of<'RotateToken'>): Event[] {
  const { fromGeneration, mayOutlive, lookup, expiresAt, kept, at } = command;
  if (state.kind !== 'personal') throw new Refusal('token/not-rotatable');
  if (state.status === 'revoked') throw new Refusal('token/revoked');
  if (state.generation !== fromGeneration) throw new Refusal('token/superseded');
  if (isExpired(state, at)) throw new Refusal('token/expired');
  if (!mayOutlive) requireNoLongerLife(expiresAt, state.expiresAt);
  checkTerms(state.kind, command);
  return [{ type: 'TokenRotated', cause: 'rotated', ...next(state, { lookup, expiresAt, kept }) }];
}

function redeem({ kind, status, lookup, expiresAt }: Issued, { at, source }: Of<'RedeemToken'>): Event[] {
  const isGood = kind === 'password-reset' && status === 'active' && expiresAt !== null && expiresAt > at;
  if (!isGood) throw new Refusal('password-reset/invalid');
  return [revoked({ lookup }, { reason: 'redeemed', by: 'possession', source })];
}

function firstGeneration(command: Of<'IssueToken'>): Event {
  const { kind, ownerKind, ownerId, name, legacyGeneration, source, lookup, expiresAt, kept } = command;
  const madeWith = { ...(legacyGeneration && { legacyGeneration }), ...(source && { source }) };
  return { type: 'TokenIssued', kind, ownerKind, ownerId, name, ...madeWith, generation: 1, lookup, expiresAt, kept };
}

function next(state: Issued, { lookup, expiresAt, kept }: Omit<Generation, 'generation'>): Generation & { previousLookup: string } {
  return { generation: state.generation + 1, previousLookup: state.lookup, lookup, expiresAt, kept };
}
