import fc from 'fast-check';
import type { Recorded } from '#event-store/envelope';
import { draft } from './events.js';

/** The text of a UUID whose first bytes are those of many others, as ids made within one millisecond have. */
export const tokenIdOf = (n: number) => `019a0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
/** A look-up key of 16 bytes that is nobody's id. */
export const lookupOf = (n: number) => Buffer.from(`lookup${n.toString().padStart(10, '0')}`).toString('base64url');
export const lookupOfId = (tokenId: string) => Buffer.from(tokenId.replaceAll('-', ''), 'hex').toString('base64url');

export const owners = ['ada', 'bob', 'eve'] as const;
export const organizations = ['north', 'south'] as const;
export const tokens = 12;
/** How many keys each token takes turns with, besides its own id. */
export const lookupsPerToken = 4;

const moment = fc.oneof(
  fc.constantFrom(0, 1, 999, 1000, 2 ** 32 * 1000 - 1000, 2 ** 32 * 1000, 2 ** 32 * 1000 + 1, 7_000_000_000_000, 253_402_300_799_000),
  fc.integer({ min: 0, max: 253_402_300_799_999 }),
);
const iso = moment.map((ms) => new Date(ms).toISOString());
const expiresAt = fc.option(iso, { nil: null });
const generation = fc.oneof(
  fc.integer({ min: 1, max: 4 }),
  fc.constantFrom(511, 512, 2 ** 31, 2 ** 32, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER),
);
const lookup = fc.integer({ min: 0, max: lookupsPerToken - 1 });
/** Ids of the keys that sign. */
export const signingKeys = ['key-1', 'key-2', 'key-3'] as const;
const signedInputOf = (kid: string) => `${Buffer.from(JSON.stringify({ alg: 'ES256', kid, typ: 'pat+jwt' })).toString('base64url')}.e30`;
const kept = fc.option(fc.constantFrom(...signingKeys), { nil: undefined }).map((kid) => ({
  pepperVersion: 1,
  ...(kid && { signedInput: signedInputOf(kid) }),
}));

const issued = fc.record({
  type: fc.constant('TokenIssued'),
  kind: fc.constantFrom('personal', 'legacy', 'service-account', 'session', 'password-reset'),
  ownerKind: fc.constantFrom('user', 'service-account'),
  ownerId: fc.constantFrom(...owners),
  organizationId: fc.constantFrom(...organizations),
  name: fc.constant(null),
  lookup,
  hasIdAsLookup: fc.boolean(),
  expiresAt,
  generation,
  kept,
  legacyGeneration: fc.option(generation, { nil: undefined }),
});
const changed = fc.oneof(
  fc.record({
    type: fc.constant('TokenRotated'),
    cause: fc.constantFrom('rotated', 'renewed', 'reset'),
    lookup,
    hasIdAsLookup: fc.boolean(),
    expiresAt,
    generation,
    kept,
    previousEndsAt: fc.option(iso, { nil: undefined }),
    previousEndsOnFirstUse: fc.constantFrom(true, undefined),
  }),
  fc.record({ type: fc.constant('PreviousGenerationEnded'), generation: fc.oneof(fc.integer({ min: 0, max: 4 }), generation) }),
  fc.record({ type: fc.constant('TokenRevoked'), reason: fc.constant('revoked') }),
  fc.record({ type: fc.constant('TokenExpired'), expiresAt: iso }),
  fc.record({ type: fc.constant('SessionConfirmed'), confirmedAt: iso }),
  fc.record({ type: fc.constant('SessionSeen'), seenAt: iso }),
);
const step = fc.record({
  token: fc.integer({ min: 0, max: tokens - 1 }),
  issued,
  changed,
  occurredAt: iso,
  /** Which token's credential the request was made with. */
  by: fc.option(fc.integer({ min: 0, max: tokens - 1 }), { nil: null }),
  /** How far it lies behind the one before in the log: some stores count bytes. */
  distance: fc.oneof(fc.constant(1n), fc.bigInt({ min: 1n, max: 2n ** 43n })),
});

/** Events of a few tokens: each begins with its issue, and then anything may happen, in any order and to any extent. */
export const histories: fc.Arbitrary<Recorded[]> = fc.array(step, { maxLength: 80 }).map((steps) => {
  const revisions = new Map<number, number>();
  let position = 0n;
  return steps.map(({ token, by, issued, changed, occurredAt, distance }) => {
    const revision = revisions.get(token) ?? 0;
    revisions.set(token, revision + 1);
    position += distance;
    const id = tokenIdOf(token);
    const event = { lookup: 0, hasIdAsLookup: false, organizationId: null, ...(revision === 0 ? issued : changed) };
    const { type, lookup, hasIdAsLookup, organizationId, ...data } = event;
    const ofToken = { ...data, lookup: hasIdAsLookup ? lookupOfId(id) : lookupOf(token * lookupsPerToken + lookup) };
    const actor = { kind: 'user', id: 'somebody', ...(by !== null && { credentialId: tokenIdOf(by) }) } as const;
    return { ...draft(ofToken, id), actor, type, stream: `token-${id}`, revision, position, occurredAt, organizationId };
  });
});
