import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('GET /api/current-user/token answers 404', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  });
  afterAll(() => app.close());

  it('after the token was revoked by hand, until it is renewed', async () => {
    const session = await app.signIn(await app.register('annotator'));
    const { token } = (await app.request('GET', '/api/current-user/token', { headers: session })).body;
    const [{ id }] = (await app.request('GET', '/v1/tokens', { headers: session })).body.items;
    await app.request('DELETE', `/v1/tokens/${id}`, { headers: session });
    expect((await app.request('GET', '/api/current-user/token', { headers: session })).status).toBe(404);
    const renewed = (await app.request('POST', '/api/current-user/reset-token', { headers: session })).body.token;
    expect(renewed).not.toBe(token);
    expect((await app.request('GET', '/api/current-user/token', { headers: session })).body).toEqual({ token: renewed });
  });
});
