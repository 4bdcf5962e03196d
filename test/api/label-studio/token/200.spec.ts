import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { TestApp } from '../../../support/app.js';

describe('GET /api/token answers 200', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('with an empty array when there is nothing', async () => {
    const answer = await app.request('GET', '/api/token/', { headers: await app.signIn(await app.register('annotator')) });
    expect(answer.body).toEqual([]);
  });

  it('with the own tokens, without their signatures, and nobody else’s', async () => {
    const [mine, other] = [await app.register('annotator'), await app.register('annotator')];
    const { personal } = await app.tokensOf(mine);
    await app.tokensOf(other);
    const { body } = await app.request('GET', '/api/token', { headers: await app.signIn(mine) });
    expect(body).toHaveLength(1);
    expect(body[0]).toEqual({
      token: personal.split('.').slice(0, 2).join('.'),
      created_at: expect.any(String),
      expires_at: expect.any(String),
    });
  });

  it('having read the live ones alone, however many there were', async () => {
    const person = await app.register('annotator');
    const headers = await app.signIn(person);
    for (let n = 0; n < 30; n += 1) {
      const { token } = (await app.request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body;
      await app.request('DELETE', `/v1/tokens/${token.id}`, { headers });
    }
    await app.tokensOf(person);
    const rows = app.get(TokenValidity).tokens;
    const byId = rows.byId.bind(rows);
    const asked = new Set<string>();
    rows.byId = (id) => {
      asked.add(id);
      return byId(id);
    };
    expect((await app.request('GET', '/api/token', { headers })).body).toHaveLength(1);
    rows.byId = byId;
    expect(asked.size).toBeLessThanOrEqual(2);
  });

  it('without what expired or was revoked, and with what is only switched off', async () => {
    const person = await app.register('annotator');
    const session = await app.signIn(person);
    const { tokenId } = await app.tokensOf(person);
    const soon = new Date(app.clock.now().getTime() + 60_000).toISOString();
    await app.request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', expiresAt: soon } });
    expect((await app.request('GET', '/api/token', { headers: session })).body).toHaveLength(2);
    app.clock.advance(61);
    expect((await app.request('GET', '/api/token', { headers: session })).body).toHaveLength(1);
    const owner = await app.signIn();
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
    expect((await app.request('GET', '/api/token', { headers: session })).body).toHaveLength(1);
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
    await app.request('DELETE', `/v1/tokens/${tokenId}`, { headers: session });
    expect((await app.request('GET', '/api/token', { headers: session })).body).toEqual([]);
  });
});
