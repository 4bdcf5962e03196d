import type * as Email from '#domain/email';
import type { CriticalEvent, DomainEvent } from '#domain/events';
import type * as Membership from '#domain/membership';
import type { OwnerEvent } from '#domain/organization.owners';
import type { SettingsEvent } from '#domain/organization.settings';
import type * as ServiceAccount from '#domain/service-account';
import type * as Token from '#domain/token';
import type * as User from '#domain/user';
import type * as Verifier from '#domain/verifier';

// A critical event that is added compiles only once it is folded, or stands here with the reason why it is not.

/** What is left once all events of people were folded. */
export type OfNoPerson = Exclude<DomainEvent, User.Event | Email.Event | Membership.Event>;

/** What is left once those of service accounts were, and the one with which an organization begins. */
export type OfNoOwner = Exclude<OfNoPerson, ServiceAccount.Event | { type: 'OrganizationCreated' }>;

/** By the functions that the organization's decider folds with. */
export type FoldedWithDecider = SettingsEvent | OwnerEvent;

export type FoldedElsewhere =
  /** By nobody: no verdict depends on it. */
  | Exclude<OfNoOwner, CriticalEvent>
  /** By the other parts of the index. */
  | Token.Event
  | Verifier.Event
  | { type: 'LogCreated' | 'RestoreDeclared' | 'SigningKeyRetired' }
  /** By what makes and checks credentials: until it knows a key, nothing that the key signed is genuine. */
  | { type: 'PepperAdded' | 'SigningKeyPublished' | 'SigningKeyActivated' };
