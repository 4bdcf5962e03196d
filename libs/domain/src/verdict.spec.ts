import { describe, expect, it } from '@jest/globals';
import { defaultSettings, type Settings } from './organization.settings.js';
import type { MembershipFacts, OwnerFacts, PreviousFacts, TokenFacts } from './verdict.facts.js';
import {
  isLive,
  judge,
  type Presented,
  type Reason,
  reasons,
  type Scheme,
  type Standing,
  schemesOf,
  standingOf,
  standings,
  type Verdict,
} from './verdict.js';

const now = Date.parse('2030-06-01T00:00:00Z');
const idleSeconds = 1800;

interface Chain {
  token: TokenFacts | undefined;
  owner: OwnerFacts | undefined;
  membership: MembershipFacts | undefined;
  settings: Settings | undefined;
  presented: Presented;
}

const good = (): Chain => ({
  token: {
    id: 'one',
    kind: 'personal',
    ownerKind: 'user',
    generation: 2,
    revoked: false,
    expiresAtMs: now + 1000,
    order: 50n,
    legacyTokenEndedAt: null,
    signingKeyRetired: false,
    role: null,
    allowedAddresses: null,
    lastSeenMs: null,
    previous: null,
  },
  owner: { status: 'enabled', tokensRevokedBefore: null, signInsEnded: null },
  membership: { active: true, role: 'manager' },
  settings: defaultSettings,
  presented: { scheme: 'bearer', as: 'access', generation: 2, accessEndsAtMs: now + 500 },
});

const judged = ({ token, owner, membership, settings, presented }: Chain): Verdict =>
  judge(token, owner, membership, settings, presented, { sessionIdleSeconds: idleSeconds }, now);
const reasonOf = (chain: Chain): Reason | 'active' => {
  const verdict = judged(chain);
  return verdict.active ? 'active' : verdict.reason;
};
const token = (change: Partial<TokenFacts>) => (chain: Chain) => ({ ...chain, token: chain.token && { ...chain.token, ...change } });
const owner = (change: Partial<OwnerFacts>) => (chain: Chain) => ({ ...chain, owner: chain.owner && { ...chain.owner, ...change } });
const presented = (change: Partial<Presented>) => (chain: Chain) => ({ ...chain, presented: { ...chain.presented, ...change } });

/** The same chain with a session credential instead of an access token. */
const signedIn = (chain: Chain): Chain => {
  const { as, scheme } = chain.presented;
  const asSession = presented({ as: as === 'access' ? 'session' : as, scheme: scheme === 'bearer' ? 'cookie' : scheme });
  return token({ kind: 'session' })(asSession(chain));
};
const ended = { before: 51n, sparedTokenId: null, sparedSince: null };

/** The same chain from the generation before the newest, which an overlap keeps good for another half second. */
const beforeNewest = (chain: Chain, change: Partial<PreviousFacts> = {}): Chain => {
  const previous = { generation: 1, endsAtMs: now + 500, endsOnFirstUse: true, legacyTokenEndedAt: null, signingKeyRetired: false };
  return token({ previous: { ...previous, ...change } })(presented({ generation: 1 })(chain));
};

/** Each entry breaks one link of the chain and names the reason that the verdict must give. */
const breaks: readonly (readonly [string, Reason, (chain: Chain) => Chain])[] = [
  ['no such token', 'unknown', (chain) => ({ ...chain, token: undefined })],
  ['no such owner', 'unknown', (chain) => ({ ...chain, owner: undefined })],
  ['no such organization', 'unknown', (chain) => ({ ...chain, settings: undefined })],
  ['another kind than it says', 'unknown', presented({ as: 'legacy' })],
  ['an older generation', 'superseded', presented({ generation: 1 })],
  ['an older generation whose overlap is over', 'superseded', (chain) => beforeNewest(chain, { endsAtMs: now })],
  ['a generation not yet known', 'superseded', presented({ generation: 3 })],
  ['revoked', 'revoked', token({ revoked: true })],
  ['of a session whose sign-in was ended', 'sign-ins-ended', (chain) => owner({ signInsEnded: ended })(signedIn(chain))],
  ['expired', 'expired', token({ expiresAtMs: now })],
  ['access over', 'expired', presented({ accessEndsAtMs: now })],
  ['idle for too long', 'expired', token({ lastSeenMs: now - idleSeconds * 1000 })],
  ['made with a legacy token that was renewed since', 'legacy-token-ended', token({ legacyTokenEndedAt: 51n })],
  ['signed by a key that was retired', 'signing-key-retired', token({ signingKeyRetired: true })],
  ['issued before the revocation of all', 'owner-tokens-revoked', owner({ tokensRevokedBefore: 51n })],
  ['erased', 'owner-erased', owner({ status: 'erased' })],
  ['deleted', 'owner-deleted', owner({ status: 'deleted' })],
  ['disabled', 'owner-disabled', owner({ status: 'disabled' })],
  ['no member', 'membership-inactive', (chain) => ({ ...chain, membership: undefined })],
  ['deactivated member', 'membership-inactive', (chain) => ({ ...chain, membership: { active: false, role: 'manager' } })],
  ['an auditor’s key of somebody who is none', 'role-mismatch', token({ role: 'auditor' })],
  [
    'type switched off',
    'type-disabled',
    (chain) => ({ ...chain, settings: chain.settings && { ...chain.settings, personalAccessTokensEnabled: false } }),
  ],
  ['wrong scheme', 'scheme-mismatch', presented({ scheme: 'token' })],
  ['from an address that is not allowed', 'address-not-allowed', token({ allowedAddresses: { allows: () => false } })],
];

describe('The verdict', () => {
  it('is active, with the role, when every link holds', () => expect(judged(good())).toEqual({ active: true, role: 'manager' }));

  it.each(breaks)('with one broken link (%s) is: %s (SR-27)', (_name, reason, broken) => expect(reasonOf(broken(good()))).toBe(reason));

  it.each(breaks)('with one broken link (%s) tells by %s how the token stands', (_name, reason, broken) =>
    expect(standingOf(judged(broken(good())))).toBe(standings[reason]),
  );

  it('tells apart what may be undone from what is for ever', () => {
    const of = (...wanted: Standing[]) => reasons.filter((reason) => wanted.includes(standings[reason]));
    expect(of('suspended')).toEqual(['owner-disabled', 'membership-inactive', 'role-mismatch', 'type-disabled']);
    expect(of('active', 'unknown')).toEqual(['unknown', 'scheme-mismatch', 'address-not-allowed']);
    expect(reasons.filter((reason) => isLive({ active: false, reason }))).toEqual([
      ...of('suspended'),
      'scheme-mismatch',
      'address-not-allowed',
    ]);
  });

  it('never calls suspended what is over for ever: what may be undone is looked at last', () => {
    const isForEver = reasons.map((reason) => ['revoked', 'expired'].includes(standings[reason]));
    expect(isForEver.lastIndexOf(true)).toBeLessThan(reasons.findIndex((reason) => standings[reason] === 'suspended'));
  });

  it('does not compile while a reason has no standing', () => {
    const { 'type-disabled': _, ...others } = standings;
    // @ts-expect-error Each reason must say how the token stands.
    const incomplete: typeof standings = others;
    expect(Object.keys(incomplete)).toHaveLength(reasons.length - 1);
  });

  it('names every reason there is', () => expect(new Set(breaks.map(([, reason]) => reason))).toEqual(new Set(reasons)));

  it('with two broken links gives the reason that is looked at first', () => {
    const isStatus = (reason: Reason) => ['owner-erased', 'owner-deleted', 'owner-disabled'].includes(reason);
    for (const [, one, breakOne] of breaks) {
      for (const [, two, breakTwo] of breaks) {
        // An owner has one status, so the second replaces the first.
        const expected = isStatus(one) && isStatus(two) ? two : reasons[Math.min(reasons.indexOf(one), reasons.indexOf(two))];
        expect(reasonOf(breakTwo(breakOne(good())))).toBe(expected);
      }
    }
  });

  it.each([
    [now - 1, 'expired'],
    [now, 'expired'],
    [now + 1, 'active'],
    [null, 'active'],
  ] as const)('with an expiry of %p at that moment is %s', (expiresAtMs, expected) =>
    expect(reasonOf(token({ expiresAtMs })(good()))).toBe(expected),
  );

  it.each([
    [now - 1, 'expired'],
    [now, 'expired'],
    [now + 1, 'active'],
    [null, 'active'],
  ] as const)('with an access token ending %p is %s', (accessEndsAtMs, expected) =>
    expect(reasonOf(presented({ accessEndsAtMs })(good()))).toBe(expected),
  );

  it.each([
    [idleSeconds * 1000 - 1, 'active'],
    [idleSeconds * 1000, 'expired'],
    [idleSeconds * 1000 + 1, 'expired'],
  ] as const)('of a session idle for %d ms is %s', (idleMs, expected) => {
    const session = presented({ as: 'session', scheme: 'cookie', accessEndsAtMs: null })(
      token({ kind: 'session', lastSeenMs: now - idleMs })(good()),
    );
    expect(reasonOf(session)).toBe(expected);
  });

  it.each([
    [49n, 'active'],
    [50n, 'active'],
    [51n, 'owner-tokens-revoked'],
  ] as const)('of a token at place 50 when all before %s are revoked is %s', (tokensRevokedBefore, expected) =>
    expect(reasonOf(owner({ tokensRevokedBefore })(good()))).toBe(expected),
  );
});

describe('The generation before the newest', () => {
  it('is good while its overlap lasts, not at its end', () => {
    expect(reasonOf(beforeNewest(good()))).toBe('active');
    expect(reasonOf(beforeNewest(good(), { endsAtMs: now + 1 }))).toBe('active');
    expect(reasonOf(beforeNewest(good(), { endsAtMs: now }))).toBe('superseded');
  });

  it('is good whether or not a use of the newest is to end it: the event does, which takes the overlap away', () => {
    for (const endsOnFirstUse of [true, false]) expect(reasonOf(beforeNewest(good(), { endsOnFirstUse }))).toBe('active');
    expect(reasonOf(presented({ generation: 1 })(good()))).toBe('superseded');
  });

  it('is the only older one that an overlap keeps good', () => {
    const ofThree = token({ generation: 3 })(beforeNewest(good(), { generation: 2 }));
    expect([0, 1, 2, 3, 4].map((generation) => reasonOf(presented({ generation })(ofThree)))).toEqual([
      'superseded',
      'superseded',
      'active',
      'active',
      'superseded',
    ]);
  });

  it.each(breaks.filter(([, reason]) => reason !== 'superseded'))('ends with all that ends the newest: %s', (_name, reason, broken) => {
    const { presented: as, ...chain } = broken(beforeNewest(good()));
    expect(reasonOf({ ...chain, presented: as })).toBe(reason);
  });

  it('hangs on its own key and on the legacy token that it was made with, whatever became of the newest', () => {
    expect(reasonOf(beforeNewest(good(), { signingKeyRetired: true }))).toBe('signing-key-retired');
    expect(reasonOf(beforeNewest(good(), { legacyTokenEndedAt: 51n }))).toBe('legacy-token-ended');
    expect(reasonOf(beforeNewest(good(), { legacyTokenEndedAt: 50n }))).toBe('active');
  });

  it('is looked at only where the generation does not match', () => {
    const unread = { ...(good().token as TokenFacts) };
    Object.defineProperty(unread, 'previous', { get: () => expect(true).toBe(false) });
    expect(reasonOf({ ...good(), token: unread })).toBe('active');
  });
});

describe('An ending of sign-ins', () => {
  it.each([
    ['session', 'cookie', 'sign-ins-ended'],
    ['password-reset', 'body', 'sign-ins-ended'],
    ['personal', 'body', 'active'],
    ['legacy', 'token', 'active'],
    ['service-account', 'token', 'active'],
  ] as const)('leaves of a %s presented as %s: %s', (kind, scheme, expected) => {
    const chain = token({ kind })(presented({ as: kind, scheme, accessEndsAtMs: null })(good()));
    const settings = { ...defaultSettings, legacyTokensEnabled: true };
    expect(reasonOf({ ...owner({ signInsEnded: ended })(chain), settings })).toBe(expected);
  });
});

describe('A kind of credential (SR-11)', () => {
  const accepted: Record<Presented['as'], readonly Scheme[]> = {
    access: ['bearer'],
    personal: ['body'],
    legacy: ['token', 'body'],
    'service-account': ['token', 'bearer'],
    session: ['cookie'],
    'password-reset': ['body'],
    'api-key': ['bearer'],
  };
  const cells = (Object.keys(schemesOf) as Presented['as'][]).flatMap((as) =>
    (['bearer', 'token', 'cookie', 'body'] as const).map((scheme) => [as, scheme, accepted[as].includes(scheme)] as const),
  );
  it.each(cells)('%s presented as %s is accepted: %s', (as, scheme, isAccepted) => {
    const enabled = { ...good(), settings: { ...defaultSettings, legacyTokensEnabled: true } };
    const chain = token({ kind: as === 'access' ? 'personal' : as })(presented({ as, scheme, accessEndsAtMs: null })(enabled));
    expect(reasonOf(chain)).toBe(isAccepted ? 'active' : 'scheme-mismatch');
  });

  it.each([
    ['personal', 'personalAccessTokensEnabled'],
    ['legacy', 'legacyTokensEnabled'],
  ] as const)('%s is switched by %s alone', (kind, own) => {
    for (const personalAccessTokensEnabled of [true, false]) {
      for (const legacyTokensEnabled of [true, false]) {
        const settings = { ...defaultSettings, personalAccessTokensEnabled, legacyTokensEnabled };
        const chain = presented({ as: kind, scheme: 'body', accessEndsAtMs: null })(token({ kind })({ ...good(), settings }));
        expect(reasonOf(chain)).toBe(settings[own] ? 'active' : 'type-disabled');
      }
    }
  });

  it.each(['service-account', 'session', 'password-reset'] as const)('%s cannot be switched off', (kind) => {
    const settings = { ...defaultSettings, personalAccessTokensEnabled: false, legacyTokensEnabled: false };
    const scheme = schemesOf[kind][0] as Scheme;
    expect(reasonOf(presented({ as: kind, scheme, accessEndsAtMs: null })(token({ kind })({ ...good(), settings })))).toBe('active');
  });
});
