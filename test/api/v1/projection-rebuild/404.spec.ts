import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/projections/{name}/rebuild answers 404', () => {
  const app = runningApp();

  it('for a name that no read model has, nor any of its tables', async () => {
    const headers = await app().signIn();
    for (const name of ['users', 'nothing', '__proto__', 'user-directory%20']) {
      expectProblem(await app().request('POST', `/v1/projections/${name}/rebuild`, { headers }), 404, 'projection/not-found');
    }
  });
});
