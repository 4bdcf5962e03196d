import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PUT /v1/users/me/password answers 422', () => {
  const app = runningApp();

  it.each([
    ['short', 'password/too-short'],
    ['aaaaaaaaaaaaaaaaaaaa', 'password/too-common'],
  ] as const)('for the new password %p', async (newPassword, code) => {
    const person = await app().register('manager');
    const body = { currentPassword: person.password, newPassword };
    expectProblem(await app().request('PUT', '/v1/users/me/password', { headers: await app().signIn(person), body }), 422, code);
    await app().signIn(person);
  });
});
