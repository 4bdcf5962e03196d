import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/verifiers answers 200', () => {
  const app = runningApp();

  it('with the verifiers of the organization, oldest first, page by page, without the deleted ones', async () => {
    const headers = await app().signIn();
    const ids = [];
    for (const name of ['a', 'b', 'c', 'd'])
      ids.push((await app().request('POST', '/v1/verifiers', { headers, body: { name } })).body.verifier.id);
    const { owner } = await app().secondOrganization();
    await app().request('POST', '/v1/verifiers', { headers: await app().signIn(owner), body: { name: 'theirs' } });
    await app().request('DELETE', `/v1/verifiers/${ids[1]}`, { headers });
    const one = (await app().request('GET', '/v1/verifiers?limit=2', { headers })).body;
    const two = (await app().request('GET', `/v1/verifiers?limit=2&cursor=${one.nextCursor}`, { headers })).body;
    expect([...one.items, ...two.items].map(({ name }) => name)).toEqual(['a', 'c', 'd']);
    expect(two.nextCursor).toBeNull();
  });
});
