import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /api/current-user/reset-token answers 201', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  });
  afterAll(() => app.close());

  it.each(['/api/current-user/reset-token', '/api/current-user/reset-token/'])(
    'at %s with a new token; the old one is dead at once',
    async (path) => {
      const session = await app.signIn(await app.register('annotator'));
      const old = (await app.request('GET', '/api/current-user/token', { headers: session })).body.token;
      const answer = await app.request('POST', path, { headers: session });
      expect(answer.status).toBe(201);
      const statusOf = async (token: string) =>
        (await app.request('GET', '/v1/auth', { headers: { authorization: `Token ${token}` } })).status;
      expect([await statusOf(old), await statusOf(answer.body.token)]).toEqual([401, 200]);
    },
  );

  it('to the legacy token itself', async () => {
    const session = await app.signIn(await app.register('annotator'));
    const { token } = (await app.request('GET', '/api/current-user/token', { headers: session })).body;
    const answer = await app.request('POST', '/api/current-user/reset-token/', { headers: { authorization: `Token ${token}` } });
    expect(answer.status).toBe(201);
    expect((await app.request('GET', '/v1/auth', { headers: { authorization: `Token ${token}` } })).status).toBe(401);
  });
});
