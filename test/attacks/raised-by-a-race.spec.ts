import { beforeAll, describe, expect, it } from '@jest/globals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { runningApp } from '../support/running-app.js';
import type { Answer, Person } from '../support/test-app.js';

/**
 * A thief holds an owner's access token, which may revoke and never grant. Each wish of the thief revokes when it is sent, and
 * would give by the time that it is decided: in between somebody took away more.
 */
describe("An owner's stolen access token", () => {
  const app = runningApp();
  let stolen: { authorization: string };
  let rescuer: { cookie: string };
  beforeAll(async () => {
    rescuer = await app().signIn();
    stolen = { authorization: `Bearer ${(await app().tokensOf(await app().register('owner'))).access}` };
    const body = { serviceAccountAllowance: 50 };
    expect((await app().request('PATCH', '/v1/organization', { headers: rescuer, body })).status).toBe(200);
  });

  const asThief = (method: string, path: string, body: unknown) => app().request(method, path, { headers: stolen, body });
  const asRescuer = async (method: string, path: string, body: unknown) =>
    expect((await app().request(method, path, { headers: rescuer, body })).status).toBe(200);
  const roleOf = ({ id, organizationId }: Person) => app().get(TokenValidity).principals.membership('user', id, organizationId)?.role;
  const refusal = ({ status, body }: Answer) => `${status} ${body.code}`;
  const needsConfirmation = '403 permission/confirmation-required';

  it('raises nobody whom somebody lowered further meanwhile', async () => {
    const person = await app().register('administrator');
    const path = `/v1/users/${person.id}/role`;
    app().interruptBefore('MemberRoleChanged', () => asRescuer('PUT', path, { role: 'annotator' }));
    expect(refusal(await asThief('PUT', path, { role: 'manager' }))).toBe(needsConfirmation);
    expect(roleOf(person)).toBe('annotator');
  });

  it('raises nobody by many wishes at once, of which each only lowers', async () => {
    const person = await app().register('administrator');
    const path = `/v1/users/${person.id}/role`;
    const wishes = ['annotator', 'manager', 'reviewer', 'manager', 'annotator', 'manager'].map((role) => asThief('PUT', path, { role }));
    const answers = await Promise.all(wishes);
    const events = (await app().store.readStream(`membership-${person.organizationId}-${person.id}`)).map(({ data }) => String(data.role));
    const ladder = ['annotator', 'reviewer', 'manager', 'administrator'];
    const rungs = events.map((role) => ladder.indexOf(role));
    expect(rungs).toEqual([...rungs].sort((a, b) => b - a));
    expect(answers.filter(({ status }) => status !== 200 && status !== 403)).toEqual([]);
  });

  it('makes an owner nothing that somebody else made less than that meanwhile', async () => {
    const person = await app().register('owner');
    const path = `/v1/users/${person.id}/role`;
    app().interruptBefore('OwnerRemoved', () => asRescuer('PUT', path, { role: 'annotator' }));
    expect(refusal(await asThief('PUT', path, { role: 'administrator' }))).toBe(needsConfirmation);
    expect(roleOf(person)).toBe('annotator');
  });

  it('leaves a former owner as little as somebody else left them, and answers what they are', async () => {
    const person = await app().register('owner');
    const path = `/v1/users/${person.id}/role`;
    app().interruptBefore('MemberRoleChanged', () => asRescuer('PUT', path, { role: 'annotator' }));
    const { status, body } = await asThief('PUT', path, { role: 'manager' });
    expect([status, body.role]).toEqual([200, 'annotator']);
    expect(roleOf(person)).toBe('annotator');
  });

  it('lowers an owner to any role below, also to more than the membership said', async () => {
    const person = await app().register('manager');
    const path = `/v1/users/${person.id}/role`;
    await asRescuer('PUT', path, { role: 'owner' });
    const { status, body } = await asThief('PUT', path, { role: 'administrator' });
    expect([status, body.role]).toEqual([200, 'administrator']);
  });

  const account = async (role: string, scope: { workspaceIds?: string[]; projectIds?: string[] }) => {
    const body = { name: `robot ${Math.random()}`, role, ...scope };
    const answer = await app().request('POST', '/v1/service-accounts', { headers: rescuer, body });
    return `/v1/service-accounts/${answer.body.serviceAccount.id}`;
  };
  const now = async (path: string) => {
    const { role, workspaceIds, projectIds } = (await app().request('GET', path, { headers: rescuer })).body;
    return { role, workspaceIds, projectIds };
  };

  it('raises no service account that somebody lowered further meanwhile', async () => {
    const path = await account('administrator', {});
    app().interruptBefore('ServiceAccountRoleChanged', () => asRescuer('PATCH', path, { role: 'annotator' }));
    expect(refusal(await asThief('PATCH', path, { role: 'manager' }))).toBe(needsConfirmation);
    expect((await now(path)).role).toBe('annotator');
  });

  it('gives no service account back what somebody took from its scope meanwhile', async () => {
    const path = await account('manager', { workspaceIds: ['1', '2'], projectIds: ['7'] });
    app().interruptBefore('ServiceAccountUnassigned', () => asRescuer('PATCH', path, { workspaceIds: [], projectIds: [] }));
    expect(refusal(await asThief('PATCH', path, { workspaceIds: ['1'] }))).toBe(needsConfirmation);
    expect(await now(path)).toEqual({ role: 'manager', workspaceIds: [], projectIds: [] });
  });

  it.each(['administrator', 'owner', 'auditor'])(
    'widens not even the scope of %s, where it does not count until the role is lowered',
    async (role) => {
      const path = await account(role, {});
      expect(refusal(await asThief('PATCH', path, { workspaceIds: ['1'] }))).toBe(needsConfirmation);
      expect(refusal(await asThief('PATCH', path, { role: 'annotator', projectIds: ['7'] }))).toBe(needsConfirmation);
      expect(await now(path)).toEqual({ role, workspaceIds: [], projectIds: [] });
    },
  );

  it('raises no setting that somebody lowered meanwhile', async () => {
    app().interruptBefore('TokenTtlChanged', () => asRescuer('PATCH', '/v1/organization', { personalAccessTokenTtlDays: 1 }));
    const wish = await asThief('PATCH', '/v1/organization', { personalAccessTokenTtlDays: 30 });
    expect(refusal(wish)).toBe(needsConfirmation);
    await asRescuer('PATCH', '/v1/organization', { personalAccessTokenTtlDays: 365 });
  });
});

describe('An owner whose session was stolen', () => {
  const app = runningApp();
  const thiefAnd = async () => {
    const thief = await app().register('owner');
    return { thief, headers: await app().signIn(thief), rescuer: await app().signIn() };
  };

  it.each(['OwnerAdded', 'ServiceAccountAdmitted'])(
    'decides no %s once they were suspended, though the deed was under way',
    async (type) => {
      const { thief, headers, rescuer } = await thiefAnd();
      const accomplice = await app().register('administrator');
      app().interruptBefore(type, async () =>
        expect((await app().request('POST', `/v1/users/${thief.id}/disable`, { headers: rescuer })).status).toBe(200),
      );
      const answer =
        type === 'OwnerAdded'
          ? await app().request('PUT', `/v1/users/${accomplice.id}/role`, { headers, body: { role: 'owner' } })
          : await app().request('POST', '/v1/service-accounts', { headers, body: { name: 'robot', role: 'owner' } });
      expect([401, 403]).toContain(answer.status);
      const { owners } = app().get(TokenValidity).principals.organizations.get(app().owner.organizationId) ?? { owners: {} };
      expect(Object.keys(owners)).not.toContain(accomplice.id);
      expect([...app().get(TokenValidity).principals.serviceAccounts.values()].filter(({ status }) => status === 'admitted')).toEqual([]);
    },
  );

  it('disables nobody who disabled them at the same moment: one of both remains', async () => {
    const { thief, headers, rescuer } = await thiefAnd();
    const first = app().owner.id;
    app().interruptBefore('OwnerSuspended', async () =>
      expect((await app().request('POST', `/v1/users/${thief.id}/disable`, { headers: rescuer })).status).toBe(200),
    );
    expect([401, 403]).toContain((await app().request('POST', `/v1/users/${first}/disable`, { headers })).status);
    expect((await app().request('GET', '/v1/users/me', { headers: rescuer })).status).toBe(200);
  });
});
