import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, TestApp } from '../../support/test-app.js';

/** The upstream tests of the same names. Where upstream forges a token, this mints one for the user instead. */
describe('label_studio/tests/jwt_auth/test_views.py', () => {
  let app: TestApp;
  let session: { cookie: string };
  beforeEach(async () => {
    app = await TestApp.start();
    session = await app.signIn(await app.register('annotator'));
  });
  afterEach(() => app.close());

  const post = (path: string, sent: Parameters<TestApp['request']>[2] = {}): Promise<Answer> =>
    app.request('POST', path, { headers: session, ...sent });

  it('test_list_tokens_does_not_use_naive_datetimes', async () => {
    await post('/api/token/');
    const { status, body } = await app.request('GET', '/api/token/', { headers: session });
    expect(status).toBe(200);
    expect([body[0].created_at, body[0].expires_at].every((time) => time.endsWith('Z'))).toBe(true);
  });

  it('test_blacklist_view_returns_404_with_already_blacklisted_token', async () => {
    const { token } = (await post('/api/token/')).body;
    await post('/api/token/blacklist/', { form: { refresh: token } });
    expect((await post('/api/token/blacklist/', { form: { refresh: token } })).status).toBe(404);
  });

  it('test_blacklist_view_returns_204_with_valid_token', async () => {
    const { token } = (await post('/api/token/')).body;
    expect((await post('/api/token/blacklist/', { form: { refresh: token } })).status).toBe(204);
    expect((await post('/api/token/refresh/', { body: { refresh: token } })).body.detail).toBe('Token is blacklisted');
  });

  it('test_create_token_when_no_existing_token', async () => {
    const { status, body } = await post('/api/token/');
    expect([status, typeof body.token]).toEqual([201, 'string']);
  });

  it('test_create_token_when_existing_valid_token', async () => {
    await post('/api/token/');
    const { status, body } = await post('/api/token/');
    expect(status).toBe(409);
    expect(body.detail).toContain('You already have a valid token');
  });

  it('test_create_token_after_blacklisting_previous', async () => {
    const { token } = (await post('/api/token/')).body;
    expect((await post('/api/token/blacklist/', { form: { refresh: token } })).status).toBe(204);
    expect((await post('/api/token/')).status).toBe(201);
  });

  it('test_rotate_token_success', async () => {
    const { token } = (await post('/api/token/')).body;
    const rotated = await post('/api/token/rotate/', { body: { refresh: token } });
    expect([rotated.status, typeof rotated.body.refresh]).toEqual([200, 'string']);
    const again = await post('/api/token/rotate/', { body: { refresh: token } });
    expect([again.status, 'detail' in again.body]).toEqual([400, true]);
    expect((await post('/api/token/rotate/', { body: rotated.body })).status).toBe(200);
  });

  it('test_rotate_token_requires_authentication', async () => {
    const { token } = (await post('/api/token/')).body;
    expect([401, 403]).toContain((await app.request('POST', '/api/token/rotate/', { body: { refresh: token } })).status);
  });
});
