import { describe, expect, it } from '@jest/globals';
import { defaultSettings } from '#domain/organization.settings';
import type { Recorded } from '#event-store/envelope';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { draft } from '../support/events.js';
import { heapBytes } from '../support/heap.js';
import { lookupOfId, tokenIdOf } from '../support/token-histories.js';

const owners = 2000;
/** An owner needs about 530 bytes; with a copy of its id in each table, it would need 800. */
const bytesMax = 650;
const organizationId = '019a0001-0000-7000-8000-000000000000';
const personIdOf = (n: number) => `019a0002-0000-7000-8000-${String(n).padStart(12, '0')}`;
const accountIdOf = (n: number) => `019a0003-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Parsed as the log returns it, so that no two events share a string. */
const parsed = (position: number, stream: string, type: string, data: Record<string, unknown>): Recorded => ({
  ...JSON.parse(JSON.stringify({ ...draft(data), stream, type, revision: 0, organizationId })),
  position: BigInt(position),
});

const issued = (n: number, ownerKind: string, ownerId: string): [string, string, Record<string, unknown>] => {
  const id = tokenIdOf(n);
  const terms = { name: null, generation: 1, lookup: lookupOfId(id), expiresAt: null, kept: { pepperVersion: 1 } };
  return [`token-${id}`, 'TokenIssued', { kind: 'legacy', ownerKind, ownerId, ...terms }];
};

/** A person with a token, and a service account with another. */
function happenings(n: number): [string, string, Record<string, unknown>][] {
  const [userId, serviceAccountId] = [personIdOf(n), accountIdOf(n)];
  const digest = `digest of an address ${n}`;
  const person = { homeOrganizationId: organizationId, email: null, emailDigest: digest, firstName: null, lastName: null };
  const account = { organizationId, name: 'sealed', role: 'annotator', tokenId: tokenIdOf(2 * n), workspaceIds: [], projectIds: [] };
  return [
    [`user-${userId}`, 'UserRegistered', person],
    [`membership-${organizationId}-${userId}`, 'MemberJoined', { userId, role: 'annotator' }],
    [`email-${digest}`, 'EmailClaimed', { userId, organizationId }],
    [`serviceaccount-${serviceAccountId}`, 'ServiceAccountCreated', account],
    [`organization-${organizationId}`, 'ServiceAccountAdmitted', { serviceAccountId, nameDigest: 'digest' }],
    issued(2 * n, 'service-account', serviceAccountId),
    issued(2 * n + 1, 'user', userId),
  ];
}

function fill(validity: TokenValidity): void {
  const organization = { name: 'sealed', firstOwnerId: personIdOf(0), settings: defaultSettings };
  validity.apply([parsed(1, `organization-${organizationId}`, 'OrganizationCreated', organization)]);
  for (let n = 0; n < owners / 2; n += 1) {
    const reached = Number(validity.position);
    validity.apply(happenings(n).map(([stream, type, data], i) => parsed(reached + 1 + i, stream, type, data)));
  }
}

describe('An owner of tokens', () => {
  it('is a few objects and texts, each there once, since every full collection of garbage visits them all', () => {
    fill(new TokenValidity());
    const before = heapBytes();
    const validity = new TokenValidity();
    fill(validity);
    const bytes = (heapBytes() - before) / owners;
    expect(validity.tokens.count).toBe(owners);
    expect(bytes).toBeLessThan(bytesMax);
  });
});
