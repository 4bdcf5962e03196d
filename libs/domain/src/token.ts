import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';
import { type NameCommand, type NameEvent, rename } from './token.name.js';
import {
  endPrevious,
  type Overlap,
  type OverlapCommand,
  type OverlapEvent,
  type Overlapping,
  type PreviousGeneration,
  previousAfter,
} from './token.overlap.js';
import { type RecordCommand, type RecordEvent, recordExpiry, recordSuperseded } from './token.records.js';
import { type Revocation, type RevocationEvent, revoked } from './token.revocation.js';
import { confirm, type SessionCommand, type SessionEvent, see } from './token.session.js';
import { checkTerms, next, type Rotation, requireSameOwner, rotate, type Terms } from './token.terms.js';

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

/** What the issuing request used: the generation of the legacy token, or, for a session, the network address. */
export interface MadeWith {
  readonly legacyGeneration?: number;
  readonly source?: Sealed;
}

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** A credential was issued and shown once. `legacyGeneration` is the generation of the legacy token that requested it. */
  | ({ type: 'TokenIssued'; kind: Kind; ownerKind: OwnerKind; ownerId: string; name: Sealed | null } & Generation & MadeWith)
  /**
   * The next generation replaced the one before, for ever. Renewing and resetting also end a revocation. `kind` is said of a session,
   * whose confirmation gave it a new secret and left its end as it was. The generation before stays good until `previousEndsAt`, where
   * that is said; with `previousEndsOnFirstUse` no longer than until the first use of the new one was recorded.
   */
  | ({ type: 'TokenRotated'; cause: 'rotated' | 'renewed' | 'reset'; previousLookup: string; kind?: 'session' } & Generation & Overlapping)
  | OverlapEvent
  | NameEvent
  | RevocationEvent
  | RecordEvent
  | SessionEvent;

/** A token's kind, owner and name. */
export type Owned = { kind: Kind; ownerKind: OwnerKind; ownerId: string; name: Sealed | null };
type Issue = Owned & { lookup: string; kept: Kept } & MadeWith;

export type Command =
  | ({ type: 'IssueToken' } & Issue & Terms)
  | ({ type: 'RotateToken' } & Rotation<Kept>)
  /**
   * Issues the next generation whatever the state of the previous one, or the first if there was none. Refused for another kind or owner.
   */
  | ({ type: 'ReplaceCredential'; cause: 'renewed' | 'reset' } & Issue & Terms & Overlap)
  | OverlapCommand
  | ({ type: 'RevokeToken' } & Revocation)
  | NameCommand
  | RecordCommand
  /** A reset link is redeemed once: refused unless it is an unused reset link before its expiry. */
  | { type: 'RedeemToken'; at: string; source?: Sealed }
  | SessionCommand<Kept>;

export type State =
  | { status: 'absent' }
  | ({
      status: 'active' | 'revoked';
      confirmedAt: string | null;
      seenAt: string | null;
      isExpiryRecorded: boolean;
      supersededPresented: readonly number[];
      previous: PreviousGeneration<Kept> | null;
    } & Owned &
      Generation);

export type Issued = Exclude<State, { status: 'absent' }>;

const untouched = { confirmedAt: null, seenAt: null, isExpiryRecorded: false, supersededPresented: [], previous: null } as const;

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
      case 'EndPreviousGeneration':
        return endPrevious(state, command);
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
      return { status: 'active', ...untouched, ...issued };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'TokenRotated': {
        const { generation, lookup, expiresAt, kept } = event;
        const previous = previousAfter(state, event);
        return { ...state, status: 'active', isExpiryRecorded: false, generation, lookup, expiresAt, kept, previous };
      }
      case 'TokenRevoked':
        return { ...state, status: 'revoked', previous: null };
      case 'PreviousGenerationEnded':
        return { ...state, previous: null };
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

/** The newest generation and, while it may be good, the one before. */
export const generationsOf = (state: State): readonly Pick<Generation, 'generation' | 'kept'>[] =>
  state.status === 'absent' ? [] : [state, ...(state.previous ? [state.previous] : [])];

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
