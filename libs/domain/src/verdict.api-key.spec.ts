import { describe, expect, it } from '@jest/globals';
import { defaultSettings } from './organization.settings.js';
import type { Role } from './role.js';
import type { TokenFacts } from './verdict.facts.js';
import { judge, type Presented } from './verdict.js';

const key: TokenFacts = {
  id: 'key',
  kind: 'api-key',
  ownerKind: 'user',
  generation: 1,
  revoked: false,
  expiresAtMs: null,
  order: 1,
  legacyTokenEndedAt: null,
  signingKeyRetired: false,
  role: null,
  allowedAddresses: null,
  lastSeenMs: null,
  previous: null,
};
const owner = { status: 'enabled', tokensRevokedBefore: null, signInsEnded: null } as const;

const judged = (change: Partial<TokenFacts>, ownersRole: Role, presented: Partial<Presented> = {}) =>
  judge(
    { ...key, ...change },
    owner,
    { active: true, role: ownersRole },
    defaultSettings,
    { scheme: 'bearer', as: 'api-key', generation: 1, accessEndsAtMs: null, ...presented },
    { sessionIdleSeconds: 60 },
    0,
  );
const refused = (reason: string) => ({ active: false, reason });

describe('An API key', () => {
  it.each([
    ['annotator', 'manager', 'annotator'],
    ['manager', 'manager', 'manager'],
    ['administrator', 'manager', 'manager'],
    ['administrator', 'owner', 'administrator'],
    [null, 'manager', 'manager'],
    ['auditor', 'auditor', 'auditor'],
  ] as const)('with the role %s of a person with the role %s acts as %s', (role, ownersRole, expected) =>
    expect(judged({ role }, ownersRole)).toEqual({ active: true, role: expected }),
  );

  it.each([
    ['auditor', 'owner'],
    ['owner', 'auditor'],
    ['annotator', 'auditor'],
    ['auditor', 'annotator'],
  ] as const)('with the role %s of a person with the role %s is suspended', (role, ownersRole) =>
    expect(judged({ role }, ownersRole)).toEqual(refused('role-mismatch')),
  );

  it('with a list of addresses is good from these alone, and from none that nobody knows', () => {
    const restricted = { allowedAddresses: { allows: (address: string | null) => address === '192.0.2.1' } };
    expect(judged(restricted, 'manager', { address: () => '192.0.2.1' })).toMatchObject({ active: true });
    expect(judged(restricted, 'manager', { address: () => '192.0.2.2' })).toEqual(refused('address-not-allowed'));
    expect(judged(restricted, 'manager', { address: () => null })).toEqual(refused('address-not-allowed'));
    expect(judged(restricted, 'manager')).toEqual(refused('address-not-allowed'));
  });

  it.each(['token', 'body', 'cookie'] as const)('is not taken as %s', (scheme) =>
    expect(judged({}, 'manager', { scheme })).toEqual(refused('scheme-mismatch')),
  );
});
