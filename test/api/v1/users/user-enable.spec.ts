import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/enable', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with the person, once and again, and one event in the log', async () => {
      const { id, email } = await app().register('manager');
      const headers = await app().signIn();
      await app().request('POST', `/v1/users/${id}/disable`, { headers });
      for (let i = 0; i < 2; i += 1) {
        const answer = await app().request('POST', `/v1/users/${id}/enable`, { headers });
        expect(answer.status).toBe(200);
        expect(answer.body).toMatchObject({ id, email, role: 'manager', disabled: false });
        expect(answer.headers['keyledger-position']).toEqual(position);
      }
      const { items } = (await app().request('GET', `/v1/activity?subject=${id}&type=UserEnabled`, { headers })).body;
      expect(items).toHaveLength(1);
    });
  });

  describe('answers 403', () => {
    it('to an API credential, for enabling grants rights; disabling takes them and is allowed', async () => {
      const person = await app().register('manager');
      const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
      expect((await app().request('POST', `/v1/users/${person.id}/disable`, { headers })).status).toBe(200);
      expectProblem(await app().request('POST', `/v1/users/${person.id}/enable`, { headers }), 403, 'permission/confirmation-required');
      expect((await app().request('GET', `/v1/users/${person.id}`, { headers })).body.disabled).toBe(true);
    });
  });

  describe('answers 409', () => {
    it('for somebody who was erased', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn();
      for (const action of ['disable', 'erase']) await app().request('POST', `/v1/users/${person.id}/${action}`, { headers });
      expectProblem(await app().request('POST', `/v1/users/${person.id}/enable`, { headers }), 409, 'user/erased');
    });
  });
});
