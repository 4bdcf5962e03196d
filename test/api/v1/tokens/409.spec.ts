import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens answers 409', () => {
  const app = runningApp();

  it('for a second legacy token while the first is valid', async () => {
    await app().enableLegacyTokens();
    const session = await app().signIn();
    const answers = await Promise.all(
      [1, 2, 3].map(() => app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
    expectProblem(await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } }), 409, 'token/already-valid');
    const working = [];
    for (const { body } of answers.filter(({ status }) => status === 201)) {
      const { status } = await app().request('GET', '/v1/users/me', { headers: { authorization: `Token ${body.credential}` } });
      if (status === 200) working.push(body.credential);
    }
    expect(working).toHaveLength(1);
  });
});
