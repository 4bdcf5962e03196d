import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { TestApp } from '../../support/test-app.js';

/** The upstream tests of the same file: what of a token is kept, and what is not. */
describe('label_studio/tests/jwt_auth/test_models.py', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('the stored token has two parts, the full one three, and the full one begins with the stored one', async () => {
    const { personal, tokenId } = await app.tokensOf();
    const { state } = await app.get(Ledger).on(Token.stream(tokenId)).load();
    const stored = (state.status === 'active' && state.kept.signedInput) || '';
    expect([stored.split('.').length, personal.split('.').length]).toEqual([2, 3]);
    expect(personal.startsWith(stored)).toBe(true);
  });

  it('a token lives until it is blacklisted by its id, and is then refused', async () => {
    const { personal, tokenId } = await app.tokensOf();
    expect(await app.exchange(personal)).toEqual(expect.any(String));
    await app.request('POST', '/api/token/blacklist/', { headers: await app.signIn(), body: { refresh: personal } });
    expect(app.get(TokenValidity).tokens.byId(tokenId)?.revoked).toBe(true);
    expect((await app.request('POST', '/api/token/refresh/', { body: { refresh: personal } })).status).toBe(401);
  });
});
