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

    it('to one of two owners who disable each other at once, fifty times over (SR-39)', async () => {
      const first = app().owner;
      for (let round = 0; round < 50; round += 1) {
        const second = await app().register('owner');
        const [one, two] = [await app().signIn(first), await app().signIn(second)];
        const answers = await Promise.all([
          app().request('POST', `/v1/users/${second.id}/disable`, { headers: one }),
          app().request('POST', `/v1/users/${first.id}/disable`, { headers: two }),
        ]);
        const signedIn = await Promise.all(
          [first, second].map(({ email, password }) => app().request('POST', '/v1/sessions', { body: { email, password } })),
        );
        expect(signedIn.map(({ status }) => status).sort()).toEqual([201, 401]);
        expect(answers.every(({ status }) => status < 500)).toBe(true);
        if (signedIn[0].status === 201) continue;
        await app().request('POST', `/v1/users/${first.id}/enable`, { headers: await app().signIn(second) });
        await app().request('POST', `/v1/users/${second.id}/disable`, { headers: await app().signIn(first) });
      }
    }, 120_000);
  });
});
