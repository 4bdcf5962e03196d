import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/projections answers 403', () => {
  const app = runningApp();

  it('to the owner of any organization but the first, and to anyone who is no owner', async () => {
    const strangers = [(await app().secondOrganization()).owner, await app().register('administrator')];
    for (const stranger of strangers) {
      const headers = await app().signIn(stranger);
      expectProblem(await app().request('GET', '/v1/projections', { headers }), 403, 'permission/denied');
      expectProblem(await app().request('POST', '/v1/projections/user-directory/rebuild', { headers }), 403, 'permission/denied');
      expectProblem(await app().request('GET', '/v1/operations/x', { headers }), 403, 'permission/denied');
    }
  });
});
