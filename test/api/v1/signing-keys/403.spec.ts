import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/signing-keys answers 403', () => {
  const app = runningApp();

  it('to the owner of any organization but the first, whose keys they are not', async () => {
    const { owner } = await app().secondOrganization();
    const headers = await app().signIn(owner);
    expectProblem(await app().request('GET', '/v1/signing-keys', { headers }), 403, 'permission/denied');
    expectProblem(await app().request('POST', '/v1/signing-keys/rotate', { headers }), 403, 'permission/denied');
    expectProblem(await app().request('POST', '/v1/signing-keys/x/retire', { headers }), 403, 'permission/denied');
  });
});
