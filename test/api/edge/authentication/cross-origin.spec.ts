import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

const url = 'https://keys.example.org';

describe('A browser page of another site', () => {
  const app = runningApp({ KEYLEDGER_PUBLIC_URL: url });
  const host = { host: 'keys.example.org' };
  const post = async (headers: Record<string, string>) =>
    (await app().request('POST', '/v1/tokens', { headers: { ...host, ...(await app().signIn()), ...headers }, body: { kind: 'personal' } }))
      .status;

  it('cannot use the session cookie to change anything (SR-25)', async () => {
    expect(await post({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-site', origin: 'https://evil.example.org' })).toBe(403);
    expect(await post({ origin: 'https://evil.example' })).toBe(403);
    expect(await post({ origin: 'null' })).toBe(403);
    expect(await post({ origin: 'https://keys.example.org.evil.example' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-site', origin: 'https://console.example.org' })).toBe(403);
  });

  it('does less than our own pages and programs without a browser, which may', async () => {
    expect(await post({ 'sec-fetch-site': 'same-origin', origin: url })).toBe(201);
    expect(await post({})).toBe(201);
  });

  it('cannot sign a visitor in to an account of its own', async () => {
    const { email, password } = app().owner;
    const spellings = ['/v1/%73essions', '/%761/sessions/', '/user/%6Cogin/?next=/', '/%75ser/login'];
    for (const path of ['/v1/sessions', '/user/login/', '/user/login', ...spellings]) {
      const headers = { ...host, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      const sent = path.includes('ser/') ? { form: { email, password } } : { body: { email, password } };
      const answer = await app().request('POST', path, { headers, ...sent });
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('is not asked where a credential in a header decides', async () => {
    const { access } = await app().tokensOf();
    const headers = { ...host, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', authorization: `Bearer ${access}` };
    expect((await app().request('GET', '/v1/users/me', { headers })).status).toBe(200);
    expect((await app().request('DELETE', '/v1/tokens/none', { headers })).status).toBe(404);
  });

  it('may read nothing: there is no answer to what it asks beforehand', async () => {
    const headers = { ...host, origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await app().request('OPTIONS', '/v1/tokens', { headers });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it('gets cookies that only this host over https sends back', async () => {
    const { email, password } = app().owner;
    const answer = await app().request('POST', '/v1/sessions', { headers: host, body: { email, password } });
    const session = [answer.headers['set-cookie']].flat().find((text) => text?.includes('session'));
    expect(session).toMatch(/^__Host-keyledger_session=kl_se_\w+;/);
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(session).toContain(part);
    expect(session).not.toContain('Domain');
  });

  it('cannot plant a session from a neighbouring host: a cookie without the prefix is none', async () => {
    const { cookie } = await app().signIn();
    const planted = { ...host, cookie: cookie.replace('__Host-', '') };
    expect((await app().request('GET', '/v1/users/me', { headers: { ...host, cookie } })).status).toBe(200);
    for (const path of ['/v1/users/me', '/api/current-user/whoami']) {
      expect((await app().request('GET', path, { headers: planted })).status).toBe(401);
    }
  });
});
