import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/token answers 409', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  const detail = 'You already have a valid token. Please revoke it before creating a new one.';

  it('when the person has a token that works, whatever credential asks', async () => {
    const person = await app.register('annotator');
    const { access } = await app.tokensOf(person);
    const session = await app.signIn(person);
    expectEnvelope(await app.request('POST', '/api/token/', { headers: session }), 409, detail);
    expectEnvelope(await app.request('POST', '/api/token/', { headers: { authorization: `Bearer ${access}` } }), 409, detail);
  });

  it('no more once it was revoked', async () => {
    const person = await app.register('annotator');
    const session = await app.signIn(person);
    const { personal } = await app.tokensOf(person);
    const blacklisted = await app.request('POST', '/api/token/blacklist/', { headers: session, form: { refresh: personal } });
    expect(blacklisted.status).toBe(204);
    expect((await app.request('POST', '/api/token/', { headers: session })).status).toBe(201);
  });

  it('no more once it has expired', async () => {
    const person = await app.register('annotator');
    const soon = new Date(app.clock.now().getTime() + 60_000).toISOString();
    await app.request('POST', '/v1/tokens', { headers: await app.signIn(person), body: { kind: 'personal', expiresAt: soon } });
    app.clock.advance(60);
    expect((await app.request('POST', '/api/token/', { headers: await app.signIn(person) })).status).toBe(201);
  });
});
