import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/service-accounts answers 200', () => {
  const app = runningApp();

  const allow = async (serviceAccountAllowance: number) =>
    app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { serviceAccountAllowance } });

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  it('with the accounts of the organization, oldest first, page by page, without the deleted ones', async () => {
    await allow(10);
    const { owner } = await app().secondOrganization();
    await create({ name: 'theirs', role: 'annotator' }, await app().signIn(owner));
    const ids = [];
    for (const name of ['a', 'b', 'c', 'd']) ids.push((await create({ name, role: 'annotator' })).body.serviceAccount.id);
    const headers = await app().signIn();
    await app().request('DELETE', `/v1/service-accounts/${ids[1]}`, { headers });
    const one = (await app().request('GET', '/v1/service-accounts?limit=2', { headers })).body;
    const two = (await app().request('GET', `/v1/service-accounts?limit=2&cursor=${one.nextCursor}`, { headers })).body;
    expect([...one.items, ...two.items].map(({ name }) => name)).toEqual(['a', 'c', 'd']);
    expect(two.nextCursor).toBeNull();
  });
});
