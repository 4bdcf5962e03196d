import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/signing-keys/{kid}/retire answers 404', () => {
  const app = runningApp();

  it.each(['x', '__proto__', 'constructor', '%2e%2e%2fetc'])('for %s, which is no key', async (kid) => {
    expectProblem(
      await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() }),
      404,
      'signing-key/not-found',
    );
  });
});
