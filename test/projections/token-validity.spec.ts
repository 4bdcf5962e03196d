import { describe, expect, it } from '@jest/globals';
import { defaultSettings } from '#domain/organization.settings';
import type { Recorded } from '#event-store/envelope';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { draft } from '../support/events.js';

const presented = { scheme: 'token', as: 'legacy', generation: 1, accessEndsAtMs: null } as const;
const token = '019a0000-0000-7000-8000-000000000001';
const [lookup, nextLookup] = ['AAAAAAAAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBBBBBBBA'];
const now = Date.parse('2030-01-01T00:00:00Z');

/** A log, written down as `[stream, type, data]`. */
function recorded(events: readonly (readonly [string, string, object, Partial<Recorded>?])[]): Recorded[] {
  const revisions = new Map<string, number>();
  return events.map(([stream, type, data, more], index) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return {
      ...draft(data as Record<string, unknown>),
      type,
      stream,
      revision,
      position: BigInt(index + 1),
      organizationId: 'org',
      critical: true,
      ...more,
    };
  });
}

const settings = { ...defaultSettings, legacyTokensEnabled: true };
const issued = {
  kind: 'legacy',
  ownerKind: 'user',
  ownerId: 'ada',
  name: null,
  generation: 1,
  lookup,
  expiresAt: null,
  kept: { pepperVersion: 1 },
};
const history = [
  ['installation', 'LogCreated', {}],
  ['user-ada', 'UserRegistered', { homeOrganizationId: 'org', email: 's1', emailDigest: 'd', firstName: null, lastName: null }],
  ['membership-org-ada', 'MemberJoined', { userId: 'ada', role: 'administrator' }],
  ['email-d', 'EmailClaimed', { userId: 'ada', organizationId: 'org' }],
  ['organization-org', 'OrganizationCreated', { name: 's1', firstOwnerId: 'ada', settings }],
  [`token-${token}`, 'TokenIssued', issued],
] as const;

function verdictAfter(...more: readonly (readonly [string, string, object, Partial<Recorded>?])[]): string {
  const validity = new TokenValidity();
  validity.apply(recorded([...history, ...more]));
  const verdict = validity.verdict(validity.tokens.byLookup(lookup)?.row, presented, { sessionIdleSeconds: 60 }, now);
  return verdict.active ? verdict.role : verdict.reason;
}

describe('The token-validity index', () => {
  it.each([
    [`token-${token}`, 'TokenRotated', null],
    [`token-${token}`, 'TokenRotated', { cause: 'renewed', previousLookup: lookup, generation: 2, lookup: nextLookup, expiresAt: 'x' }],
    [`token-${token}`, 'TokenRotated', { cause: 'renewed', previousLookup: lookup, generation: 2, lookup: 5, expiresAt: null }],
    ['organization-org', 'OrganizationCreated', null],
    ['user-ada', 'UserRegistered', null],
  ] as const)('refuses everything on a stream whose event cannot be read, and goes on (SR-53): %s %s', (stream, type, data) => {
    expect(verdictAfter([stream, type, data as unknown as object])).toBe('unknown');
    const validity = new TokenValidity();
    validity.apply(recorded([...history, ['token-t2', 'TokenIssued', { ...issued, lookup: null }]]));
    expect(validity.verdict(validity.tokens.byLookup(lookup)?.row, presented, { sessionIdleSeconds: 60 }, now).active).toBe(true);
    expect(validity.position).toBe(BigInt(history.length + 1));
  });

  it('says yes, with the role, when every link holds', () => expect(verdictAfter()).toBe('owner'));

  it.each([
    [`token-${token}`, 'TokenRevoked', { lookup, reason: 'revoked' }, 'revoked'],
    ['user-ada', 'UserDisabled', {}, 'owner-disabled'],
    ['user-ada', 'TokensRevokedBefore', { before: '2030-01-01T00:00:00.000Z' }, 'owner-tokens-revoked'],
    ['organization-org', 'OwnerSuspended', { userId: 'ada' }, 'owner-disabled'],
    ['organization-org', 'TokenTypeDisabled', { tokenType: 'legacy' }, 'type-disabled'],
    ['membership-org-ada', 'MemberDeactivated', { userId: 'ada' }, 'membership-inactive'],
    ['organization-org', 'OwnerRemoved', { userId: 'ada' }, 'administrator'],
  ] as const)('after %s %s %p says %s', (stream, type, data, expected) => expect(verdictAfter([stream, type, data])).toBe(expected));

  it('knows nothing of a person until the event that decides that they exist', () => {
    const validity = new TokenValidity();
    validity.apply(recorded([...history.slice(0, 3), ...history.slice(4)]));
    const row = validity.tokens.byLookup(lookup)?.row;
    expect(validity.verdict(row, presented, { sessionIdleSeconds: 60 }, now)).toEqual({ active: false, reason: 'unknown' });
  });

  it.each([`token-${token}`, 'user-ada', 'organization-org', 'membership-org-ada', 'installation'])(
    'fails closed after an event on %s that it does not know and must not ignore (SR-53)',
    (stream) => {
      expect(verdictAfter([stream, 'TokenFrozen', {}, { critical: true }])).toBe('unknown');
      expect(verdictAfter([stream, 'TokenPainted', {}, { critical: false }])).toBe('owner');
    },
  );

  it('fails closed after a known event of a version that it does not know', () => {
    expect(verdictAfter(['user-ada', 'UserEnabled', {}, { schemaVersion: 99 }])).toBe('unknown');
  });

  it('is not stopped by what it does not know elsewhere', () => {
    expect(verdictAfter(['token-019a0000-0000-7000-8000-000000000002', 'TokenFrozen', {}], ['user-bob', 'UserFrozen', {}])).toBe('owner');
  });

  it('finds a replaced generation under its own key, and refuses it', () => {
    const validity = new TokenValidity();
    const rotated = {
      cause: 'renewed',
      previousLookup: lookup,
      generation: 2,
      lookup: nextLookup,
      expiresAt: null,
      kept: { pepperVersion: 1 },
    };
    validity.apply(recorded([...history, [`token-${token}`, 'TokenRotated', rotated]]));
    const [old, fresh] = [lookup, nextLookup].map((lookup) => validity.tokens.byLookup(lookup));
    expect([old?.generation, fresh?.generation]).toEqual([1, 2]);
    const verdictOf = (generation: number) => validity.verdict(fresh?.row, { ...presented, generation }, { sessionIdleSeconds: 60 }, now);
    expect([verdictOf(1), verdictOf(2)]).toEqual([
      { active: false, reason: 'superseded' },
      { active: true, role: 'owner' },
    ]);
  });

  it('gives numbers in the order in which people came to exist, and never twice', () => {
    const validity = new TokenValidity();
    const claim = (userId: string, number?: number) =>
      [`email-${userId}`, 'EmailClaimed', { userId, organizationId: 'org', ...(number && { number }) }] as const;
    const register = (userId: string) =>
      [
        `user-${userId}`,
        'UserRegistered',
        { homeOrganizationId: 'org', email: '', emailDigest: userId, firstName: null, lastName: null },
      ] as const;
    validity.apply(
      recorded([register('a'), register('b'), register('c'), register('d'), claim('b'), claim('a'), claim('c', 40), claim('d')]),
    );
    expect(['a', 'b', 'c', 'd'].map((id) => validity.principals.users.get(id)?.number)).toEqual([2, 1, 40, 41]);
    expect(validity.principals.idOf(40)).toBe('c');
  });
});
