import { describe, expect, it } from '@jest/globals';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { expectProblem } from '../../../../support/problem.js';
import { runningApp } from '../../../../support/running-app.js';

describe('While the read models are behind the log, as after a start with a long one', () => {
  const app = runningApp();
  const behind = async () => {
    const { access, tokenId } = await app().tokensOf();
    const session = await app().signIn();
    await app().get(ProjectionRunner).stop();
    return { access, tokenId, session };
  };

  it('lists are refused and their readers told to come back, and verdicts and writes go on', async () => {
    const { access, tokenId, session } = await behind();
    const authenticate = () => app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } });
    const issued = await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } });
    expect(issued.status).toBe(201);
    expect((await authenticate()).status).toBe(200);
    const lists = [
      ['/v1/users', 'user-directory'],
      ['/v1/tokens', 'token-directory'],
      ['/v1/service-accounts', 'service-account-directory'],
      ['/v1/service-accounts/allowance-requests', 'allowance-requests'],
      ['/v1/activity', 'activity-log'],
    ] as const;
    const answers = await Promise.all(lists.map(([path]) => app().request('GET', path, { headers: session })));
    for (const [n, [, readModel]] of lists.entries()) {
      expectProblem(answers[n], 503, 'service/not-caught-up', undefined, { readModel });
      expect(answers[n].headers['retry-after']).toBe('1');
    }
    const inLabelStudio = await app().request('GET', '/api/token/', { headers: session });
    expect([inLabelStudio.status, inLabelStudio.headers['retry-after']]).toEqual([503, '1']);
    expect(inLabelStudio.body.detail).toMatch(/ The read model token-directory is behind\.$/);
    expect((await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: session })).status).toBe(204);
    expect((await authenticate()).status).toBe(401);
  });
});
