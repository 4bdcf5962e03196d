import { describe, it } from '@jest/globals';
import { decider, type Event } from './membership.js';
import { specify } from './testing/given.js';

const given = specify(decider);
const joined = (role: 'reviewer' | 'administrator' | 'auditor'): Event => ({ type: 'MemberJoined', userId: 'ada', role });
const deactivated: Event = { type: 'MemberDeactivated', userId: 'ada' };

describe('Joining an organization', () => {
  const join = { type: 'JoinOrganization', userId: 'ada', role: 'reviewer', byRole: 'administrator' } as const;
  it('is admitted by somebody of at least the new role', () => given().when(join).then(joined('reviewer')));
  it('happens once', () => given(joined('reviewer')).when(join).thenNothing());
  it('is refused above the role of anyone who admits', () =>
    given()
      .when({ ...join, role: 'administrator', byRole: 'manager' })
      .thenRefused('role/above-own'));
  it('as an auditor is for owners to grant', () => {
    const auditor = { ...join, role: 'auditor' } as const;
    given().when(auditor).thenRefused('role/above-own');
    given()
      .when({ ...auditor, byRole: 'owner' })
      .then(joined('auditor'));
  });
});

describe("Changing a member's role", () => {
  const changeTo = (role: 'manager' | 'administrator' | 'auditor', byRole: 'manager' | 'administrator' | 'owner') =>
    ({ type: 'ChangeMemberRole', role, byRole, mayRaise: true, fromRole: null }) as const;
  it('is recorded', () =>
    given(joined('reviewer'))
      .when(changeTo('manager', 'administrator'))
      .then({ type: 'MemberRoleChanged', userId: 'ada', role: 'manager' }));
  it('is nothing when it is that role already', () =>
    given(joined('reviewer'), { type: 'MemberRoleChanged', userId: 'ada', role: 'manager' })
      .when(changeTo('manager', 'owner'))
      .thenNothing());
  it('is refused above the own role', () =>
    given(joined('reviewer')).when(changeTo('administrator', 'manager')).thenRefused('role/above-own'));
  it('is refused for somebody above the own role', () =>
    given(joined('administrator')).when(changeTo('manager', 'manager')).thenRefused('role/above-own'));
  it('from or to auditor is for owners', () => {
    given(joined('reviewer')).when(changeTo('auditor', 'administrator')).thenRefused('role/above-own');
    given(joined('auditor')).when(changeTo('manager', 'administrator')).thenRefused('role/above-own');
    given(joined('auditor')).when(changeTo('manager', 'owner')).then({ type: 'MemberRoleChanged', userId: 'ada', role: 'manager' });
  });
});

describe("Changing a member's role by a credential that may only revoke", () => {
  const changeTo = (role: Extract<Event, { type: 'MemberJoined' }>['role'], fromRole: 'owner' | null = null) =>
    ({ type: 'ChangeMemberRole', role, byRole: 'owner', mayRaise: false, fromRole }) as const;
  it('lowers', () =>
    given(joined('administrator')).when(changeTo('reviewer')).then({ type: 'MemberRoleChanged', userId: 'ada', role: 'reviewer' }));
  it('raises nobody above what they are now, whatever they were when it was asked', () => {
    given(joined('reviewer')).when(changeTo('manager')).thenRefused('permission/confirmation-required');
    given(joined('administrator'), { type: 'MemberRoleChanged', userId: 'ada', role: 'annotator' })
      .when(changeTo('manager'))
      .thenRefused('permission/confirmation-required');
  });
  it('makes nobody an auditor, and no auditor anything else', () => {
    given(joined('administrator')).when(changeTo('auditor')).thenRefused('permission/confirmation-required');
    given(joined('auditor')).when(changeTo('annotator')).thenRefused('permission/confirmation-required');
  });
  it('gives a former owner any role below, for that is less than they had', () =>
    given(joined('reviewer'))
      .when(changeTo('administrator', 'owner'))
      .then({ type: 'MemberRoleChanged', userId: 'ada', role: 'administrator' }));
  it('makes no auditor of a former owner', () =>
    given(joined('reviewer')).when(changeTo('auditor', 'owner')).thenRefused('permission/confirmation-required'));
  it('is nothing when it is that role already', () => given(joined('auditor')).when(changeTo('auditor')).thenNothing());
});

describe('Deactivating and reactivating a member', () => {
  it('suspends', () => given(joined('reviewer')).when({ type: 'DeactivateMember', byRole: 'owner' }).then(deactivated));
  it('suspends once', () => given(joined('reviewer'), deactivated).when({ type: 'DeactivateMember', byRole: 'owner' }).thenNothing());
  it('brings back', () =>
    given(joined('reviewer'), deactivated)
      .when({ type: 'ReactivateMember', byRole: 'owner' })
      .then({ type: 'MemberReactivated', userId: 'ada' }));
  it('does not bring back who is active', () =>
    given(joined('reviewer')).when({ type: 'ReactivateMember', byRole: 'owner' }).thenNothing());
  it('is refused for somebody above the own role', () => {
    given(joined('administrator')).when({ type: 'DeactivateMember', byRole: 'manager' }).thenRefused('role/above-own');
    given(joined('administrator'), deactivated).when({ type: 'ReactivateMember', byRole: 'manager' }).thenRefused('role/above-own');
  });
});

describe('Somebody who is not a member', () => {
  it.each([
    { type: 'ChangeMemberRole', role: 'manager', byRole: 'owner', mayRaise: true, fromRole: null },
    { type: 'DeactivateMember', byRole: 'owner' },
    { type: 'ReactivateMember', byRole: 'owner' },
  ] as const)('cannot be the object of $type', (command) => given().when(command).thenRefused('member/not-found'));
});
