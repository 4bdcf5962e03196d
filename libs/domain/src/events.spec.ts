import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from './events.js';

/** The names of all members, at any depth, whose type is plain `string`. A `Sealed` text is not among them. */
type AnyTextIn<Value> = Value extends object
  ? string extends keyof Value
    ? never
    : { [Member in keyof Value & string]-?: AnyTextAt<Member, NonNullable<Value[Member]>> }[keyof Value & string]
  : never;
type AnyTextAt<Member, Value> = Value extends string
  ? string extends Value
    ? Member
    : never
  : Value extends readonly (infer Item)[]
    ? AnyTextAt<Member, Item>
    : AnyTextIn<Value>;

type Id =
  | 'userId'
  | 'organizationId'
  | 'homeOrganizationId'
  | 'firstOwnerId'
  | 'ownerId'
  | 'serviceAccountId'
  | 'tokenId'
  | 'tokenIds'
  | 'successorId'
  | 'createdWith'
  | 'replaces'
  | 'allowanceRequestId';
/** Ids of other systems: letters, digits and a few signs. */
type ForeignId = 'workspaceIds' | 'projectIds';
type Key = 'kid' | 'jti' | 'vaultId' | 'passwordId' | 'exportId';
type Digest = 'emailDigest' | 'nameDigest' | 'lookup' | 'previousLookup' | 'digest' | 'check' | 'signedInput';
type Time = 'expiresAt' | 'endsAt' | 'previousEndsAt' | 'confirmedAt' | 'seenAt' | 'until' | 'from' | 'to' | 'before';
type Place = 'after' | 'endedAt' | 'hadReached' | 'endsAt' | 'lastPosition';
/** Words that the program has for its own parts. */
type OwnWord = 'projection' | 'reason' | 'route';
/** Members of an export's filter: an id or the type of an event. Any other value is sealed first. */
type Filter = 'actor' | 'subject' | 'credential' | 'type' | 'types' | 'requestId';

type Known = Id | ForeignId | Key | Digest | Time | Place | OwnWord | Filter;

/** Resolves to `Texts` when they are exactly the known members, and to never otherwise. */
type IfKnown<Texts> = [Texts, Known] extends [Known, Texts] ? Texts : never;

describe('A member of an event that may be any text', () => {
  it('is an id, a digest, a time or a word of the program: what a person typed is sealed, or does not compile here', () => {
    const known: IfKnown<AnyTextIn<DomainEvent>> = 'userId';
    // @ts-expect-error A description is not a known member.
    const unknown: IfKnown<AnyTextIn<DomainEvent | { type: 'ThingDescribed'; about: { descriptions?: readonly string[] } }>> = 'userId';
    expect([known, unknown]).toEqual(['userId', 'userId']);
  });
});
