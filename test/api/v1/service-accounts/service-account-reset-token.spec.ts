import { describe, expect, it } from '@jest/globals';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import { serviceAccounts } from '../../../support/service-accounts.js';

describe('POST /v1/service-accounts/{id}/reset-token', () => {
  const app = runningApp();

  describe('answers 200', () => {
    const { create, use } = serviceAccounts(app);

    it('with a new credential, and the one before stops at once', async () => {
      const { serviceAccount, credential } = (await create({ name: 'robot', role: 'manager' })).body;
      const headers = await app().signIn();
      const answer = await app().request('POST', `/v1/service-accounts/${serviceAccount.id}/reset-token`, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect([await use(credential), await use(answer.body.credential)]).toEqual([401, 200]);
      const together = await Promise.all(
        [1, 2, 3].map(() => app().request('POST', `/v1/service-accounts/${serviceAccount.id}/reset-token`, { headers })),
      );
      const works = await Promise.all(together.filter(({ status }) => status === 200).map(({ body }) => use(body.credential)));
      expect(works.filter((status) => status === 200)).toHaveLength(1);
    });
  });
});
