import { describe, expect, it } from '@jest/globals';
import { type Command, decider, type Event } from './organization.js';
import { byTheHouse } from './organization.owners.js';
import { defaultSettings } from './organization.settings.js';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';

const given = specify(decider);
const created: Event = { type: 'OrganizationCreated', name: sealed(), firstOwnerId: 'ada', settings: defaultSettings };
const request = (allowanceRequestId: string, userId = 'bob'): Command => ({
  type: 'RequestServiceAccountAllowance',
  allowanceRequestId,
  userId,
  reason: sealed(),
});
const requested = (allowanceRequestId: string, userId = 'bob'): Event => ({
  type: 'ServiceAccountAllowanceRequested',
  allowanceRequestId,
  userId,
  reason: sealed(),
});
const byAda = { byRole: 'owner', byOwner: 'ada', mayRaise: true } as const;
const grant = (allowance: number, by: typeof byTheHouse = byAda): Command => ({
  type: 'GrantServiceAccountAllowance',
  allowanceRequestId: 'r1',
  allowance,
  allowanceMax: 50,
  ...by,
});
const granted: Event[] = [
  { type: 'ServiceAccountAllowanceGranted', allowanceRequestId: 'r1', userId: 'bob', allowance: 3 },
  { type: 'ServiceAccountAllowanceChanged', allowance: 3 },
];
const decline = (by: typeof byTheHouse = byAda): Command => ({
  type: 'DeclineServiceAccountAllowance',
  allowanceRequestId: 'r1',
  note: sealed(),
  ...by,
});
const declined: Event = { type: 'ServiceAccountAllowanceDeclined', allowanceRequestId: 'r1', userId: 'bob', note: sealed() };

describe('A request for a greater allowance', () => {
  it('is recorded', () => given(created).when(request('r1')).then(requested('r1')));
  it('is recorded once', () => given(created, requested('r1')).when(request('r1')).thenNothing());
  it('is one a person while it is open', () => {
    given(created, requested('r1')).when(request('r2')).thenRefused('allowance-request/open');
    given(created, requested('r1')).when(request('r2', 'eve')).then(requested('r2', 'eve'));
  });
  it('is not recorded again once it was answered, nor under the id of somebody else’s', () => {
    given(created, requested('r1'), ...granted)
      .when(request('r1'))
      .thenRefused('allowance-request/not-open');
    given(created, requested('r1'), declined).when(request('r1')).thenRefused('allowance-request/not-open');
    given(created, requested('r1')).when(request('r1', 'eve')).thenRefused('allowance-request/not-open');
  });
  it('may follow one that was answered', () => {
    given(created, requested('r1'), ...granted)
      .when(request('r2'))
      .then(requested('r2'));
    given(created, requested('r1'), declined).when(request('r2')).then(requested('r2'));
  });
});

describe('An answer to a request for a greater allowance', () => {
  it('raises the allowance', () =>
    given(created, requested('r1'))
      .when(grant(3))
      .then(...granted));
  it('declines, with or without a note', () => {
    given(created, requested('r1')).when(decline()).then(declined);
    const { note: _, ...silent } = declined as Extract<Event, { type: 'ServiceAccountAllowanceDeclined' }>;
    const { note: __, ...without } = decline() as Extract<Command, { type: 'DeclineServiceAccountAllowance' }>;
    given(created, requested('r1')).when(without).then(silent);
  });
  it.each([
    ['a grant', grant(3)],
    ['a decline', decline()],
  ])('is given once: %s is refused afterwards', (_, answer) => {
    given(created, requested('r1'), ...granted)
      .when(answer)
      .thenRefused('allowance-request/not-open');
    given(created, requested('r1'), declined).when(answer).thenRefused('allowance-request/not-open');
    given(created).when(answer).thenRefused('allowance-request/not-open');
  });
  it.each([0, 1])('never grants an allowance of %d, which is not greater', (allowance) =>
    given(created, requested('r1')).when(grant(allowance)).thenRefused('allowance-request/not-raised'),
  );
  it.each([51, 2.5])('never grants an allowance of %d', (allowance) =>
    given(created, requested('r1')).when(grant(allowance)).thenRefused('organization/allowance-out-of-range'),
  );
  it('is for owners', () => {
    for (const answer of [grant(3, { ...byAda, byRole: 'administrator' }), decline({ ...byAda, byRole: 'administrator' })]) {
      given(created, requested('r1')).when(answer).thenRefused('role/above-own');
    }
  });
  it('is for those who are owners at this moment', () => {
    for (const answer of [grant(3, { ...byAda, byOwner: 'eve' }), decline({ ...byAda, byOwner: 'eve' })]) {
      given(created, requested('r1')).when(answer).thenRefused('role/above-own');
    }
  });
  it('grants from a confirmed session only, and declines from any', () => {
    given(created, requested('r1'))
      .when(grant(3, { ...byAda, mayRaise: false }))
      .thenRefused('permission/confirmation-required');
    given(created, requested('r1'))
      .when(decline({ ...byAda, mayRaise: false }))
      .then(declined);
  });
  it('refuses ids that are members of every object', () => {
    const odd = { ...grant(3), allowanceRequestId: 'constructor' } as Command;
    expect(() => decider.decide([created].reduce(decider.evolve, decider.initial), odd)).toThrow('No open request has this id.');
  });
});
