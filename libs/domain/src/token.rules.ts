import { Refusal } from './refusal.js';
import type { Command, Event, Generation, Issued, State } from './token.js';

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;
type Terms = Pick<Of<'IssueToken'>, 'at' | 'expiresAt' | 'latestExpiry' | 'typeEnabled'>;

/** The SDK parses an expiry with a date type that ends here. */
export const expiryMax = '9999-12-31T23:59:59.000Z';

export function issue(state: State, command: Of<'IssueToken'>): Event[] {
  if (state.status !== 'absent') {
    if (state.lookup === command.lookup) return [];
    throw new Refusal('token/id-taken');
  }
  checkTerms(command);
  return [firstGeneration(command)];
}

export function replaceCredential(state: State, command: Of<'ReplaceCredential'>): Event[] {
  if (state.status !== 'absent' && state.lookup === command.lookup) return [];
  checkTerms(command);
  if (state.status === 'absent') return [firstGeneration(command)];
  const { cause, lookup, expiresAt, kept } = command;
  return [{ type: 'TokenRotated', cause, ...next(state, { lookup, expiresAt, kept }) }];
}

export function rotate(state: Issued, command: Of<'RotateToken'>): Event[] {
  const { fromGeneration, lookup, expiresAt, kept, at } = command;
  if (state.kind !== 'personal') throw new Refusal('token/not-rotatable');
  if (state.status === 'revoked') throw new Refusal('token/revoked');
  if (state.generation !== fromGeneration) throw new Refusal('token/superseded');
  if (isExpired(state, at)) throw new Refusal('token/expired');
  checkTerms(command);
  return [{ type: 'TokenRotated', cause: 'rotated', ...next(state, { lookup, expiresAt, kept }) }];
}

export function redeem(state: Issued, at: string): Event[] {
  if (state.status === 'revoked' || isExpired(state, at)) throw new Refusal('password-reset/invalid');
  return [{ type: 'TokenRevoked', lookup: state.lookup, reason: 'redeemed' }];
}

export function confirm(state: Issued, at: string): Event[] {
  if (state.kind !== 'session' || state.status === 'revoked') throw new Refusal('session/not-found');
  return state.confirmedAt !== null && state.confirmedAt >= at ? [] : [{ type: 'SessionConfirmed', lookup: state.lookup, confirmedAt: at }];
}

export function see(state: Issued, { at, seenEverySeconds }: Of<'SeeSession'>): Event[] {
  if (state.kind !== 'session' || state.status === 'revoked') return [];
  const due = state.seenAt === null ? state.seenAt : Date.parse(state.seenAt) + seenEverySeconds * 1000;
  return due !== null && Date.parse(at) < due ? [] : [{ type: 'SessionSeen', lookup: state.lookup, seenAt: at }];
}

const isExpired = ({ expiresAt }: Issued, at: string) => expiresAt !== null && expiresAt <= at;

function firstGeneration(command: Of<'IssueToken'> | Of<'ReplaceCredential'>): Event {
  const { kind, ownerKind, ownerId, name, lookup, expiresAt, kept } = command;
  return { type: 'TokenIssued', kind, ownerKind, ownerId, name, generation: 1, lookup, expiresAt, kept };
}

function next(state: Issued, replacement: Omit<Generation, 'generation'>): Generation & { previousLookup: string } {
  return { generation: state.generation + 1, previousLookup: state.lookup, ...replacement };
}

/** ISO-8601 UTC texts of one length sort as the moments they name. */
function checkTerms({ at, expiresAt, latestExpiry, typeEnabled }: Terms): void {
  if (!typeEnabled) throw new Refusal('token/type-disabled');
  if (expiresAt !== null && (expiresAt <= at || expiresAt > expiryMax)) throw new Refusal('token/expiry-invalid');
  if (latestExpiry !== null && (expiresAt === null || expiresAt > latestExpiry)) throw new Refusal('token/outlives-cap');
}
