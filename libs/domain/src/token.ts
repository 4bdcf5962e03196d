import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';
import { type ApiKeyCommand, type ApiKeyEvent, type ApiKeyTerms, decideApiKey, requireKeyTerms } from './token.api-key.js';
import type { Generation, Kept } from './token.generation.js';
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
import { type Revocation, type RevocationEvent, redeem, revoked } from './token.revocation.js';
import { confirm, type SessionCommand, type SessionEvent, see } from './token.session.js';
import { checkTerms, next, type Rotation, requireReplaceable, requireSameOwner, rotate, type Terms } from './token.terms.js';

export type { Generation, Kept } from './token.generation.js';

/** Each token has one such stream. */
export const stream = (tokenId: string): DecidedStream<State, Command, Event> => ({ name: `token-${tokenId}`, decider });

export const kinds = ['personal', 'legacy', 'service-account', 'session', 'password-reset', 'api-key'] as const;
export type Kind = (typeof kinds)[number];
export type OwnerKind = 'user' | 'service-account';

/** What the issuing request used: the generation of the legacy token, or, for a session, the network address. */
export interface MadeWith {
  readonly legacyGeneration?: number;
  readonly source?: Sealed;
}

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** A credential was issued and shown once. `legacyGeneration` is the generation of the legacy token that requested it. */
  | ({ type: 'TokenIssued'; kind: Kind; ownerKind: OwnerKind; ownerId: string; name: Sealed | null } & Generation & MadeWith & ApiKeyTerms)
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
  | ApiKeyEvent
  | SessionEvent;

/** A token's kind, owner and name. */
export type Owned = { kind: Kind; ownerKind: OwnerKind; ownerId: string; name: Sealed | null };
type Issue = Owned & { lookup: string; kept: Kept; validitySeconds?: number } & MadeWith & ApiKeyTerms;

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
  | ApiKeyCommand
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
      /** API keys only: the id of the key that took the place of this one. */
      replacedBy: string | null;
    } & Owned &
      Generation &
      ApiKeyTerms);

export type Issued = Exclude<State, { status: 'absent' }>;

const untouched = {
  confirmedAt: null,
  seenAt: null,
  isExpiryRecorded: false,
  supersededPresented: [],
  previous: null,
  replacedBy: null,
} as const;

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
      case 'ChangeAllowedAddresses':
      case 'ReplaceApiKey':
        return decideApiKey(state, command);
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
      case 'AllowedAddressesChanged':
        return { ...state, allowedAddresses: event.allowedAddresses ?? undefined };
      case 'ApiKeyReplaced':
        return { ...state, expiresAt: event.endsAt, isExpiryRecorded: false, replacedBy: event.successorId };
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
  if (command.kind === 'api-key') requireKeyTerms(command);
  return [firstGeneration(command)];
}

function replaceCredential(state: State, command: Of<'ReplaceCredential'>): Event[] {
  requireReplaceable(command);
  if (state.status === 'absent') return issue(state, { ...command, type: 'IssueToken' });
  requireSameOwner(state, command);
  if (state.lookup === command.lookup) return [];
  checkTerms(command.kind, command);
  return [{ type: 'TokenRotated', cause: command.cause, ...next(state, command) }];
}

function firstGeneration(command: Of<'IssueToken'>): Event {
  const { kind, ownerKind, ownerId, name, legacyGeneration, source, lookup, expiresAt, kept } = command;
  const { role, allowedAddresses, createdWith, replaces } = command;
  const madeWith = { ...(legacyGeneration && { legacyGeneration }), ...(source && { source }), ...(createdWith && { createdWith }) };
  const terms = { ...(role && { role }), ...(allowedAddresses && { allowedAddresses }), ...(replaces && { replaces }) };
  return { type: 'TokenIssued', kind, ownerKind, ownerId, name, ...madeWith, ...terms, generation: 1, lookup, expiresAt, kept };
}
