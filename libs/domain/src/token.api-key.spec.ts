import { describe, expect, it } from '@jest/globals';
import { Refusal } from './refusal.js';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';
import { requireMayMakeKey } from './token.api-key.js';
import { decider, type Event } from './token.js';

const given = specify(decider);
const now = '2030-01-01T00:00:00.000Z';
const end = '2030-01-02T00:00:00.000Z';
const owner = { kind: 'api-key', ownerKind: 'user', ownerId: 'ann', name: null } as const;
const kept = { pepperVersion: 1, signedInput: 'h.p' };
const terms = { at: now, expiresAt: end, latestExpiry: null, typeEnabled: true, validitySeconds: 86_400 };
const issue = { type: 'IssueToken', ...owner, role: 'manager', createdWith: 'session', lookup: 'L1', kept, ...terms } as const;
const issued: Event = {
  type: 'TokenIssued',
  ...owner,
  role: 'manager',
  createdWith: 'session',
  generation: 1,
  lookup: 'L1',
  expiresAt: end,
  kept,
};
const revoked: Event = { type: 'TokenRevoked', lookup: 'L1', reason: 'revoked', by: 'owner' };
const personal: Event = { ...issued, kind: 'personal' } as Event;

describe('Issuing an API key', () => {
  it('records its role and what it was made with', () => given().when(issue).then(issued));
  it('records from where it is good', () =>
    given()
      .when({ ...issue, allowedAddresses: sealed() })
      .then({ ...issued, allowedAddresses: sealed() } as Event));
  it('records whose place it is to take', () =>
    given()
      .when({ ...issue, replaces: 'one' })
      .then({ ...issued, replaces: 'one' } as Event));
  it('is refused without a role', () =>
    given()
      .when({ ...issue, role: undefined })
      .thenRefused('request/invalid'));
  it.each([59, 15_120_001, 60.5, Number.NaN, undefined])('is refused for a validity of %p seconds', (validitySeconds) =>
    given()
      .when({ ...issue, validitySeconds })
      .thenRefused('api-key/validity-out-of-range'),
  );
  it.each([60, 15_120_000])('is possible for %d seconds', (validitySeconds) =>
    given()
      .when({ ...issue, validitySeconds })
      .then(issued),
  );
});

describe('Changing from where an API key is good', () => {
  const change = { type: 'ChangeAllowedAddresses', allowedAddresses: sealed() } as const;
  it('is recorded', () => given(issued).when(change).then({ type: 'AllowedAddressesChanged', allowedAddresses: sealed() }));
  it('to what it is, is nothing', () => {
    given(issued)
      .when({ ...change, allowedAddresses: null })
      .thenNothing();
    given(issued, { type: 'AllowedAddressesChanged', allowedAddresses: sealed() }).when(change).thenNothing();
  });
  it('is refused for a revoked key and for another kind of token', () => {
    given(issued, revoked).when(change).thenRefused('token/revoked');
    given(personal).when(change).thenRefused('token/not-found');
  });
});

describe('Replacing an API key', () => {
  const replace = { type: 'ReplaceApiKey', successorId: 'two', at: now } as const;
  const replaced = { type: 'ApiKeyReplaced', lookup: 'L1', successorId: 'two', endsAt: now } as const;
  it('brings its end forward to that moment', () => given(issued).when(replace).then(replaced));
  it('or to the end of the overlap, but never beyond its own', () => {
    const overlapEndsAt = '2030-01-01T12:00:00.000Z';
    given(issued)
      .when({ ...replace, overlapEndsAt })
      .then({ ...replaced, endsAt: overlapEndsAt });
    given(issued)
      .when({ ...replace, overlapEndsAt: '2030-01-03T00:00:00.000Z', endsOnFirstUse: true })
      .then({ ...replaced, endsAt: end, endsOnFirstUse: true });
  });
  it('takes an overlap of a week at most', () =>
    given(issued)
      .when({ ...replace, overlapEndsAt: '2030-01-08T00:00:00.001Z' })
      .thenRefused('request/invalid'));
  it('happens once', () =>
    given(issued, { ...replaced, successorId: 'three' })
      .when(replace)
      .thenRefused('token/superseded'));
  it('is refused for a key that is over', () => {
    given(issued, revoked).when(replace).thenRefused('token/revoked');
    given(issued)
      .when({ ...replace, at: end })
      .thenRefused('token/expired');
  });
});

describe('Who may make a key of which role', () => {
  const codeOf = (...asked: Parameters<typeof requireMayMakeKey>) => {
    try {
      requireMayMakeKey(...asked);
      return 'may';
    } catch (error) {
      return error instanceof Refusal ? error.code : error;
    }
  };
  it.each([
    ['administrator', 'owner', 'owner', 'may'],
    ['owner', 'owner', 'owner', 'role/above-own'],
    ['administrator', 'annotator', 'administrator', 'may'],
    ['manager', 'reviewer', 'reviewer', 'role/above-own'],
    ['auditor', 'auditor', 'auditor', 'may'],
    ['auditor', 'auditor', 'owner', 'may'],
    ['auditor', 'manager', 'owner', 'api-key/role-mismatch'],
    ['annotator', 'auditor', 'owner', 'api-key/role-mismatch'],
    ['annotator', 'auditor', 'auditor', 'role/above-own'],
    ['auditor', 'auditor', 'administrator', 'role/above-own'],
  ] as const)('a key with the role %s for a person with the role %s, by one with the role %s: %s', (role, ownersRole, byRole, expected) =>
    expect(codeOf(role, { ownersRole, byRole })).toBe(expected),
  );
});
