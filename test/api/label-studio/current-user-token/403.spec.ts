import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('GET /api/current-user/token answers 403', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  });
  afterAll(() => app.close());

  const show = (headers: Record<string, string>) => app.request('GET', '/api/current-user/token', { headers });

  it('to a credential that lives shorter than what it would learn', async () => {
    const { access } = await app.tokensOf();
    expect((await show({ authorization: `Bearer ${access}` })).status).toBe(403);
  });

  it('to a session that was not confirmed lately', async () => {
    const session = await app.signIn();
    app.clock.advance(15 * 60);
    expect((await show(session)).status).toBe(403);
  });

  it('for a first token while legacy tokens are switched off', async () => {
    const owner = await app.signIn();
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: false } });
    expect((await show(await app.signIn(await app.register('annotator')))).status).toBe(403);
  });

  it('to a service account', async () => {
    const body = { name: 'robot', role: 'owner' };
    const { credential } = (await app.request('POST', '/v1/service-accounts', { headers: await app.signIn(), body })).body;
    expect((await show({ authorization: `Token ${credential}` })).status).toBe(403);
  });
});
