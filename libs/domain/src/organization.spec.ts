import { describe, expect, it } from '@jest/globals';
import { type Command, decider, type Event } from './organization.js';
import { byTheHouse } from './organization.owners.js';
import { defaultSettings } from './organization.settings.js';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';

const given = specify(decider);
const created: Event = { type: 'OrganizationCreated', name: sealed(), firstOwnerId: 'ada', settings: defaultSettings };

describe('Creating an organization', () => {
  const create = { type: 'CreateOrganization', name: sealed(), firstOwnerId: 'ada', settings: defaultSettings } as const;
  it('makes it and its first owner', () => given().when(create).then(created));
  it('is finished already when it is there for this owner', () => given(created).when(create).thenNothing());
  it('refuses an id that another owner holds', () =>
    given(created)
      .when({ ...create, firstOwnerId: 'eve' })
      .thenRefused('organization/id-taken'));
});

describe('Switching a type of token', () => {
  const disabled: Event = { type: 'TokenTypeDisabled', tokenType: 'personal' };
  it('off suspends it', () => given(created).when({ type: 'DisableTokenType', tokenType: 'personal', mayRaise: true }).then(disabled));
  it('off happens once', () =>
    given(created, disabled).when({ type: 'DisableTokenType', tokenType: 'personal', mayRaise: true }).thenNothing());
  it('on revives it', () =>
    given(created, disabled)
      .when({ type: 'EnableTokenType', tokenType: 'personal', mayRaise: true })
      .then({ type: 'TokenTypeEnabled', tokenType: 'personal' }));
  it('on is nothing for a type that is on', () =>
    given(created).when({ type: 'EnableTokenType', tokenType: 'personal', mayRaise: true }).thenNothing());
  it('of one type leaves the other alone: legacy tokens begin switched off', () => {
    given(created, disabled).when({ type: 'DisableTokenType', tokenType: 'legacy', mayRaise: true }).thenNothing();
    given(created, disabled)
      .when({ type: 'EnableTokenType', tokenType: 'legacy', mayRaise: true })
      .then({ type: 'TokenTypeEnabled', tokenType: 'legacy' });
  });
});

describe('The time-to-live of personal access tokens', () => {
  it.each([1, 30, 73_000])('may be %d days', (days) =>
    given(created).when({ type: 'SetTokenTtl', days, mayRaise: true }).then({ type: 'TokenTtlChanged', personalAccessTokenTtlDays: days }),
  );
  it.each([0, -1, 73_001, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('may not be %d days (SR-4)', (days) =>
    given(created).when({ type: 'SetTokenTtl', days, mayRaise: true }).thenRefused('organization/ttl-out-of-range'),
  );
  it('is nothing when it is that already', () => given(created).when({ type: 'SetTokenTtl', days: 365, mayRaise: true }).thenNothing());
});

describe('Letting API credentials do what grants rights', () => {
  const change = (allowed: boolean, byRole: 'owner' | 'administrator') =>
    ({ type: 'ChangeApiCredentialIssuance', allowed, byRole, mayRaise: true }) as const;
  it('is for owners', () => {
    given(created).when(change(true, 'owner')).then({ type: 'ApiCredentialIssuanceChanged', allowed: true });
    given(created).when(change(true, 'administrator')).thenRefused('role/above-own');
  });
  it('is nothing when it is so already', () => given(created).when(change(false, 'owner')).thenNothing());
});

describe('The service-account allowance', () => {
  const change = (allowance: number, byRole: 'owner' | 'administrator' = 'owner') =>
    ({ type: 'ChangeServiceAccountAllowance', allowance, allowanceMax: 50, byRole, mayRaise: true }) as const;
  it.each([0, 5, 50])('may be %d', (allowance) =>
    given(created).when(change(allowance)).then({ type: 'ServiceAccountAllowanceChanged', allowance }),
  );
  it.each([-1, 51, 1.5, Number.NaN])('may not be %d', (allowance) =>
    given(created).when(change(allowance)).thenRefused('organization/allowance-out-of-range'),
  );
  it('is one to begin with', () => given(created).when(change(1)).thenNothing());
  it('is for owners to change', () => given(created).when(change(5, 'administrator')).thenRefused('role/above-own'));
});

describe('Admitting a service account', () => {
  const admit = (serviceAccountId: string, nameDigest: string) =>
    ({ type: 'AdmitServiceAccount', serviceAccountId, nameDigest, ...byTheHouse }) as const;
  const admitted = (serviceAccountId: string, nameDigest: string): Event => ({
    type: 'ServiceAccountAdmitted',
    serviceAccountId,
    nameDigest,
    nameForm: 2,
  });
  const released = (serviceAccountId: string): Event => ({ type: 'ServiceAccountReleased', serviceAccountId });
  const allowance = (count: number): Event => ({ type: 'ServiceAccountAllowanceChanged', allowance: count });

  it('is possible within the allowance', () => given(created).when(admit('s1', 'n1')).then(admitted('s1', 'n1')));
  it('is finished already when it is admitted under that name', () =>
    given(created, admitted('s1', 'n1')).when(admit('s1', 'n1')).thenNothing());
  it('is refused beyond the allowance', () =>
    given(created, admitted('s1', 'n1')).when(admit('s2', 'n2')).thenRefused('service-account/allowance-used'));
  it('is refused under a name that is in use', () =>
    given(created, allowance(5), admitted('s1', 'n1')).when(admit('s2', 'n1')).thenRefused('service-account/name-taken'));
  it('is refused under a second name', () =>
    given(created, allowance(5), admitted('s1', 'n1')).when(admit('s1', 'n2')).thenRefused('service-account/deleted'));
  it('has room, and the name, again once another was deleted', () =>
    given(created, admitted('s1', 'n1'), released('s1')).when(admit('s2', 'n1')).then(admitted('s2', 'n1')));
  it('never brings a deleted one back', () =>
    given(created, admitted('s1', 'n1'), released('s1')).when(admit('s1', 'n1')).thenRefused('service-account/deleted'));
  it('keeps those that are there when the allowance is lowered', () =>
    given(created, allowance(2), admitted('s1', 'n1'), admitted('s2', 'n2'), allowance(1), released('s1'))
      .when(admit('s3', 'n3'))
      .thenRefused('service-account/allowance-used'));
  describe('when names were compared in another form', () => {
    const admittedThen = (serviceAccountId: string, nameDigest: string): Event => ({
      type: 'ServiceAccountAdmitted',
      serviceAccountId,
      nameDigest,
    });
    const restated = (serviceAccountId: string, nameDigest: string): Event => ({
      type: 'ServiceAccountNameRestated',
      serviceAccountId,
      nameDigest,
      nameForm: 2,
    });
    const restate = (nameDigests: Record<string, string>) => ({ type: 'RestateServiceAccountNames', nameDigests }) as const;
    const before = [created, allowance(5), admittedThen('s1', 'Robot'), admittedThen('s2', 'robot'), admittedThen('s3', 'Else')];
    const collided = [...before, restated('s1', 'robot'), restated('s2', 'robot')];

    it('is restated for each that is still there, and only once', () => {
      given(...before, released('s3'))
        .when(restate({ s1: 'robot', s2: 'robot', s3: 'else', s9: 'nobody' }))
        .then(restated('s1', 'robot'), restated('s2', 'robot'));
      given(...collided)
        .when(restate({ s1: 'robot', s2: 'robot' }))
        .thenNothing();
      given(created, allowance(5), admitted('s1', 'robot'))
        .when(restate({ s1: 'other' }))
        .thenNothing();
    });
    it('leaves both of two that collide, and lets no third one join as long as one of them is there', () => {
      given(...collided)
        .when(admit('s4', 'robot'))
        .thenRefused('service-account/name-taken');
      given(...collided, released('s1'))
        .when(admit('s4', 'robot'))
        .thenRefused('service-account/name-taken');
      given(...collided, released('s1'), released('s2'))
        .when(admit('s4', 'robot'))
        .then(admitted('s4', 'robot'));
    });
  });
  it('is folded without a look at all that were admitted before', () => {
    const past = Array.from({ length: 10_000 }, (_, i) => admitted(`s${i}`, `n${i}`));
    const state = [created, ...past].reduce(decider.evolve, decider.initial);
    const next = decider.evolve(state, released('s0'));
    expect('admissions' in next && 'admissions' in state && next.admissions?.before === state.admissions).toBe(true);
    given(created, allowance(10_000), ...past)
      .when(admit('new', 'n9999'))
      .thenRefused('service-account/name-taken');
    given(created, allowance(10_000), ...past, released('s0'))
      .when(admit('new', 'n0'))
      .then(admitted('new', 'n0'));
  });
  it('is undone by releasing it, once', () => {
    given(created, admitted('s1', 'n1')).when({ type: 'ReleaseServiceAccount', serviceAccountId: 's1' }).then(released('s1'));
    given(created, admitted('s1', 'n1'), released('s1')).when({ type: 'ReleaseServiceAccount', serviceAccountId: 's1' }).thenNothing();
    given(created).when({ type: 'ReleaseServiceAccount', serviceAccountId: 's1' }).thenRefused('service-account/not-found');
  });
});

describe('What grants rights', () => {
  const standing = { byRole: 'owner', byOwner: null, mayRaise: false } as const;
  const legacyOn = { type: 'EnableTokenType', tokenType: 'legacy' } as const;
  const allowed: Event = { type: 'ApiCredentialIssuanceChanged', allowed: true };
  const forbidden: Event = { type: 'ApiCredentialIssuanceChanged', allowed: false };
  const giving: readonly Command[] = [
    { ...legacyOn, ...standing },
    { type: 'SetTokenTtl', days: 366, ...standing },
    { type: 'ChangeServiceAccountAllowance', allowance: 2, allowanceMax: 5, ...standing },
    { type: 'AddOwner', userId: 'bob', canSignIn: true, ...standing },
    { type: 'ResumeOwner', userId: 'eve', ...standing },
    { type: 'AdmitServiceAccount', serviceAccountId: 's1', nameDigest: 'n1', ...standing },
  ];
  const past: readonly Event[] = [created, { type: 'OwnerAdded', userId: 'eve' }, { type: 'OwnerSuspended', userId: 'eve' }];

  it.each(giving)('takes a confirmed session: $type', (command) =>
    given(...past)
      .when(command)
      .thenRefused('permission/confirmation-required'),
  );
  it.each(giving)('is done by other credentials as long as the owners allow it: $type', (command) => {
    expect(decider.decide([...past, allowed].reduce(decider.evolve, decider.initial), command)).toHaveLength(1);
    given(...past, allowed, forbidden)
      .when(command)
      .thenRefused('permission/confirmation-required');
  });
  it('is compared with what is set now: what was lowered meanwhile is not raised again', () => {
    const lowered: Event = { type: 'TokenTtlChanged', personalAccessTokenTtlDays: 1 };
    given(created)
      .when({ type: 'SetTokenTtl', days: 30, ...standing })
      .then({ type: 'TokenTtlChanged', personalAccessTokenTtlDays: 30 });
    given(created, lowered)
      .when({ type: 'SetTokenTtl', days: 30, ...standing })
      .thenRefused('permission/confirmation-required');
  });
  it('is never to let other credentials do so by one of them', () =>
    given(created)
      .when({ type: 'ChangeApiCredentialIssuance', allowed: true, ...standing })
      .thenRefused('permission/confirmation-required'));
  it('is not what revokes them', () => {
    given(created)
      .when({ type: 'DisableTokenType', tokenType: 'personal', ...standing })
      .then({ type: 'TokenTypeDisabled', tokenType: 'personal' });
    given(created, allowed)
      .when({ type: 'ChangeApiCredentialIssuance', allowed: false, ...standing })
      .then(forbidden);
    given(created, { type: 'OwnerAdded', userId: 'eve' })
      .when({ type: 'RemoveOwner', userId: 'eve', ...standing })
      .then({ type: 'OwnerRemoved', userId: 'eve' });
  });
});

describe('An organization that does not exist', () => {
  it.each([
    { type: 'EnableTokenType', tokenType: 'legacy', mayRaise: true },
    { type: 'SetTokenTtl', days: 5, mayRaise: true },
    { type: 'AddOwner', userId: 'ada', canSignIn: true, ...byTheHouse },
    { type: 'AdmitServiceAccount', serviceAccountId: 's', nameDigest: 'n', ...byTheHouse },
  ] as const)('cannot be the object of $type', (command) => given().when(command).thenRefused('organization/not-found'));
});
