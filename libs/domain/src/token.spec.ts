import { describe, it } from '@jest/globals';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';
import { decider, type Event, type Kind } from './token.js';
import { expiryMax } from './token.terms.js';

const given = specify(decider);
const [now, later, latest] = ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z', '2031-01-01T00:00:00.000Z'];
const kept = { pepperVersion: 1 };
const issue = {
  ownerKind: 'user',
  ownerId: 'ada',
  name: null,
  kept,
  at: now,
  expiresAt: later,
  latestExpiry: latest,
  typeEnabled: true,
} as const;
const issueOf = (kind: Kind, lookup = 'L1') => ({ type: 'IssueToken', kind, lookup, ...issue }) as const;
const issued = (kind: Kind, expiresAt: string | null = later): Event => ({
  type: 'TokenIssued',
  kind,
  ownerKind: 'user',
  ownerId: 'ada',
  name: null,
  generation: 1,
  lookup: 'L1',
  expiresAt,
  kept,
});
const revoked: Event = { type: 'TokenRevoked', lookup: 'L1', reason: 'revoked', by: 'owner' };
const second = { generation: 2, lookup: 'L2', previousLookup: 'L1', kept } as const;

describe('Issuing a token', () => {
  it('records its first generation', () => given().when(issueOf('personal')).then(issued('personal')));
  it('is finished already when this very credential was issued', () => given(issued('personal')).when(issueOf('personal')).thenNothing());
  it('refuses an id that is in use', () => given(issued('personal')).when(issueOf('personal', 'L9')).thenRefused('token/id-taken'));
  it.each([
    ['another kind', { kind: 'session' }],
    ['another person', { ownerId: 'eve' }],
    ['another kind of owner', { ownerKind: 'service-account' }],
  ] as const)('refuses an id that is in use by %s, even with this very credential', (_whose, other) =>
    given(issued('personal'))
      .when({ ...issueOf('personal'), ...other })
      .thenRefused('token/id-taken'),
  );
  it('that resets a password is refused without an end', () =>
    given()
      .when({ ...issueOf('password-reset'), expiresAt: null, latestExpiry: null })
      .thenRefused('token/expiry-invalid'));
  it('is refused while its type is switched off', () =>
    given()
      .when({ ...issueOf('personal'), typeEnabled: false })
      .thenRefused('token/type-disabled'));
  it.each([
    ['now', now],
    ['in the past', '2029-12-31T23:59:59.999Z'],
    ['after the year 9999', '9999-12-31T23:59:59.001Z'],
  ])('refuses an expiry %s', (_when, expiresAt) =>
    given()
      .when({ ...issueOf('personal'), expiresAt, latestExpiry: null })
      .thenRefused('token/expiry-invalid'),
  );
  it('accepts the last expiry that there is', () =>
    given()
      .when({ ...issueOf('personal'), expiresAt: expiryMax, latestExpiry: null })
      .then(issued('personal', expiryMax)));
  it('accepts an expiry at the cap and refuses one beyond it, or none', () => {
    given()
      .when({ ...issueOf('personal'), expiresAt: latest })
      .then(issued('personal', latest));
    given()
      .when({ ...issueOf('personal'), expiresAt: '2031-01-01T00:00:00.001Z' })
      .thenRefused('token/outlives-cap');
    given()
      .when({ ...issueOf('personal'), expiresAt: null })
      .thenRefused('token/outlives-cap');
  });
  it('without an expiry is possible where nothing caps it', () =>
    given()
      .when({ ...issueOf('legacy'), expiresAt: null, latestExpiry: null })
      .then(issued('legacy', null)));
});

describe('Renewing and resetting', () => {
  const replace = (cause: 'renewed' | 'reset', kind: Kind) =>
    ({ type: 'ReplaceCredential', cause, kind, lookup: 'L2', ...issue, expiresAt: null, latestExpiry: null }) as const;
  it('makes the first generation where there was none', () =>
    given()
      .when({ ...replace('renewed', 'legacy'), lookup: 'L1' })
      .then(issued('legacy', null)));
  it('replaces the generation before', () =>
    given(issued('legacy', null))
      .when(replace('renewed', 'legacy'))
      .then({ type: 'TokenRotated', cause: 'renewed', ...second, expiresAt: null }));
  it('ends a revocation, for the new generation alone', () =>
    given(issued('service-account', null), revoked)
      .when(replace('reset', 'service-account'))
      .then({ type: 'TokenRotated', cause: 'reset', ...second, expiresAt: null }));
  it.each(['personal', 'service-account', 'session', 'password-reset'] as const)(
    'refuses the stream of a %s token, as if its id were taken',
    (kind) => given(issued(kind)).when(replace('renewed', 'legacy')).thenRefused('token/id-taken'),
  );
  it('refuses the stream of somebody else, even with the credential that is there', () => {
    given(issued('legacy', null))
      .when({ ...replace('renewed', 'legacy'), ownerId: 'eve' })
      .thenRefused('token/id-taken');
    given(issued('legacy', null))
      .when({ ...replace('renewed', 'legacy'), lookup: 'L1', ownerKind: 'service-account' })
      .thenRefused('token/id-taken');
  });
  const others = (['personal', 'session', 'password-reset', 'api-key'] as const).flatMap((kind) => [
    { cause: 'renewed' as const, kind },
    { cause: 'reset' as const, kind },
  ]);
  it.each([...others, { cause: 'reset', kind: 'legacy' }, { cause: 'renewed', kind: 'service-account' }] as const)(
    'never happens as $cause to the kind $kind, whether or not there is such a token',
    ({ cause, kind }) => {
      given().when(replace(cause, kind)).thenRefused('token/not-rotatable');
      given(issued(kind)).when(replace(cause, kind)).thenRefused('token/not-rotatable');
      given(issued(kind), revoked).when(replace(cause, kind)).thenRefused('token/not-rotatable');
    },
  );
  it('is refused while the type is switched off', () =>
    given(issued('legacy', null))
      .when({ ...replace('renewed', 'legacy'), typeEnabled: false })
      .thenRefused('token/type-disabled'));
});

describe('Revoking a token', () => {
  const revoke = { type: 'RevokeToken', reason: 'revoked', by: 'owner' } as const;
  it('ends this generation', () => given(issued('personal')).when(revoke).then(revoked));
  it('names the generation that is current', () =>
    given(issued('personal'), { type: 'TokenRotated', cause: 'rotated', ...second, expiresAt: latest })
      .when(revoke)
      .then({ ...revoked, lookup: 'L2' }));
  it('happens once', () => given(issued('personal'), revoked).when(revoke).thenNothing());
  it('says by whom, and why where that was said', () =>
    given(issued('personal'))
      .when({ ...revoke, by: 'administrator', cause: 'leaked', note: sealed() })
      .then({ ...revoked, by: 'administrator', cause: 'leaked', note: sealed() }));
  it('because it was not delivered is the word of the server alone', () => {
    given(issued('session'))
      .when({ ...revoke, by: 'system', cause: 'undelivered' })
      .then({ ...revoked, by: 'system', cause: 'undelivered' });
    for (const by of ['owner', 'administrator', 'possession', 'operator'] as const) {
      given(issued('session'))
        .when({ ...revoke, by, cause: 'undelivered' })
        .thenRefused('request/invalid');
    }
  });
  it('in an older log without that word ends it no less', () =>
    given(issued('personal'), { type: 'TokenRevoked', lookup: 'L1', reason: 'revoked' }).when(revoke).thenNothing());
  it('is refused for a token that does not exist', () => given().when(revoke).thenRefused('token/not-found'));
});

describe('Recording an expiry', () => {
  const expired: Event = { type: 'TokenExpired', lookup: 'L1', expiresAt: later };
  const record = { type: 'RecordExpiry', at: later } as const;
  it('is possible from the moment of the expiry on', () => {
    given(issued('personal')).when(record).then(expired);
    given(issued('personal'))
      .when({ ...record, at: now })
      .thenNothing();
  });
  it('happens once', () => given(issued('personal'), expired).when(record).thenNothing());
  it('does not happen to what was revoked or never expires', () => {
    given(issued('personal'), revoked).when(record).thenNothing();
    given(issued('legacy', null)).when(record).thenNothing();
  });
  it('happens to each generation', () =>
    given(issued('personal'), expired, { type: 'TokenRotated', cause: 'rotated', ...second, expiresAt: latest })
      .when({ ...record, at: latest })
      .then({ type: 'TokenExpired', lookup: 'L2', expiresAt: latest }));
  it('takes nothing away: what the clock still allows can be rotated', () =>
    given(issued('personal'), expired)
      .when({
        type: 'RotateToken',
        fromGeneration: 1,
        mayOutlive: true,
        lookup: 'L2',
        kept,
        at: now,
        expiresAt: latest,
        latestExpiry: latest,
        typeEnabled: true,
      })
      .then({ type: 'TokenRotated', cause: 'rotated', ...second, expiresAt: latest }));
});

describe('Redeeming a password reset', () => {
  const redeem = { type: 'RedeemToken', at: now } as const;
  it('uses it up', () =>
    given(issued('password-reset'))
      .when(redeem)
      .then({ ...revoked, reason: 'redeemed', by: 'possession' }));
  it('works once', () =>
    given(issued('password-reset'), { ...revoked, reason: 'redeemed', by: 'possession' })
      .when(redeem)
      .thenRefused('password-reset/invalid'));
  it('is refused without an end, as an older log may hold one', () =>
    given(issued('password-reset'), { type: 'TokenRotated', cause: 'renewed', ...second, expiresAt: null })
      .when(redeem)
      .thenRefused('password-reset/invalid'));
  it.each(['personal', 'legacy', 'service-account', 'session'] as const)('is not for a %s token', (kind) =>
    given(issued(kind)).when(redeem).thenRefused('password-reset/invalid'),
  );
  it('is refused at the moment it expires', () =>
    given(issued('password-reset'))
      .when({ ...redeem, at: later })
      .thenRefused('password-reset/invalid'));
});

describe('A session', () => {
  const confirmed: Event = { type: 'SessionConfirmed', lookup: 'L1', confirmedAt: now };
  const replaced: Event = { type: 'TokenRotated', cause: 'rotated', kind: 'session', ...second, expiresAt: later };
  const confirm = { type: 'ConfirmSession', at: now, fromGeneration: 1, lookup: 'L2', kept } as const;
  it('is confirmed, and has another secret from then on, with the end that it had', () =>
    given(issued('session')).when(confirm).then(confirmed, replaced));
  it('is confirmed once by the same wish', () => given(issued('session'), confirmed, replaced).when(confirm).thenNothing());
  it('is confirmed anew at a later moment, never an earlier one', () => {
    const [third, again] = [
      { generation: 3, lookup: 'L3', previousLookup: 'L2' },
      { fromGeneration: 2, lookup: 'L3' },
    ];
    given(issued('session'), confirmed, replaced)
      .when({ ...confirm, ...again, at: '2030-01-01T00:10:00.000Z' })
      .then({ ...confirmed, lookup: 'L2', confirmedAt: '2030-01-01T00:10:00.000Z' }, { ...replaced, ...third });
    given(issued('session'), { ...confirmed, confirmedAt: later }, replaced)
      .when({ ...confirm, ...again })
      .then({ ...replaced, ...third });
  });
  it('is not confirmed with a secret that was replaced meanwhile, nor after its end', () => {
    given(issued('session'), confirmed, replaced)
      .when({ ...confirm, lookup: 'L3' })
      .thenRefused('credential/invalid');
    given(issued('session'))
      .when({ ...confirm, at: later })
      .thenRefused('credential/invalid');
  });
  it('that has ended, or is none, cannot be confirmed', () => {
    given(issued('session'), revoked).when(confirm).thenRefused('session/not-found');
    given(issued('personal')).when(confirm).thenRefused('session/not-found');
  });
  it('is seen at most once per interval', () => {
    const see = (at: string) => ({ type: 'SeeSession', at, seenEverySeconds: 60 }) as const;
    const seen: Event = { type: 'SessionSeen', lookup: 'L1', seenAt: now };
    given(issued('session')).when(see(now)).then(seen);
    given(issued('session'), seen).when(see('2030-01-01T00:00:59.999Z')).thenNothing();
    given(issued('session'), seen)
      .when(see('2030-01-01T00:01:00.000Z'))
      .then({ ...seen, seenAt: '2030-01-01T00:01:00.000Z' });
    given(issued('session'), confirmed).when(see('2030-01-01T00:00:30.000Z')).thenNothing();
  });
  it('that has ended, or is none, is not seen', () => {
    const see = { type: 'SeeSession', at: now, seenEverySeconds: 60 } as const;
    given(issued('session'), revoked).when(see).thenNothing();
    given(issued('personal')).when(see).thenNothing();
  });
});
