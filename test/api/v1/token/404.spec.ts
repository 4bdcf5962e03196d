import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/tokens/{id} answers 404', () => {
  const app = runningApp();

  it.each([
    ['DELETE', ''],
    ['POST', '/rotate'],
    ['POST', '/reveal'],
    ['POST', '/renew'],
  ])('to %s …%s for a token of another organization, of a colleague, and for none', async (method, action) => {
    const { owner } = await app().secondOrganization();
    const [foreign, colleague] = [await app().tokensOf(owner), await app().tokensOf()];
    const headers = await app().signIn(await app().register('manager'));
    for (const id of [foreign.tokenId, colleague.tokenId, '00000000-0000-4000-8000-000000000000', '__proto__']) {
      expectProblem(await app().request(method, `/v1/tokens/${id}${action}`, { headers }), 404, 'token/not-found');
    }
    for (const { access } of [foreign, colleague]) {
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
    }
  });

  it('to the owner of one organization for every token of the other', async () => {
    const { owner } = await app().secondOrganization();
    const foreign = await app().tokensOf(owner);
    const answer = await app().request('DELETE', `/v1/tokens/${foreign.tokenId}`, { headers: await app().signIn() });
    expectProblem(answer, 404, 'token/not-found');
  });
});
