import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/projections', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with every read model and how far it has got', async () => {
      const { status, body } = await app().request('GET', '/v1/projections', { headers: await app().signIn() });
      expect(status).toBe(200);
      const names = ['user-directory', 'token-directory', 'service-account-directory', 'allowance-requests', 'deadlines', 'activity-log'];
      expect(body.items.map(({ name }: { name: string }) => name)).toEqual(names);
      for (const item of body.items) expect(item).toMatchObject({ version: expect.any(Number), position, parkedEvents: 0 });
    });
  });

  describe('answers 403', () => {
    it('to the owner of any organization but the first, and to anyone who is no owner', async () => {
      const strangers = [(await app().secondOrganization()).owner, await app().register('administrator')];
      for (const stranger of strangers) {
        const headers = await app().signIn(stranger);
        expectProblem(await app().request('GET', '/v1/projections', { headers }), 403, 'permission/denied');
      }
    });
  });
});
