import { describe, it } from '@jest/globals';
import { specify } from './testing/given.js';
import { decider, type Event, type Kind } from './token.js';

const given = specify(decider);
const [now, later, latest] = ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z', '2031-01-01T00:00:00.000Z'];
const kept = { pepperVersion: 1 };
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

describe('Rotating a personal access token', () => {
  const rotate = {
    type: 'RotateToken',
    fromGeneration: 1,
    mayOutlive: true,
    lookup: 'L2',
    kept,
    at: now,
    expiresAt: latest,
    latestExpiry: latest,
    typeEnabled: true,
  } as const;
  it('makes the next generation', () =>
    given(issued('personal'))
      .when(rotate)
      .then({ type: 'TokenRotated', cause: 'rotated', ...second, expiresAt: latest }));
  it.each(['legacy', 'service-account', 'session', 'password-reset'] as const)('is not for a %s token', (kind) =>
    given(issued(kind)).when(rotate).thenRefused('token/not-rotatable'),
  );
  it('is refused once it was revoked', () => given(issued('personal'), revoked).when(rotate).thenRefused('token/revoked'));
  it('is refused at the moment it expires', () =>
    given(issued('personal'))
      .when({ ...rotate, at: later })
      .thenRefused('token/expired'));
  it('is refused from a generation that was replaced', () =>
    given(issued('personal'), { type: 'TokenRotated', cause: 'rotated', ...second, expiresAt: latest })
      .when({ ...rotate, lookup: 'L3' })
      .thenRefused('token/superseded'));
  it('is refused while its type is switched off', () =>
    given(issued('personal'))
      .when({ ...rotate, typeEnabled: false })
      .thenRefused('token/type-disabled'));
  it('cannot outlive the cap', () =>
    given(issued('personal'))
      .when({ ...rotate, latestExpiry: later })
      .thenRefused('token/outlives-cap'));
  it('is refused for a token that does not exist', () => given().when(rotate).thenRefused('token/not-found'));
  it('without the right to grant makes one that ends when the one before does, or earlier', () => {
    const possessing = { ...rotate, mayOutlive: false } as const;
    for (const expiresAt of [later, '2030-01-01T12:00:00.000Z'])
      given(issued('personal'))
        .when({ ...possessing, expiresAt })
        .then({ type: 'TokenRotated', cause: 'rotated', ...second, expiresAt });
    for (const expiresAt of ['2030-01-02T00:00:01.000Z', latest, null])
      given(issued('personal'))
        .when({ ...possessing, expiresAt, latestExpiry: null })
        .thenRefused('token/outlives-predecessor');
    given(issued('personal', null))
      .when({ ...possessing, expiresAt: null, latestExpiry: null })
      .then({ type: 'TokenRotated', cause: 'rotated', ...second, expiresAt: null });
  });
  it('measures the end by the generation that is the newest, not by the first', () =>
    given(issued('personal', latest), { type: 'TokenRotated', cause: 'rotated', ...second, expiresAt: later })
      .when({ ...rotate, fromGeneration: 2, lookup: 'L3', mayOutlive: false })
      .thenRefused('token/outlives-predecessor'));
});

describe('A credential that was rotated away', () => {
  const rotated: Event = { type: 'TokenRotated', cause: 'rotated', ...second, expiresAt: latest };
  const presented: Event = { type: 'SupersededTokenPresented', generation: 1, ownerId: 'ada' };
  const record = { type: 'RecordSuperseded', generation: 1 } as const;
  it('is recorded when it is presented again', () => given(issued('personal'), rotated).when(record).then(presented));
  it('is recorded once', () => given(issued('personal'), rotated, presented).when(record).thenNothing());
  it('is none while it is the newest, or when there never was such a generation', () => {
    given(issued('personal')).when(record).thenNothing();
    for (const generation of [0, -1, 2, 3])
      given(issued('personal'), rotated)
        .when({ ...record, generation })
        .thenNothing();
  });
  it('is not recorded of other kinds, whose old credentials are presented out of habit', () =>
    given(issued('legacy', null), { ...rotated, cause: 'renewed', expiresAt: null })
      .when(record)
      .thenNothing());
});
