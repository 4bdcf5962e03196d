import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/operations/{operation} answers 404', () => {
  const app = runningApp();

  it('for one that this process never ran', async () => {
    const headers = await app().signIn();
    expectProblem(
      await app().request('GET', '/v1/operations/01a20ee3-62fa-7410-995e-fe22c701e936', { headers }),
      404,
      'operation/not-found',
    );
  });
});
