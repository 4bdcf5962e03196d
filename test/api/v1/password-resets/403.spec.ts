import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/password-resets answers 403', () => {
  const app = runningApp();

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
