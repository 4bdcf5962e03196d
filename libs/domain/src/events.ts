import type * as Activity from './activity.js';
import type * as Cascade from './cascade.js';
import type * as Email from './email.js';
import type * as Installation from './installation.js';
import type * as Membership from './membership.js';
import type * as Organization from './organization.js';
import type * as ServiceAccount from './service-account.js';
import type * as Token from './token.js';
import type * as User from './user.js';
import type * as Verifier from './verifier.js';

/** Every event there is. A type that is missing from `eventTypes` does not compile. */
export type DomainEvent =
  | Activity.Event
  | Cascade.Event
  | Email.Event
  | Installation.Event
  | Membership.Event
  | Organization.Event
  | ServiceAccount.Event
  | Token.Event
  | User.Event
  | Verifier.Event;

export interface EventType {
  /** Raised when the shape changes; older shapes are upcast. */
  readonly schemaVersion: number;
  /** Whether a reader that judges validity must reject everything on the stream when it does not know this type or version. */
  readonly critical: boolean;
}

const critical = { schemaVersion: 1, critical: true } as const;
const harmless = { schemaVersion: 1, critical: false } as const;

const types = {
  ActivityExported: harmless,
  ActivityExportEnded: harmless,
  ActivityPolled: harmless,
  BackupMade: harmless,
  ReadModelRebuilt: harmless,
  AllowedAddressesChanged: critical,
  ApiCredentialIssuanceChanged: critical,
  ApiKeyIssuanceChanged: critical,
  ApiKeyReplaced: critical,
  AttemptsRefused: harmless,
  CascadeCompleted: harmless,
  CredentialIdentified: harmless,
  EmailClaimed: critical,
  EmailReleased: harmless,
  LegacyTokenRevealed: harmless,
  LogCreated: critical,
  LogMarked: harmless,
  MemberDeactivated: critical,
  MemberJoined: critical,
  MemberReactivated: critical,
  MemberRoleChanged: critical,
  OrganizationCreated: critical,
  OwnerAdded: critical,
  OwnerRemoved: critical,
  OwnerResumed: critical,
  OwnerSignInChanged: harmless,
  OwnerSuspended: critical,
  PasswordSet: harmless,
  PepperAdded: critical,
  PersonalDataErased: critical,
  PreviousGenerationEnded: critical,
  RestoreDeclared: critical,
  ServiceAccountAdmitted: critical,
  ServiceAccountNameRestated: harmless,
  ServiceAccountAllowanceChanged: harmless,
  ServiceAccountAllowanceDeclined: harmless,
  ServiceAccountAllowanceGranted: harmless,
  ServiceAccountAllowanceRequested: harmless,
  ServiceAccountAssigned: critical,
  ServiceAccountCreated: critical,
  ServiceAccountReleased: critical,
  ServiceAccountRoleChanged: critical,
  ServiceAccountUnassigned: critical,
  SessionConfirmed: harmless,
  SessionLimitsChanged: critical,
  SessionSeen: harmless,
  SignInAttackNoticed: harmless,
  SignInFailed: harmless,
  SigningKeyActivated: critical,
  SigningKeyPublished: critical,
  SigningKeyRetired: critical,
  SupersededTokenPresented: harmless,
  TokenExpired: harmless,
  TokenIssued: critical,
  TokenRenamed: harmless,
  TokenRevoked: critical,
  TokenRotated: { schemaVersion: 2, critical: true },
  TokenTtlChanged: critical,
  TokenTypeDisabled: critical,
  TokenTypeEnabled: critical,
  TokensResumed: harmless,
  TokensRevoked: harmless,
  TokensRevokedBefore: critical,
  TokensSuspended: harmless,
  UserDisabled: critical,
  UserEnabled: critical,
  UserRegistered: critical,
  VerifierCreated: critical,
  VerifierDeleted: critical,
} as const satisfies Readonly<Record<DomainEvent['type'], EventType>>;

export const eventTypes: Readonly<Record<DomainEvent['type'], EventType>> = types;

/** The events that a reader that judges validity must fold, or list as deliberately not folded. */
export type CriticalEvent = Extract<DomainEvent, { type: CriticalType }>;

type CriticalType = { [Type in DomainEvent['type']]: (typeof types)[Type]['critical'] extends true ? Type : never }[DomainEvent['type']];
