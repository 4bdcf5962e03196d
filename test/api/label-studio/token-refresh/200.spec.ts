import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /api/token/refresh answers exactly 200', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['/api/token/refresh', '/api/token/refresh/'])('at %s with an access token that authenticates', async (path) => {
    const { personal } = await app.tokensOf();
    const { status, body, headers } = await app.request('POST', path, { body: { refresh: personal } });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['access']);
    expect(headers['cache-control']).toBe('no-store');
    expect((await app.request('GET', '/v1/auth', { headers: { authorization: `Bearer ${body.access}` } })).status).toBe(200);
  });

  it('whatever the Authorization header says, since the body is the credential', async () => {
    const { personal } = await app.tokensOf();
    const headers = { authorization: 'Bearer nonsense' };
    expect((await app.request('POST', '/api/token/refresh/', { headers, body: { refresh: personal } })).status).toBe(200);
  });

  it('for a form too, and ignores members that it does not know', async () => {
    const { personal } = await app.tokensOf();
    expect((await app.request('POST', '/api/token/refresh/', { form: { refresh: personal, more: 'x' } })).status).toBe(200);
    expect((await app.request('POST', '/api/token/refresh/', { body: { refresh: personal, more: 1 } })).status).toBe(200);
  });

  it.each(['\n', '\r\n', ' ', '\t', ' \t\r\n'])('with %j around it, as it comes along when it is copied', async (blanks) => {
    const { personal } = await app.tokensOf();
    expect((await app.request('POST', '/api/token/refresh/', { body: { refresh: blanks + personal + blanks } })).status).toBe(200);
  });

  it('for multipart, as some clients send it', async () => {
    const { personal } = await app.tokensOf();
    const rawBody = `--b\r\nContent-Disposition: form-data; name="refresh"\r\n\r\n${personal}\r\n--b--\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    expect((await app.request('POST', '/api/token/refresh/', { headers, rawBody })).status).toBe(200);
  });

  it('with claims that the SDK can read: whole seconds, five minutes at most, never past the parent', async () => {
    const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
    const soon = new Date(app.clock.now().getTime() + 100_000).toISOString();
    const issued = await app.request('POST', '/v1/tokens', { headers: await app.signIn(), body: { kind: 'personal', expiresAt: soon } });
    const parent = claimsOf(issued.body.credential);
    const child = claimsOf(await app.exchange(issued.body.credential));
    expect(child).toEqual({ ...parent, token_type: 'access', jti: expect.stringMatching(/^[0-9a-f]{32}$/), iat: expect.any(Number) });
    expect(child.exp).toBe(parent.exp);
    expect(child.jti).not.toBe(parent.jti);
    const unhurried = claimsOf((await app.tokensOf()).access);
    expect(unhurried.exp - unhurried.iat).toBe(290);
    expect(parent.user_id).toBe('1');
  });
});
