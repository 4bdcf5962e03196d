import { describe, it } from '@jest/globals';
import { specify } from './testing/given.js';
import { decider, type Event, type Kind } from './token.js';

const given = specify(decider);
const [now, inAnHour, tomorrow, nextYear] = [
  '2030-01-01T00:00:00.000Z',
  '2030-01-01T01:00:00.000Z',
  '2030-01-02T00:00:00.000Z',
  '2031-01-01T00:00:00.000Z',
];
const kept = { pepperVersion: 1 };
const terms = { at: now, latestExpiry: null, typeEnabled: true } as const;

const issued = (kind: Kind, expiresAt: string | null): Event => ({
  type: 'TokenIssued',
  kind,
  ownerKind: kind === 'service-account' ? 'service-account' : 'user',
  ownerId: 'ada',
  name: null,
  generation: 1,
  lookup: 'L1',
  expiresAt,
  kept,
});
const personal = issued('personal', nextYear);
const account = issued('service-account', null);
const revoked: Event = { type: 'TokenRevoked', lookup: 'L1', reason: 'revoked', by: 'owner' };

const rotate = { type: 'RotateToken', fromGeneration: 1, mayOutlive: true, lookup: 'L2', kept, expiresAt: nextYear, ...terms } as const;
const reset = {
  type: 'ReplaceCredential',
  cause: 'reset',
  kind: 'service-account',
  ownerKind: 'service-account',
  ownerId: 'ada',
  name: null,
  lookup: 'L2',
  kept,
  expiresAt: null,
  ...terms,
} as const;
const rotated = (more: object = {}): Event => ({
  type: 'TokenRotated',
  cause: 'rotated',
  generation: 2,
  lookup: 'L2',
  previousLookup: 'L1',
  expiresAt: nextYear,
  kept,
  ...more,
});
const overlapping = rotated({ previousEndsAt: inAnHour });
const untilUsed = rotated({ previousEndsAt: inAnHour, previousEndsOnFirstUse: true });
const wasReset = (more: object = {}) => ({ ...rotated({ expiresAt: null, ...more }), cause: 'reset' }) as Event;

describe('A rotation with an overlap', () => {
  it('says until when the generation before stays good', () =>
    given(personal)
      .when({ ...rotate, overlapEndsAt: inAnHour })
      .then(overlapping));
  it('may end it with the first use of the new one', () =>
    given(personal)
      .when({ ...rotate, overlapEndsAt: inAnHour, endsOnFirstUse: true })
      .then(untilUsed));
  it('of no seconds is none, also where the first use would end it', () => {
    given(personal)
      .when({ ...rotate, overlapEndsAt: now, endsOnFirstUse: true })
      .then(rotated());
    given(personal)
      .when({ ...rotate, endsOnFirstUse: true })
      .then(rotated());
  });
  it('keeps it no longer than it would have been good', () =>
    given(issued('personal', '2030-01-01T00:30:00.000Z'))
      .when({ ...rotate, overlapEndsAt: inAnHour })
      .then(rotated({ previousEndsAt: '2030-01-01T00:30:00.000Z' })));
  it('keeps it no longer than its successor', () =>
    given(personal)
      .when({ ...rotate, expiresAt: '2030-01-01T00:45:00.000Z', overlapEndsAt: inAnHour })
      .then(rotated({ expiresAt: '2030-01-01T00:45:00.000Z', previousEndsAt: '2030-01-01T00:45:00.000Z' })));
  it.each(['2030-01-08T00:00:00.001Z', nextYear, 'some day'])('until %s is refused', (overlapEndsAt) =>
    given(personal)
      .when({ ...rotate, overlapEndsAt })
      .thenRefused('request/invalid'),
  );
  it('lasts seven days at most', () =>
    given(personal)
      .when({ ...rotate, overlapEndsAt: '2030-01-08T00:00:00.000Z' })
      .then(rotated({ previousEndsAt: '2030-01-08T00:00:00.000Z' })));
  it('ends the older of two at once, and says how long the one lives that it replaces', () =>
    given(personal, overlapping)
      .when({ ...rotate, fromGeneration: 2, lookup: 'L3', overlapEndsAt: '2030-01-01T00:01:00.000Z' })
      .then(rotated({ generation: 3, lookup: 'L3', previousLookup: 'L2', previousEndsAt: '2030-01-01T00:01:00.000Z' })));
  it('leaves one that may be used and not rotated', () =>
    given(personal, overlapping)
      .when({ ...rotate, lookup: 'L3' })
      .thenRefused('token/superseded'));
});

describe('A reset with an overlap', () => {
  it('says until when the generation before stays good, which had no end', () =>
    given(account)
      .when({ ...reset, overlapEndsAt: inAnHour })
      .then(wasReset({ previousEndsAt: inAnHour })));
  it('revives nothing that was revoked', () =>
    given(account, revoked)
      .when({ ...reset, overlapEndsAt: inAnHour })
      .then(wasReset()));
  it('is not for a renewal: a legacy token is replaced at once', () =>
    given(issued('legacy', null))
      .when({ ...reset, cause: 'renewed', kind: 'legacy', ownerKind: 'user', overlapEndsAt: inAnHour })
      .thenRefused('request/invalid'));
});

describe('The generation before the newest', () => {
  const end = { type: 'EndPreviousGeneration', generation: 1, at: now, reason: 'revoked', by: 'owner' } as const;
  const firstUse = { ...end, reason: 'newest-used', by: 'system' } as const;
  const ended: Event = { type: 'PreviousGenerationEnded', lookup: 'L1', generation: 1, ownerId: 'ada', reason: 'revoked', by: 'owner' };

  it('is ended by itself, and is named by what it was looked up by', () => given(personal, overlapping).when(end).then(ended));
  it('is ended once', () => given(personal, overlapping, ended).when(end).thenNothing());
  it('is ended by the first use of the newest, where its rotation said so', () => {
    given(personal, untilUsed)
      .when(firstUse)
      .then({ ...ended, reason: 'newest-used', by: 'system' });
    given(personal, overlapping).when(firstUse).thenNothing();
  });
  it('needs no end where there was no overlap, or it is over', () => {
    given(personal, rotated()).when(end).thenNothing();
    given(personal, overlapping)
      .when({ ...end, at: inAnHour })
      .thenNothing();
    given(personal, overlapping)
      .when({ ...end, at: tomorrow })
      .thenNothing();
  });
  it('needs no end once the token was revoked, which ended both', () =>
    given(personal, overlapping, { ...revoked, lookup: 'L2' })
      .when(end)
      .thenNothing());
  it('that a further rotation ended is not the one that the first use of the newest ends', () =>
    given(personal, untilUsed, rotated({ generation: 3, lookup: 'L3', previousLookup: 'L2', previousEndsAt: inAnHour }))
      .when(firstUse)
      .thenNothing());
  it('is none other: the newest ends with its token, and what never was ends nothing', () => {
    given(personal, overlapping)
      .when({ ...end, generation: 2 })
      .thenRefused('token/newest-generation');
    for (const generation of [0, 3, -1]) {
      given(personal, overlapping)
        .when({ ...end, generation })
        .thenRefused('token/generation-not-found');
    }
    given().when(end).thenRefused('token/not-found');
  });
});
