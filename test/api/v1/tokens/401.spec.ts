import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens answers 401', () => {
  const app = runningApp();

  it('to a personal access token itself, which only makes access tokens', async () => {
    const { personal } = await app().tokensOf();
    for (const scheme of ['Bearer', 'Token']) {
      const headers = { authorization: `${scheme} ${personal}` };
      expectProblem(await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } }), 401, 'credential/invalid');
    }
  });

  it('to a session in a header instead of a cookie', async () => {
    const { cookie } = await app().signIn();
    const headers = { authorization: `Bearer ${cookie.split('=')[1]}` };
    expectProblem(await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } }), 401, 'credential/invalid');
  });
});
