import type * as Activity from '#domain/activity';
import type * as Cascade from '#domain/cascade';
import type * as Email from '#domain/email';
import type * as Installation from '#domain/installation';
import type * as Membership from '#domain/membership';
import type * as Organization from '#domain/organization';
import type * as ServiceAccount from '#domain/service-account';
import type * as Token from '#domain/token';
import type * as User from '#domain/user';
import type * as Verifier from '#domain/verifier';

interface Stream {
  readonly label: string;
  readonly types: readonly string[];
}

/** Every type of one stream once. One that is missing does not compile, nor one that is of another stream. */
const stream = <Type extends string>(label: string, types: Readonly<Record<Type, true>>): Stream => ({ label, types: Object.keys(types) });

/** The types of events by the streams that they are on, as the event reference has them. */
export const streams: readonly Stream[] = [
  stream<Token.Event['type']>('Tokens and sessions', {
    TokenIssued: true,
    TokenRenamed: true,
    TokenRotated: true,
    TokenRevoked: true,
    TokenExpired: true,
    PreviousGenerationEnded: true,
    SupersededTokenPresented: true,
    AllowedAddressesChanged: true,
    ApiKeyReplaced: true,
    SessionConfirmed: true,
    SessionSeen: true,
  }),
  stream<Cascade.Event['type']>('Tokens of an owner', {
    TokensSuspended: true,
    TokensResumed: true,
    TokensRevoked: true,
    CascadeCompleted: true,
  }),
  stream<User.Event['type']>('People', {
    UserRegistered: true,
    PasswordSet: true,
    UserDisabled: true,
    UserEnabled: true,
    TokensRevokedBefore: true,
    PersonalDataErased: true,
  }),
  stream<Membership.Event['type']>('Memberships', {
    MemberJoined: true,
    MemberRoleChanged: true,
    MemberDeactivated: true,
    MemberReactivated: true,
  }),
  stream<Email.Event['type']>('E-mail addresses', { EmailClaimed: true, EmailReleased: true }),
  stream<ServiceAccount.Event['type']>('Service accounts', {
    ServiceAccountCreated: true,
    ServiceAccountRoleChanged: true,
    ServiceAccountAssigned: true,
    ServiceAccountUnassigned: true,
  }),
  stream<Verifier.Event['type']>('Verifiers', { VerifierCreated: true, VerifierDeleted: true }),
  stream<Organization.Event['type']>('Organization', {
    OrganizationCreated: true,
    OwnerAdded: true,
    OwnerRemoved: true,
    OwnerSuspended: true,
    OwnerResumed: true,
    OwnerSignInChanged: true,
    TokenTypeEnabled: true,
    TokenTypeDisabled: true,
    TokenTtlChanged: true,
    ApiCredentialIssuanceChanged: true,
    ApiKeyIssuanceChanged: true,
    ServiceAccountAllowanceChanged: true,
    ServiceAccountAllowanceRequested: true,
    ServiceAccountAllowanceGranted: true,
    ServiceAccountAllowanceDeclined: true,
    ServiceAccountAdmitted: true,
    ServiceAccountNameRestated: true,
    ServiceAccountReleased: true,
  }),
  stream<Activity.Event['type']>('Sign-ins, refusals and exports', {
    SignInFailed: true,
    SignInAttackNoticed: true,
    AttemptsRefused: true,
    CredentialIdentified: true,
    LegacyTokenRevealed: true,
    ActivityExported: true,
    ActivityExportEnded: true,
    ActivityPolled: true,
    BackupMade: true,
    ReadModelRebuilt: true,
  }),
  stream<Installation.Event['type']>('Installation', {
    LogCreated: true,
    LogMarked: true,
    SigningKeyPublished: true,
    SigningKeyActivated: true,
    SigningKeyRetired: true,
    PepperAdded: true,
    RestoreDeclared: true,
    SessionLimitsChanged: true,
  }),
];

/** `TokenRevoked` as `Token revoked`. */
export const typeInWords = (type: string): string =>
  type
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^Api /, 'API ')
    .replace(/^Email /, 'E-mail address ');
