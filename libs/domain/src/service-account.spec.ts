import { describe, expect, it } from '@jest/globals';
import { roles } from './role.js';
import { assigned, decider, type Event, unassigned } from './service-account.js';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';

const given = specify(decider);
const account = { organizationId: 'org', name: sealed(), role: 'manager', tokenId: 't1', workspaceIds: ['w1'], projectIds: [] } as const;
const created: Event = { type: 'ServiceAccountCreated', ...account };

describe('Creating a service account', () => {
  const create = { type: 'CreateServiceAccount', ...account, byRole: 'administrator' } as const;
  it('records name, role, scope and its one token', () => given().when(create).then(created));
  it('refuses an id that is in use', () => given(created).when(create).thenRefused('service-account/id-taken'));
  it('refuses a role above the own', () => {
    given()
      .when({ ...create, role: 'owner' })
      .thenRefused('role/above-own');
    given()
      .when({ ...create, byRole: 'reviewer' })
      .thenRefused('role/above-own');
  });
});

describe('Changing a service account', () => {
  const change = { type: 'ChangeServiceAccount', byRole: 'administrator', mayRaise: true, admitted: true } as const;
  it('changes the role', () =>
    given(created)
      .when({ ...change, role: 'reviewer' })
      .then({ type: 'ServiceAccountRoleChanged', role: 'reviewer' }));
  it('is nothing when everything is as wished', () =>
    given(created)
      .when({ ...change, role: 'manager', workspaceIds: ['w1'], projectIds: [] })
      .thenNothing());
  it('is nothing when nothing is wished', () => given(created).when(change).thenNothing());
  it('replaces lists: what is left out is unassigned, what is new assigned', () =>
    given(created)
      .when({ ...change, workspaceIds: ['w2'], projectIds: ['p1', 'p1'] })
      .then(
        { type: 'ServiceAccountUnassigned', workspaceIds: ['w1'], projectIds: [] },
        { type: 'ServiceAccountAssigned', workspaceIds: ['w2'], projectIds: ['p1'] },
      ));
  it('only removes when only removing is wished', () =>
    given(created)
      .when({ ...change, workspaceIds: [] })
      .then({ type: 'ServiceAccountUnassigned', workspaceIds: ['w1'], projectIds: [] }));
  it('refuses a role above the own', () =>
    given(created)
      .when({ ...change, role: 'owner' })
      .thenRefused('role/above-own'));
  it('refuses an account above the own role, even to lower it', () =>
    given(created, { type: 'ServiceAccountRoleChanged', role: 'owner' })
      .when({ ...change, role: 'annotator' })
      .thenRefused('role/above-own'));
  it('is refused once the account was deleted or when it never was', () => {
    given(created)
      .when({ ...change, admitted: false, role: 'reviewer' })
      .thenRefused('service-account/not-found');
    given().when(change).thenRefused('service-account/not-found');
  });
});

describe('Changing a service account by a credential that may only revoke', () => {
  const change = { type: 'ChangeServiceAccount', byRole: 'owner', mayRaise: false, admitted: true } as const;
  it('lowers the role and narrows the scope', () =>
    given(created)
      .when({ ...change, role: 'reviewer', workspaceIds: [] })
      .then(
        { type: 'ServiceAccountRoleChanged', role: 'reviewer' },
        { type: 'ServiceAccountUnassigned', workspaceIds: ['w1'], projectIds: [] },
      ));
  it('raises no role above what it is now', () =>
    given(created, { type: 'ServiceAccountRoleChanged', role: 'annotator' })
      .when({ ...change, role: 'reviewer' })
      .thenRefused('permission/confirmation-required'));
  it('adds nothing to the scope as it is now, also where it revokes as much', () => {
    given(created)
      .when({ ...change, projectIds: ['p1'] })
      .thenRefused('permission/confirmation-required');
    given(created)
      .when({ ...change, workspaceIds: ['w2'] })
      .thenRefused('permission/confirmation-required');
    given(created, { type: 'ServiceAccountUnassigned', workspaceIds: ['w1'], projectIds: [] })
      .when({ ...change, workspaceIds: ['w1'] })
      .thenRefused('permission/confirmation-required');
  });
  it.each(roles)('adds nothing to the scope of any role, %s', (role) =>
    given({ ...created, role } as Event)
      .when({ ...change, workspaceIds: ['w1', 'w2'] })
      .thenRefused('permission/confirmation-required'),
  );
});

describe('The scope of a service account', () => {
  const scope = { workspaceIds: ['w1'], projectIds: ['p1'] };
  it('grows by what is assigned, each id once, in the order of assignment', () =>
    expect(assigned(scope, { workspaceIds: ['w2', 'w1'], projectIds: ['p0'] })).toEqual({
      workspaceIds: ['w1', 'w2'],
      projectIds: ['p1', 'p0'],
    }));
  it('shrinks by what is unassigned, and not by what it did not hold', () =>
    expect(unassigned(scope, { workspaceIds: ['w9'], projectIds: ['p1'] })).toEqual({ workspaceIds: ['w1'], projectIds: [] }));
  it('is folded into the next decision', () =>
    given(
      created,
      { type: 'ServiceAccountAssigned', workspaceIds: [], projectIds: ['p1'] },
      { type: 'ServiceAccountUnassigned', workspaceIds: ['w1'], projectIds: [] },
    )
      .when({ type: 'ChangeServiceAccount', byRole: 'owner', mayRaise: true, admitted: true, workspaceIds: [], projectIds: ['p1'] })
      .thenNothing());
});
