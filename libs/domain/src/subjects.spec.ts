import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from './events.js';
import { subjectsOf } from './subjects.js';

type Members<Type extends DomainEvent['type']> = { [Member in keyof Extract<DomainEvent, { type: Type }>]?: unknown };

/** What the event names, whom it concerns by that, and the tokens among them, whose owners it concerns as well. */
type Row<Type extends DomainEvent['type']> = readonly [data: Members<Type>, ids: readonly string[], tokenIds: readonly string[]];

const scope = { workspaceIds: ['w1', 'w2'], projectIds: ['p1'] };
const attempts = [
  { reason: 'revoked', tokenId: 't1', count: 3 },
  { reason: 'wrong-password', tokenId: null, userId: 'ann', count: 1 },
  { reason: 'expired', tokenId: 't2', count: 1 },
  { reason: 'revoked', tokenId: 't1', count: 1, route: 'GET /v1/users' },
];
const hit = { ownerId: 'ann', tokenIds: ['t1', 't2'] };
const theThing = [{}, ['thing'], []] as const;
const theToken = [{}, [], ['thing']] as const;
const theUser = [{ userId: 'ann' }, ['ann'], []] as const;
const thingAndUser = [{ userId: 'ann' }, ['thing', 'ann'], []] as const;
const allowanceRequest = [{ allowanceRequestId: 'request', userId: 'ann' }, ['thing', 'request', 'ann'], []] as const;
const nobody = [{}, [], []] as const;
const theKey = [{ kid: 'key' }, ['key'], []] as const;

/** A type without a row does not compile. */
const table: { readonly [Type in DomainEvent['type']]: Row<Type> } = {
  ActivityExported: [{ after: null }, ['event'], []],
  ActivityExportEnded: [{ exportId: 'export' }, ['export'], []],
  ActivityPolled: nobody,
  AllowedAddressesChanged: theToken,
  ApiCredentialIssuanceChanged: theThing,
  ApiKeyIssuanceChanged: theThing,
  ApiKeyReplaced: [{ successorId: 'successor' }, [], ['thing', 'successor']],
  AttemptsRefused: [{ attempts }, ['ann'], ['t1', 't2']],
  BackupMade: nobody,
  CascadeCompleted: [{ ownerId: 'ann', tokens: 2 }, ['ann'], []],
  CredentialIdentified: [{ tokenId: 't1' }, [], ['t1']],
  EmailClaimed: theUser,
  EmailReleased: theUser,
  LegacyTokenRevealed: [{ tokenId: 't1' }, [], ['t1']],
  LogCreated: nobody,
  LogMarked: nobody,
  MemberDeactivated: theUser,
  MemberJoined: theUser,
  MemberReactivated: theUser,
  MemberRoleChanged: theUser,
  OrganizationCreated: [{ firstOwnerId: 'ann' }, ['thing', 'ann'], []],
  OwnerAdded: thingAndUser,
  OwnerRemoved: thingAndUser,
  OwnerResumed: thingAndUser,
  OwnerSignInChanged: thingAndUser,
  OwnerSuspended: thingAndUser,
  PasswordSet: theThing,
  PepperAdded: nobody,
  PersonalDataErased: theThing,
  ReadModelRebuilt: nobody,
  PreviousGenerationEnded: [{ ownerId: 'ann' }, ['ann'], ['thing']],
  RestoreDeclared: nobody,
  ServiceAccountAdmitted: [{ serviceAccountId: 'robot' }, ['thing', 'robot'], []],
  ServiceAccountAllowanceChanged: theThing,
  ServiceAccountAllowanceDeclined: allowanceRequest,
  ServiceAccountAllowanceGranted: allowanceRequest,
  ServiceAccountAllowanceRequested: allowanceRequest,
  ServiceAccountAssigned: [scope, ['thing', 'w1', 'w2', 'p1'], []],
  ServiceAccountCreated: [{ tokenId: 't1', ...scope }, ['thing', 'w1', 'w2', 'p1', 't1'], []],
  ServiceAccountNameRestated: [{ serviceAccountId: 'robot' }, ['thing', 'robot'], []],
  ServiceAccountReleased: [{ serviceAccountId: 'robot' }, ['thing', 'robot'], []],
  ServiceAccountRoleChanged: theThing,
  ServiceAccountUnassigned: [scope, ['thing', 'w1', 'w2', 'p1'], []],
  SessionConfirmed: theToken,
  SessionLimitsChanged: nobody,
  SessionSeen: theToken,
  SignInAttackNoticed: theUser,
  SignInFailed: theUser,
  SigningKeyActivated: theKey,
  SigningKeyPublished: theKey,
  SigningKeyRetired: theKey,
  SupersededTokenPresented: [{ ownerId: 'ann' }, ['ann'], ['thing']],
  TokenExpired: theToken,
  TokenIssued: [{ ownerId: 'ann' }, ['ann'], ['thing']],
  TokenRenamed: theToken,
  TokenRevoked: theToken,
  TokenRotated: theToken,
  TokenTtlChanged: theThing,
  TokenTypeDisabled: theThing,
  TokenTypeEnabled: theThing,
  TokensResumed: [hit, ['ann'], ['t1', 't2']],
  TokensRevoked: [hit, ['ann'], ['t1', 't2']],
  TokensRevokedBefore: theThing,
  TokensSuspended: [hit, ['ann'], ['t1', 't2']],
  UserDisabled: theThing,
  UserEnabled: theThing,
  UserRegistered: theThing,
  VerifierCreated: theThing,
  VerifierDeleted: theThing,
};

const subjectsFor = (type: string, data: object) => subjectsOf({ type, ...data } as never, { eventId: 'event', thingId: 'thing' });

describe('Whom an event concerns', () => {
  it.each(Object.entries(table))('%s: the thing, and every id that it names, each once', (type, [data, ids, tokenIds]) => {
    expect(subjectsFor(type, data)).toEqual({ ids, tokenIds });
  });

  it('is also the token that made another one, and the key whose place it takes', () => {
    const { tokenIds } = subjectsFor('TokenIssued', { ownerId: 'ann', createdWith: 'maker', replaces: 'old' });
    expect(tokenIds).toEqual(['thing', 'maker', 'old']);
  });

  it('is nobody where it names no account', () => {
    for (const type of ['SignInFailed', 'SignInAttackNoticed']) expect(subjectsFor(type, { userId: null }).ids).toEqual([]);
  });

  it.each(['SomethingLater', 'constructor', '__proto__'])('is nobody for %s, which this program does not know', (type) => {
    expect(subjectsFor(type, { userId: 'ann' })).toEqual({ ids: [], tokenIds: [] });
  });
});
