import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/password-resets', () => {
  const app = runningApp();

  const linkFor = async () => {
    const person = await app().register('manager');
    const { body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
    return { person, secret: String(body.link.split('#')[1]) };
  };

  describe('answers 204', () => {
    it('and the password that was chosen counts, and the one before does not', async () => {
      const { person, secret } = await linkFor();
      const answer = await app().request('POST', '/v1/password-resets', { body: { secret, newPassword: 'another-long-password' } });
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(answer.headers['keyledger-position']).toEqual(position);
      await app().signIn({ email: person.email, password: 'another-long-password' });
      await expect(app().signIn(person)).rejects.toThrow('401');
    });
  });

  describe('answers 400', () => {
    it.each([
      [{}, ['newPassword', 'secret']],
      [{ secret: ['kl_pr_x'], newPassword: 'another-long-password' }, ['secret']],
      [{ secret: 'kl_pr_x', newPassword: 'another-long-password', email: 'ada@example.com' }, ['email']],
    ])('for %p', async (body, members) => {
      expectProblem(await app().request('POST', '/v1/password-resets', { body }), 400, 'request/invalid', members);
    });
  });

  describe('answers 403', () => {
    it('for every secret that is none, of whatever kind', async () => {
      const { personal, access } = await app().tokensOf();
      const { cookie } = await app().signIn();
      for (const secret of ['x', 'kl_pr_', personal, access, cookie.split('=')[1], 'a'.repeat(40)].map((text) => text.slice(0, 200))) {
        const answer = await app().request('POST', '/v1/password-resets', { body: { secret, newPassword: 'another-long-password' } });
        expectProblem(answer, 403, 'password-reset/invalid');
      }
    });

    it('for a link of somebody who was disabled meanwhile', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn();
      const { body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers });
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
      const redeem = { secret: body.link.split('#')[1], newPassword: 'another-long-password' };
      expectProblem(await app().request('POST', '/v1/password-resets', { body: redeem }), 403, 'password-reset/invalid');
    });
  });

  describe('answers 422', () => {
    it('for a password that a guesser tries early, with the link as good as before', async () => {
      const { secret } = await linkFor();
      const redeem = (newPassword: string) => app().request('POST', '/v1/password-resets', { body: { secret, newPassword } });
      expectProblem(await redeem('aaaaaaaaaaaaaaaaaaaa'), 422, 'password/too-common');
      expect((await redeem('another-long-password')).status).toBe(204);
    });
  });
});
