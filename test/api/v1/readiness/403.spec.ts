import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/readiness answers 403', () => {
  const app = runningApp();

  it('to an administrator, and to an owner of another organization: it is about the installation', async () => {
    const { owner } = await app().secondOrganization();
    for (const person of [await app().register('administrator'), owner]) {
      const answer = await app().request('GET', '/v1/readiness', { headers: await app().signIn(person) });
      expectProblem(answer, 403, 'permission/denied');
    }
  });
});
