import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/verifiers/{id} answers 404', () => {
  const app = runningApp();

  it('for a verifier of another organization, one that was deleted, and for none', async () => {
    const { owner } = await app().secondOrganization();
    const theirs = (await app().request('POST', '/v1/verifiers', { headers: await app().signIn(owner), body: { name: 'theirs' } })).body
      .verifier;
    const headers = await app().signIn();
    const own = (await app().request('POST', '/v1/verifiers', { headers, body: { name: 'own' } })).body.verifier;
    expect((await app().request('DELETE', `/v1/verifiers/${own.id}`, { headers })).status).toBe(204);
    for (const id of [theirs.id, own.id, '__proto__']) {
      expectProblem(await app().request('DELETE', `/v1/verifiers/${id}`, { headers }), 404, 'verifier/not-found');
    }
  });
});
