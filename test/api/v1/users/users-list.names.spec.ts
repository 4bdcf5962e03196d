import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with the names of people, which also stand beside the tokens that they made', async () => {
      const headers = await app().signIn();
      const email = 'ada@example.com';
      const body = { email, role: 'auditor', firstName: 'Ada', lastName: 'Lovelace' };
      const { id } = (await app().request('POST', '/v1/users', { headers, body })).body;
      const { items } = (await app().request('GET', '/v1/users?q=lovelace', { headers })).body;
      expect(items).toMatchObject([{ id, name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' }]);
      const { link } = (await app().request('POST', `/v1/users/${id}/password-reset`, { headers })).body;
      const newPassword = 'another-long-and-quiet-river';
      await app().request('POST', '/v1/password-resets', { body: { secret: link.split('#')[1], newPassword } });
      await app().request('POST', '/v1/tokens', {
        headers: await app().signIn({ email, password: newPassword }),
        body: { kind: 'personal' },
      });
      const tokens = (await app().request('GET', `/v1/tokens?ownerId=${id}`, { headers })).body.items;
      expect(tokens).toMatchObject([{ createdBy: { id, name: 'Ada Lovelace' } }]);
    });
  });
});
