import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('GET /api/current-user/whoami answers 200', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['/api/current-user/whoami', '/api/current-user/whoami/'])('at %s with the user as Label Studio shows one', async (path) => {
    const { status, body } = await app.request('GET', path, { headers: await app.signIn() });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 1,
      email: 'owner@example.com',
      username: 'owner@example.com',
      active_organization: 1,
      active_organization_meta: { title: 'Keyledger', email: 'owner@example.com' },
      organization_membership: { organization_id: 1, role: 'OW', active: true, user_type: 'standard' },
      permissions: expect.arrayContaining(['organizations.change', 'users.token.any']),
    });
  });

  it('to every kind of credential, each with its own number', async () => {
    await app.enableLegacyTokens();
    const person = await app.register('manager');
    const session = await app.signIn(person);
    const { access } = await app.tokensOf(person);
    const legacy = (await app.request('GET', '/api/current-user/token', { headers: session })).body.token;
    const account = { name: 'robot', role: 'reviewer' };
    const robot = (await app.request('POST', '/v1/service-accounts', { headers: await app.signIn(), body: account })).body.credential;
    const idWith = async (headers: Record<string, string>) => (await app.request('GET', '/api/current-user/whoami', { headers })).body?.id;
    const own = await idWith({ ...session });
    expect(own).toBeGreaterThan(1);
    expect(await idWith({ authorization: `Bearer ${access}` })).toBe(own);
    for (const word of ['Token', 'token', 'TOKEN', 'Token ']) expect(await idWith({ authorization: `${word} ${legacy}` })).toBe(own);
    for (const key of [access, legacy]) expect(await idWith({ 'x-api-key': key, authorization: 'Token nonsense' })).toBe(own);
    for (const word of ['Token', 'Bearer']) expect(await idWith({ authorization: `${word} ${robot}` })).toBe(own + 1);
  });
});
