import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/erase answers 403', () => {
  const app = runningApp();

  it('to administrators, and to an API credential of an owner', async () => {
    const person = await app().register('manager');
    await app().request('POST', `/v1/users/${person.id}/disable`, { headers: await app().signIn() });
    const path = `/v1/users/${person.id}/erase`;
    expectProblem(
      await app().request('POST', path, { headers: await app().signIn(await app().register('administrator')) }),
      403,
      'permission/denied',
    );
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    expectProblem(await app().request('POST', path, { headers }), 403, 'permission/confirmation-required');
  });
});
