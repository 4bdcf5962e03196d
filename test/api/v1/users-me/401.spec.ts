import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/me answers 401', () => {
  const app = runningApp();

  it('without a credential, and with one that is none', async () => {
    expectProblem(await app().request('GET', '/v1/users/me'), 401, 'credential/missing');
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      'Bearer x',
      `Token ${'a'.repeat(40)}`,
      'Bearer a b',
      'Token kl_sa_',
    ]) {
      expectProblem(await app().request('GET', '/v1/users/me', { headers: { authorization } }), 401, 'credential/invalid');
    }
  });

  it('says how to authenticate', async () => {
    expect((await app().request('GET', '/v1/users/me')).headers['www-authenticate']).toBe('Bearer realm="keyledger"');
  });
});
