import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PUT /v1/users/me/password answers 403', () => {
  const app = runningApp();

  it('for a wrong current password, and to an API credential', async () => {
    const person = await app().register('manager');
    const body = { currentPassword: 'not-the-right-password', newPassword: 'another-long-password' };
    expectProblem(
      await app().request('PUT', '/v1/users/me/password', { headers: await app().signIn(person), body }),
      403,
      'password/wrong',
    );
    const headers = { authorization: `Bearer ${(await app().tokensOf(person)).access}` };
    const right = { ...body, currentPassword: person.password };
    expectProblem(await app().request('PUT', '/v1/users/me/password', { headers, body: right }), 403, 'permission/denied');
  });
});
