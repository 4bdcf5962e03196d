import { describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/password-reset', () => {
  describe('answers 201', () => {
    const app = runningApp();

    it('with a link that sets a new password once, within the hour, and ends every session', async () => {
      const person = await app().register('manager');
      const session = await app().signIn(person);
      const { status, body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
      expect(status).toBe(201);
      expect(body).toEqual({ link: expect.stringMatching(/\/user\/password-reset#kl_pr_[0-9A-Za-z]{36}$/), expiresAt: isoTime });
      const secret = body.link.split('#')[1];
      const redeem = { secret, newPassword: 'another-long-password' };
      expect((await app().request('POST', '/v1/password-resets', { body: redeem })).status).toBe(204);
      expect((await app().request('GET', '/v1/users/me', { headers: session })).status).toBe(401);
      await app().signIn({ email: person.email, password: redeem.newPassword });
      await expect(app().signIn(person)).rejects.toThrow('401');
      expectProblem(await app().request('POST', '/v1/password-resets', { body: redeem }), 403, 'password-reset/invalid');
    });

    it('with a link that is refused after an hour', async () => {
      const person = await app().register('manager');
      const { body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
      app().clock.advance(60 * 60);
      const redeem = { secret: body.link.split('#')[1], newPassword: 'another-long-password' };
      expectProblem(await app().request('POST', '/v1/password-resets', { body: redeem }), 403, 'password-reset/invalid');
    });

    it('with a link that a weak password does not use up', async () => {
      const person = await app().register('manager');
      const { body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
      const secret = body.link.split('#')[1];
      expectProblem(
        await app().request('POST', '/v1/password-resets', { body: { secret, newPassword: 'short' } }),
        422,
        'password/too-short',
      );
      expect((await app().request('POST', '/v1/password-resets', { body: { secret, newPassword: 'another-long-password' } })).status).toBe(
        204,
      );
    });

    it('with a link that ten who use it at once can use once', async () => {
      const person = await app().register('manager');
      const { body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
      const secret = body.link.split('#')[1];
      const redeem = (i: number) =>
        app().request('POST', '/v1/password-resets', { body: { secret, newPassword: `another-long-password-${i}` } });
      const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => redeem(i)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(403)]);
    });
  });

  describe('answers 409', () => {
    const app = runningApp();

    it('for somebody who is disabled', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn();
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
      expectProblem(await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers }), 409, 'user/disabled');
    });
  });
});
