import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/disable', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('and every credential is refused until the enabling, which brings tokens back, and no session', async () => {
      const person = await app().register('manager');
      const session = await app().signIn(person);
      const { access, personal } = await app().tokensOf(person);
      const owner = await app().signIn();
      const answer = await app().request('POST', `/v1/users/${person.id}/disable`, { headers: owner });
      expect(answer.status).toBe(200);
      expect(answer.body.disabled).toBe(true);
      expect(answer.headers['keyledger-position']).toEqual(position);
      const uses = async () => [
        (await app().request('GET', '/v1/users/me', { headers: session })).status,
        (await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status,
        (await app().request('POST', '/api/token/refresh/', { body: { refresh: personal } })).status,
        (await app().request('POST', '/v1/sessions', { body: { email: person.email, password: person.password } })).status,
      ];
      expect(await uses()).toEqual([401, 401, 401, 401]);
      await app().request('POST', `/v1/users/${person.id}/enable`, { headers: owner });
      expect(await uses()).toEqual([401, 200, 200, 201]);
    });

    it('again for somebody who is disabled already', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn();
      for (let i = 0; i < 2; i += 1) expect((await app().request('POST', `/v1/users/${person.id}/disable`, { headers })).status).toBe(200);
      const { items } = (await app().request('GET', `/v1/activity?subject=${person.id}&type=UserDisabled`, { headers })).body;
      expect(items).toHaveLength(1);
    });

    it('for an owner, while another remains', async () => {
      const second = await app().register('owner');
      const headers = await app().signIn();
      expect((await app().request('POST', `/v1/users/${second.id}/disable`, { headers })).body).toMatchObject({
        role: 'owner',
        disabled: true,
      });
      expect((await app().request('POST', `/v1/users/${second.id}/enable`, { headers })).body).toMatchObject({
        role: 'owner',
        disabled: false,
      });
    });
  });

  describe('answers 409', () => {
    const app = runningApp();

    it('for the last owner who can sign in', async () => {
      const second = await app().register('owner');
      const headers = await app().signIn();
      await app().request('POST', `/v1/users/${second.id}/disable`, { headers });
      expectProblem(await app().request('POST', `/v1/users/${app().owner.id}/disable`, { headers }), 409, 'organization/last-owner');
      expect((await app().request('GET', '/v1/users/me', { headers })).body.disabled).toBe(false);
    });

    it('for the last owner, although another was enabled and disabled at the same moment', async () => {
      const second = await app().register('owner');
      const headers = await app().signIn();
      const disable = (id: string) => app().request('POST', `/v1/users/${id}/disable`, { headers });
      await disable(second.id);
      app().interruptBefore('OwnerResumed', () => disable(second.id));
      await app().request('POST', `/v1/users/${second.id}/enable`, { headers });
      expect((await app().request('GET', `/v1/users/${second.id}`, { headers })).body.disabled).toBe(true);
      expectProblem(await disable(app().owner.id), 409, 'organization/last-owner');
    });

    it.each(['OwnerSuspended', 'UserDisabled'])('to one of two owners who disable each other right before %s (SR-39)', async (event) => {
      const { owner: first, organizationId } = await app().secondOrganization();
      const second = await app().register('owner', organizationId);
      const [one, two] = [await app().signIn(first), await app().signIn(second)];
      const disable = async (id: string, headers: { cookie: string }) =>
        (await app().request('POST', `/v1/users/${id}/disable`, { headers })).status;
      let interrupted = 0;
      app().interruptBefore(event, async () => (interrupted = await disable(first.id, two)));
      const answered = await disable(second.id, one);
      const signIns = await Promise.all(
        [first, second].map(({ email, password }) => app().request('POST', '/v1/sessions', { body: { email, password } })),
      );
      const isFirstLost = event === 'OwnerSuspended';
      expect(signIns.map(({ status }) => status)).toEqual(isFirstLost ? [401, 201] : [201, 401]);
      expect([answered, interrupted]).toEqual(isFirstLost ? [expect.any(Number), 200] : [200, 401]);
    });
  });
});
