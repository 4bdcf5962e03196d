import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/service-accounts/{id} answers 404', () => {
  const app = runningApp();

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/reset-token'],
  ])('to %s …%s for an account of another organization, and for none', async (method, action) => {
    const { owner } = await app().secondOrganization();
    const theirs = (await create({ name: 'theirs', role: 'annotator' }, await app().signIn(owner))).body;
    const headers = await app().signIn();
    for (const id of [theirs.serviceAccount.id, '00000000-0000-4000-8000-000000000000', '__proto__', app().owner.id]) {
      const answer = await app().request(method, `/v1/service-accounts/${id}${action}`, {
        headers,
        ...(method === 'PATCH' && { body: {} }),
      });
      expectProblem(answer, 404, 'service-account/not-found');
    }
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${theirs.credential}` } })).status).toBe(200);
  });
});
