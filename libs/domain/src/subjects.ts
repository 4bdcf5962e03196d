import type { DomainEvent } from './events.js';
import { idsOfScope, type Scope } from './service-account.js';

/** Whom or what an event concerns, by their ids. */
export interface Subjects {
  /** The thing itself, and everything that the event names beside it. */
  readonly ids: readonly string[];
  /** Tokens that it concerns. Each of them is a subject, and so is its owner, whom the event need not name. */
  readonly tokenIds: readonly string[];
}

/** Where an event is: its own id, and the id of the thing whose stream it is on, as `<id>` of `token-<id>`. */
export interface Place {
  readonly eventId: string;
  readonly thingId: string;
}

type Rule<Type extends DomainEvent['type']> = (event: Extract<DomainEvent, { type: Type }>, place: Place) => Partial<Subjects>;

const nobody = () => ({});
const theThing = (_event: DomainEvent, { thingId }: Place) => ({ ids: [thingId] });
const theToken = (_event: DomainEvent, { thingId }: Place) => ({ tokenIds: [thingId] });
const theUser = ({ userId }: { readonly userId: string }) => ({ ids: [userId] });
const theUserIfKnown = ({ userId }: { readonly userId: string | null }) => ({ ids: userId === null ? [] : [userId] });
const thingAndUser = ({ userId }: { readonly userId: string }, { thingId }: Place) => ({ ids: [thingId, userId] });
const thingAndScope = (scope: Scope, { thingId }: Place) => ({ ids: [thingId, ...idsOfScope(scope)] });
const thingAndAccount = ({ serviceAccountId }: { readonly serviceAccountId: string }, { thingId }: Place) => ({
  ids: [thingId, serviceAccountId],
});
const thingAndAllowanceRequest = (
  { allowanceRequestId, userId }: { readonly allowanceRequestId: string; readonly userId: string },
  { thingId }: Place,
) => ({ ids: [thingId, allowanceRequestId, userId] });
const theKey = ({ kid }: { readonly kid: string }) => ({ ids: [kid] });
const ownerAndTokens = ({ ownerId, tokenIds }: { readonly ownerId: string; readonly tokenIds: readonly string[] }) => ({
  ids: [ownerId],
  tokenIds,
});

/** Whom each type of event concerns. A type that is missing here does not compile. */
const rules: { readonly [Type in DomainEvent['type']]: Rule<Type> } = {
  ActivityExported: (_event, { eventId }) => ({ ids: [eventId] }),
  ActivityExportEnded: ({ exportId }) => ({ ids: [exportId] }),
  ActivityPolled: nobody,
  BackupMade: nobody,
  ReadModelRebuilt: nobody,
  AllowedAddressesChanged: theToken,
  ApiCredentialIssuanceChanged: theThing,
  ApiKeyIssuanceChanged: theThing,
  ApiKeyReplaced: ({ successorId }, { thingId }) => ({ tokenIds: [thingId, successorId] }),
  AttemptsRefused: ({ attempts }) => ({
    ids: attempts.flatMap(({ userId }) => userId ?? []),
    tokenIds: attempts.flatMap(({ tokenId }) => tokenId ?? []),
  }),
  CascadeCompleted: ({ ownerId }) => ({ ids: [ownerId] }),
  CredentialIdentified: ({ tokenId }) => ({ tokenIds: tokenId === null ? [] : [tokenId] }),
  EmailClaimed: theUser,
  EmailReleased: theUser,
  LegacyTokenRevealed: ({ tokenId }) => ({ tokenIds: [tokenId] }),
  LogCreated: nobody,
  LogMarked: nobody,
  MemberDeactivated: theUser,
  MemberJoined: theUser,
  MemberReactivated: theUser,
  MemberRoleChanged: theUser,
  OrganizationCreated: ({ firstOwnerId }, { thingId }) => ({ ids: [thingId, firstOwnerId] }),
  OwnerAdded: thingAndUser,
  OwnerRemoved: thingAndUser,
  OwnerResumed: thingAndUser,
  OwnerSignInChanged: thingAndUser,
  OwnerSuspended: thingAndUser,
  PasswordSet: theThing,
  PepperAdded: nobody,
  PersonalDataErased: theThing,
  PreviousGenerationEnded: ({ ownerId }, { thingId }) => ({ ids: [ownerId], tokenIds: [thingId] }),
  RestoreDeclared: nobody,
  ServiceAccountAdmitted: thingAndAccount,
  ServiceAccountAllowanceChanged: theThing,
  ServiceAccountAllowanceDeclined: thingAndAllowanceRequest,
  ServiceAccountAllowanceGranted: thingAndAllowanceRequest,
  ServiceAccountAllowanceRequested: thingAndAllowanceRequest,
  ServiceAccountAssigned: thingAndScope,
  ServiceAccountCreated: ({ tokenId, ...scope }, place) => ({ ids: [...thingAndScope(scope, place).ids, tokenId] }),
  ServiceAccountNameRestated: thingAndAccount,
  ServiceAccountReleased: thingAndAccount,
  ServiceAccountRoleChanged: theThing,
  ServiceAccountUnassigned: thingAndScope,
  SessionConfirmed: theToken,
  SessionLimitsChanged: nobody,
  SessionSeen: theToken,
  SignInAttackNoticed: theUserIfKnown,
  SignInFailed: theUserIfKnown,
  SigningKeyActivated: theKey,
  SigningKeyPublished: theKey,
  SigningKeyRetired: theKey,
  SupersededTokenPresented: ({ ownerId }, { thingId }) => ({ ids: [ownerId], tokenIds: [thingId] }),
  TokenExpired: theToken,
  TokenIssued: ({ ownerId, createdWith, replaces }, { thingId }) => ({
    ids: [ownerId],
    tokenIds: [thingId, ...(createdWith ? [createdWith] : []), ...(replaces ? [replaces] : [])],
  }),
  TokenRenamed: theToken,
  TokenRevoked: theToken,
  TokenRotated: theToken,
  TokenTtlChanged: theThing,
  TokenTypeDisabled: theThing,
  TokenTypeEnabled: theThing,
  TokensResumed: ownerAndTokens,
  TokensRevoked: ownerAndTokens,
  TokensRevokedBefore: theThing,
  TokensSuspended: ownerAndTokens,
  UserDisabled: theThing,
  UserEnabled: theThing,
  UserRegistered: theThing,
  VerifierCreated: theThing,
  VerifierDeleted: theThing,
};

/** Each id once. Nobody for a type that this program does not know. */
export function subjectsOf(event: DomainEvent, place: Place): Subjects {
  const rule: Rule<DomainEvent['type']> = Object.hasOwn(rules, event.type) ? (rules[event.type] as typeof rule) : nobody;
  const { ids = [], tokenIds = [] } = rule(event, place);
  const tokens = new Set(tokenIds);
  return { ids: [...new Set(ids)].filter((id) => !tokens.has(id)), tokenIds: [...tokens] };
}
