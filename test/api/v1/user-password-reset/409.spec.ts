import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/password-reset answers 409', () => {
  const app = runningApp();

  it('for somebody who is disabled', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn();
    await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
    expectProblem(await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers }), 409, 'user/disabled');
  });
});
