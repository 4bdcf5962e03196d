import type * as Email from '#domain/email';
import type { CriticalEvent, DomainEvent } from '#domain/events';
import type * as Membership from '#domain/membership';
import type { OwnerEvent } from '#domain/organization.owners';
import type { SettingsEvent } from '#domain/organization.settings';
import type * as ServiceAccount from '#domain/service-account';
import type * as Token from '#domain/token';
import type * as User from '#domain/user';
import type * as Verifier from '#domain/verifier';

// A new critical event compiles only once it is folded, or is listed here with the reason why it is not.

/** The events that remain once the events of people were folded. */
export type OfNoPerson = Exclude<DomainEvent, User.Event | Email.Event | Membership.Event>;

/** The events that remain once those of service accounts, and the one that begins an organization, were folded. */
export type OfNoOwner = Exclude<OfNoPerson, ServiceAccount.Event | { type: 'OrganizationCreated' }>;

/** These are folded with the same functions as in the organization's decider. */
export type FoldedWithDecider = SettingsEvent | OwnerEvent;

export type FoldedElsewhere =
  /** No verdict depends on these, so they are not folded. */
  | Exclude<OfNoOwner, CriticalEvent>
  /** Other parts of the index fold these. */
  | Token.Event
  | Verifier.Event
  | { type: 'LogCreated' | 'RestoreDeclared' | 'SessionLimitsChanged' | 'SigningKeyRetired' }
  /** The code that makes and checks credentials folds these: until it knows a key, no signature of that key is accepted. */
  | { type: 'PepperAdded' | 'SigningKeyPublished' | 'SigningKeyActivated' };
