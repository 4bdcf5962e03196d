import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/sessions/current/confirm answers 403', () => {
  const app = runningApp();

  it('for a wrong password, and after ten of them not even for the right one', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn(person);
    const confirm = (password: string) => app().request('POST', '/v1/sessions/current/confirm', { headers, body: { password } });
    for (let i = 0; i < 10; i += 1) expectProblem(await confirm('not-the-right-password'), 403, 'password/wrong');
    expectProblem(await confirm(person.password), 429, 'sign-in/throttled');
  });

  it('to an API credential, which has no session to confirm', async () => {
    const { access } = await app().tokensOf();
    const headers = { authorization: `Bearer ${access}` };
    const body = { password: app().owner.password };
    expectProblem(await app().request('POST', '/v1/sessions/current/confirm', { headers, body }), 403, 'permission/denied');
  });
});
