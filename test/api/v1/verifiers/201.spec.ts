import { describe, expect, it } from '@jest/globals';
import { isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/verifiers answers 201', () => {
  const app = runningApp();

  it('with the verifier and its credential, which is shown once', async () => {
    const headers = await app().signIn();
    const answer = await app().request('POST', '/v1/verifiers', { headers, body: { name: 'gateway' } });
    expect(answer.status).toBe(201);
    expect(answer.headers['keyledger-position']).toEqual(position);
    expect(answer.body).toEqual({
      verifier: { id: uuid, name: 'gateway', createdAt: isoTime },
      credential: expect.stringMatching(/^kl_rs_[0-9A-Za-z]{36}$/),
    });
    for (const path of ['/v1/verifiers', '/v1/activity', '/v1/activity/replay']) {
      expect((await app().request('GET', path, { headers })).text).not.toContain(answer.body.credential);
    }
  });
});
