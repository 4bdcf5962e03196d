import { randomFillSync } from 'node:crypto';

const organizationId = '0192e4a0-0000-7000-8000-000000000000';
const owners = 10_000;
const occurredAt = '2030-01-01T00:00:00.000Z';
const actor = { kind: 'system', id: 'bench' };
const signedInput = `${'e'.repeat(120)}.${'y'.repeat(300)}`;
const settings = {
  personalAccessTokensEnabled: true,
  legacyTokensEnabled: true,
  personalAccessTokenTtlDays: 365,
  serviceAccountAllowance: 1,
  apiCredentialsMayIssue: false,
};

const uuid = (prefix, number) => `${prefix}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
export const tokenIdOf = (number) => uuid('0192e4a1', number);
const serviceAccountIdOf = (number) => uuid('0192e4a2', number);
const userIdOf = (number) => uuid('0192e4a3', number);

const recorded = (position, stream, type, data) => ({
  id: uuid('0192e4a4', position),
  type,
  schemaVersion: 1,
  critical: true,
  stream,
  revision: 0,
  occurredAt,
  data,
  actor,
  organizationId,
  correlationId: actor.id,
  causationId: null,
  requestId: null,
  position: BigInt(position),
});

/** The events of the organization, and of as many people as service accounts, that own the tokens. */
export function ownerEvents() {
  const events = [
    ['installation', 'LogCreated', { pepperVersion: 1, keyChecks: {} }],
    [`organization-${organizationId}`, 'OrganizationCreated', { name: 'Bench', firstOwnerId: userIdOf(0), settings }],
  ];
  for (let i = 0; i < owners / 2; i += 1) {
    const person = { homeOrganizationId: organizationId, email: null, emailDigest: String(i), firstName: null, lastName: null };
    const account = { organizationId, name: '', role: 'annotator', tokenId: tokenIdOf(i), workspaceIds: [], projectIds: [] };
    events.push(
      [`user-${userIdOf(i)}`, 'UserRegistered', person],
      [`membership-${organizationId}-${userIdOf(i)}`, 'MemberJoined', { userId: userIdOf(i), role: 'annotator' }],
      [`email-${i}`, 'EmailClaimed', { userId: userIdOf(i), organizationId }],
      [`serviceaccount-${serviceAccountIdOf(i)}`, 'ServiceAccountCreated', account],
      [`organization-${organizationId}`, 'ServiceAccountAdmitted', { serviceAccountId: serviceAccountIdOf(i), nameDigest: String(i) }],
    );
  }
  return events.map(([stream, type, data], i) => asRead(recorded(i + 1, stream, type, data)));
}

/** Events as the log returns them: parsed. A concatenated string would be kept in pieces, each of which the garbage collector visits. */
const asRead = ({ position, ...event }) => ({ ...JSON.parse(JSON.stringify(event)), position });

const random = Buffer.alloc(16 * 4096);
let used = random.length;

/** 16 random bytes, base64url. */
function randomDigest() {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += 16;
  return random.toString('base64url', used - 16, used);
}

/**
 * Issues `count` tokens from number `first` on, personal ones and service accounts' alternately. `lookupOf` returns a token's look-up key
 * if its credential will be presented; undefined for all others.
 */
export function tokenEvents(first, count, lookupOf = () => undefined) {
  return Array.from({ length: count }, (_, i) => tokenIssued(first + i, lookupOf(first + i)));
}

function tokenIssued(number, lookup) {
  const isPersonal = number % 2 === 0;
  const id = tokenIdOf(number);
  const owner = Math.floor(number / 2) % (owners / 2);
  const data = {
    kind: isPersonal ? 'personal' : 'service-account',
    ownerKind: isPersonal ? 'user' : 'service-account',
    ownerId: isPersonal ? userIdOf(owner) : serviceAccountIdOf(owner),
    name: null,
    generation: 1,
    lookup: lookup ?? (isPersonal ? lookupOfId(id) : randomDigest()),
    expiresAt: isPersonal ? '2031-01-01T00:00:00.000Z' : null,
    kept: isPersonal ? { pepperVersion: 1, jti: id.replaceAll('-', ''), signedInput, digest: randomDigest() } : { pepperVersion: 1 },
  };
  return recorded(6 * owners + number, `token-${id}`, 'TokenIssued', data);
}

const lookupOfId = (id) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
