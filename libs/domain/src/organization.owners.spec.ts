import { describe, it } from '@jest/globals';
import { decider, type Event } from './organization.js';
import { byTheHouse } from './organization.owners.js';
import { defaultSettings } from './organization.settings.js';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';

const given = specify(decider);
const created: Event = { type: 'OrganizationCreated', name: sealed(), firstOwnerId: 'ada', settings: defaultSettings };

describe('Owners', () => {
  const by = (
    type: 'AddOwner' | 'RemoveOwner' | 'SuspendOwner' | 'ResumeOwner',
    userId: string,
    byRole: 'owner' | 'administrator' = 'owner',
  ) => ({ type, userId, canSignIn: true, ...byTheHouse, byRole }) as const;
  const bobAdded: Event = { type: 'OwnerAdded', userId: 'bob', canSignIn: true };
  const bobSuspended: Event = { type: 'OwnerSuspended', userId: 'bob' };

  it('are made by owners', () => {
    given(created).when(by('AddOwner', 'bob')).then(bobAdded);
    given(created)
      .when(by('AddOwner', 'bob', 'administrator'))
      .thenRefused('role/above-own');
  });
  it('are made once, also while suspended', () => {
    given(created, bobAdded).when(by('AddOwner', 'bob')).thenNothing();
    given(created, bobAdded, bobSuspended).when(by('AddOwner', 'bob')).thenNothing();
  });
  it('are removed while another remains', () =>
    given(created, bobAdded).when(by('RemoveOwner', 'ada')).then({ type: 'OwnerRemoved', userId: 'ada' }));
  it('are not removed by administrators', () =>
    given(created, bobAdded)
      .when(by('RemoveOwner', 'bob', 'administrator'))
      .thenRefused('role/above-own'));
  it('who are none are nothing to remove', () => given(created).when(by('RemoveOwner', 'bob')).thenNothing());
  it('keep the last one from being removed', () => given(created).when(by('RemoveOwner', 'ada')).thenRefused('organization/last-owner'));
  it('keep the last one from being suspended', () => given(created).when(by('SuspendOwner', 'ada')).thenRefused('organization/last-owner'));
  it('do not count a suspended one as remaining', () => {
    given(created, bobAdded, bobSuspended).when(by('RemoveOwner', 'ada')).thenRefused('organization/last-owner');
    given(created, bobAdded, bobSuspended).when(by('SuspendOwner', 'ada')).thenRefused('organization/last-owner');
  });
  it('are suspended and resumed', () => {
    given(created, bobAdded).when(by('SuspendOwner', 'bob')).then(bobSuspended);
    given(created, bobAdded, bobSuspended).when(by('SuspendOwner', 'bob')).thenNothing();
    given(created, bobAdded, bobSuspended).when(by('ResumeOwner', 'bob')).then({ type: 'OwnerResumed', userId: 'bob' });
    given(created, bobAdded).when(by('ResumeOwner', 'bob')).thenNothing();
  });
  it('are suspended and resumed by owners alone', () => {
    given(created, bobAdded)
      .when(by('SuspendOwner', 'bob', 'administrator'))
      .thenRefused('role/above-own');
    given(created, bobAdded, bobSuspended)
      .when(by('ResumeOwner', 'bob', 'administrator'))
      .thenRefused('role/above-own');
  });
  it('who are none cannot be suspended or resumed', () => {
    given(created).when(by('SuspendOwner', 'bob')).thenRefused('owner/not-found');
    given(created).when(by('ResumeOwner', 'bob')).thenRefused('owner/not-found');
  });
  it('are not confused with what every object has', () => {
    for (const userId of ['__proto__', 'constructor', 'toString']) {
      given(created).when(by('RemoveOwner', userId)).thenNothing();
      given(created).when(by('SuspendOwner', userId)).thenRefused('owner/not-found');
    }
    given(created).when({ type: 'ReleaseServiceAccount', serviceAccountId: '__proto__' }).thenRefused('service-account/not-found');
  });
  it('count again once they are resumed', () =>
    given(created, bobAdded, bobSuspended, { type: 'OwnerResumed', userId: 'bob' })
      .when(by('SuspendOwner', 'ada'))
      .then({ type: 'OwnerSuspended', userId: 'ada' }));
});

describe('An owner who asks', () => {
  const by = (type: 'AddOwner' | 'RemoveOwner' | 'SuspendOwner' | 'ResumeOwner', userId: string, byOwner: string) =>
    ({ type, userId, canSignIn: true, byRole: 'owner', byOwner, mayRaise: true }) as const;
  const bobAdded: Event = { type: 'OwnerAdded', userId: 'bob', canSignIn: true };
  const eveAdded: Event = { type: 'OwnerAdded', userId: 'eve', canSignIn: true };
  const gone: readonly Event[] = [
    { type: 'OwnerSuspended', userId: 'bob' },
    { type: 'OwnerRemoved', userId: 'bob' },
  ];

  it('decides while being one', () =>
    given(created, bobAdded)
      .when(by('AddOwner', 'eve', 'bob'))
      .then(eveAdded));
  it.each(gone)('decides nothing more after $type, whatever was judged of them before', (event) => {
    for (const type of ['AddOwner', 'RemoveOwner', 'SuspendOwner', 'ResumeOwner'] as const) {
      given(created, bobAdded, eveAdded, event)
        .when(by(type, 'ada', 'bob'))
        .thenRefused('role/above-own');
    }
    given(created, bobAdded, event)
      .when({ type: 'AdmitServiceAccount', serviceAccountId: 's1', nameDigest: 'n1', byRole: 'owner', byOwner: 'bob', mayRaise: true })
      .thenRefused('role/above-own');
  });
  it('who never was one is none', () =>
    given(created)
      .when(by('AddOwner', 'eve', '__proto__'))
      .thenRefused('role/above-own'));
});

describe('An owner who could not sign in', () => {
  const remove = (userId: string) => ({ type: 'RemoveOwner', userId, ...byTheHouse }) as const;
  const suspend = (userId: string) => ({ type: 'SuspendOwner', userId, ...byTheHouse }) as const;
  const note = (userId: string, canSignIn: boolean) => ({ type: 'NoteOwnerSignIn', userId, canSignIn }) as const;
  const invited: Event = { type: 'OwnerAdded', userId: 'bob', canSignIn: false };
  const older: Event = { type: 'OwnerAdded', userId: 'bob' };
  const changed = (canSignIn: boolean): Event => ({ type: 'OwnerSignInChanged', userId: 'bob', canSignIn });

  it('is told when made an owner', () =>
    given(created)
      .when({ type: 'AddOwner', userId: 'bob', canSignIn: false, ...byTheHouse })
      .then(invited));
  it.each([invited, older])('does not count as the one who remains, nor does one of whom nobody has looked: %j', (added) => {
    given(created, added).when(remove('ada')).thenRefused('organization/last-owner');
    given(created, added).when(suspend('ada')).thenRefused('organization/last-owner');
  });
  it('counts from when it is seen that they could', () => {
    given(created, invited).when(note('bob', true)).then(changed(true));
    given(created, invited, changed(true)).when(remove('ada')).then({ type: 'OwnerRemoved', userId: 'ada' });
    given(created, older, changed(true)).when(suspend('ada')).then({ type: 'OwnerSuspended', userId: 'ada' });
  });
  it('counts no more from when it is seen that they could not', () => {
    given(created, older, changed(true)).when(note('bob', false)).then(changed(false));
    given(created, older, changed(true), changed(false)).when(remove('ada')).thenRefused('organization/last-owner');
  });
  it('is noted once, and only of an owner', () => {
    given(created, invited).when(note('bob', false)).thenNothing();
    given(created).when(note('ada', true)).thenNothing();
    for (const userId of ['eve', '__proto__']) given(created).when(note(userId, true)).thenNothing();
  });
  it('may be removed while another remains', () =>
    given(created, invited).when(remove('bob')).then({ type: 'OwnerRemoved', userId: 'bob' }));
  it('who becomes one anew is only what is said then', () =>
    given(created, invited, changed(true), { type: 'OwnerRemoved', userId: 'bob' }, older)
      .when(remove('ada'))
      .thenRefused('organization/last-owner'));
});
