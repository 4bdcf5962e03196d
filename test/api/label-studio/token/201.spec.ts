import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /api/token answers 201', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['/api/token', '/api/token/'])('at %s with the whole token, once, and when it ends', async (path) => {
    const person = await app.register('annotator');
    const session = await app.signIn(person);
    const { status, body, headers } = await app.request('POST', path, { headers: session });
    expect(status).toBe(201);
    expect(body).toEqual({ token: expect.any(String), created_at: expect.stringMatching(/Z$/), expires_at: expect.stringMatching(/Z$/) });
    expect(body.token.split('.')).toHaveLength(3);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['keyledger-position']).toBeDefined();
    const listed = await app.request('GET', path, { headers: session });
    expect(listed.text).not.toContain(body.token);
  });

  it('by a request with the legacy token, which is worth more', async () => {
    await app.enableLegacyTokens();
    const person = await app.register('reviewer');
    const legacy = (await app.request('GET', '/api/current-user/token', { headers: await app.signIn(person) })).body.token;
    const { status } = await app.request('POST', '/api/token/', { headers: { authorization: `Token ${legacy}` } });
    expect(status).toBe(201);
  });
});
