import { describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/me/membership', () => {
  const app = runningApp();
  const membership = (headers: Record<string, string>) => app().request('GET', '/v1/users/me/membership', { headers });

  describe('answers 200', () => {
    it('with the organization, the address of its first owner, the own role, and since when', async () => {
      const { id, email, organizationId } = app().owner;
      app().clock.advance(60);
      const person = await app().register('annotator');
      const headers = await app().signIn(person);
      const { createdAt: joinedAt } = (await app().request('GET', '/v1/users/me', { headers })).body;
      const { body } = await membership(headers);
      expect(body).toEqual({
        organization: { id: organizationId, name: 'Keyledger', createdAt: isoTime },
        firstOwner: { id, email },
        role: 'annotator',
        joinedAt,
      });
      expect(Date.parse(body.organization.createdAt)).toBeLessThan(Date.parse(body.joinedAt));
    });

    it('to members of another organization with theirs', async () => {
      const { owner, organizationId } = await app().secondOrganization();
      const { body } = await membership(await app().signIn(owner));
      expect(body).toMatchObject({
        organization: { id: organizationId, name: 'Second' },
        firstOwner: { email: owner.email },
        role: 'owner',
      });
    });

    it('with the next owner once the first one is none any more', async () => {
      const [first, second] = [app().owner, await app().register('owner')];
      const headers = await app().signIn(second);
      await app().request('PUT', `/v1/users/${first.id}/role`, { headers, body: { role: 'manager' } });
      expect((await membership(headers)).body.firstOwner).toEqual({ id: second.id, email: second.email });
    });
  });

  it('answers 403 to a service account, which is no member', async () => {
    const body = { name: 'robot', role: 'owner' };
    const headers = await app().signIn(await app().register('owner'));
    const { credential } = (await app().request('POST', '/v1/service-accounts', { headers, body })).body;
    expectProblem(await membership({ authorization: `Token ${credential}` }), 403, 'permission/denied');
  });
});
