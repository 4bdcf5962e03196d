import { beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../../support/events.js';
import { heldRefusedAttempts } from '../../../support/held-refused-attempts.js';
import { runningApp } from '../../../support/running-app.js';

const url = 'https://keys.example.org';

describe('A browser page of another site', () => {
  const app = runningApp({ KEYLEDGER_PUBLIC_URL: url });
  let flush: () => Promise<void>;
  beforeAll(() => {
    flush = heldRefusedAttempts(app());
  });
  const host = { host: 'keys.example.org' };
  const post = async (headers: Record<string, string>) =>
    (await app().request('POST', '/v1/tokens', { headers: { ...host, ...(await app().signIn()), ...headers }, body: { kind: 'personal' } }))
      .status;

  it('cannot use the session cookie to change anything (SR-25)', async () => {
    expect(await post({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'cross-site', origin: url })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-site', origin: 'https://evil.example.org' })).toBe(403);
    expect(await post({ origin: 'https://evil.example' })).toBe(403);
    expect(await post({ origin: 'null' })).toBe(403);
    expect(await post({ origin: 'https://keys.example.org.evil.example' })).toBe(403);
    expect(await post({ origin: 'https://keys.example.org:8443' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-site', origin: 'https://console.example.org' })).toBe(403);
  });

  it('is also one of this name that came without encryption, which somebody on the way may have written', async () => {
    expect(await post({ origin: 'http://keys.example.org' })).toBe(403);
  });

  it('does less than our own pages and programs without a browser, which may', async () => {
    expect(await post({ 'sec-fetch-site': 'same-origin', origin: url })).toBe(201);
    expect(await post({ 'sec-fetch-site': 'none' })).toBe(201);
    expect(await post({})).toBe(201);
  });

  it('is none of ours, which an old browser does not say and whose host a proxy changes', async () => {
    expect(await post({ origin: url })).toBe(201);
    expect(await post({ origin: url, host: '127.0.0.1:8080' })).toBe(201);
    expect(await post({ origin: 'https://evil.example', host: '127.0.0.1:8080' })).toBe(403);
  });

  it('cannot sign a visitor in to an account of its own', async () => {
    const { email, password } = app().owner;
    const spellings = ['/v1/%73essions', '/%761/sessions/', '/user/%6Cogin/?next=/', '/%75ser/login'];
    for (const path of ['/v1/sessions', '/user/login/', '/user/login', ...spellings]) {
      for (const from of [{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, { origin: 'null' }]) {
        const headers = { ...host, ...(from as Record<string, string>) };
        const sent = path.includes('ser/') ? { form: { email, password } } : { body: { email, password } };
        const answer = await app().request('POST', path, { headers, ...sent });
        expect(answer.status).toBe(403);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    }
  });

  it('is recorded in the activity of the organization whose session it tried to use, however often in one line', async () => {
    for (let i = 0; i < 20; i += 1) await post({ 'sec-fetch-site': 'cross-site', origin: `https://evil-${i}.example` });
    await flush();
    const events = await readEverything(app().get(EventStore), null);
    const attempts = events.filter(({ type }) => type === 'AttemptsRefused').flatMap(({ data }) => data.attempts as { reason: string }[]);
    const ours = attempts.filter(({ reason }) => reason === 'permission/cross-origin').slice(-20);
    expect(ours[0]).toMatchObject({ reason: 'permission/cross-origin', tokenId: expect.any(String), route: 'POST /v1/tokens' });
  });

  it('is recorded where it tried to sign somebody in, once a minute for all attempts from one network', async () => {
    const { email, password } = app().owner;
    const headers = { ...host, 'sec-fetch-site': 'cross-site' };
    await flush();
    for (let i = 0; i < 20; i += 1) await app().request('POST', '/user/login', { headers, form: { email, password } });
    await flush();
    const events = await readEverything(app().get(EventStore), null);
    const last = events.filter(({ type }) => type === 'AttemptsRefused').at(-1);
    expect(last?.data.attempts).toEqual([{ reason: 'permission/cross-origin', tokenId: null, count: 20, route: 'POST /user/login' }]);
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
});

describe('The session cookie', () => {
  const app = runningApp({ KEYLEDGER_PUBLIC_URL: url });
  const host = { host: 'keys.example.org' };

  it('is one that only this host over https sends back', async () => {
    const { email, password } = app().owner;
    const answer = await app().request('POST', '/v1/sessions', { headers: host, body: { email, password } });
    const session = [answer.headers['set-cookie']].flat().find((text) => text?.includes('session'));
    expect(session).toMatch(/^__Host-keyledger_session=kl_se_\w+;/);
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(session).toContain(part);
    expect(session).not.toContain('Domain');
  });

  it('cannot be planted by a neighbouring host: a cookie without the prefix is none', async () => {
    const { cookie } = await app().signIn();
    const planted = { ...host, cookie: cookie.replace('__Host-', '') };
    expect((await app().request('GET', '/v1/users/me', { headers: { ...host, cookie } })).status).toBe(200);
    for (const path of ['/v1/users/me', '/api/current-user/whoami']) {
      expect((await app().request('GET', path, { headers: planted })).status).toBe(401);
    }
  });
});

describe('Without KEYLEDGER_PUBLIC_URL, a page', () => {
  const app = runningApp();
  const signIn = async (headers: Record<string, string>) => {
    const { email, password } = app().owner;
    return (await app().request('POST', '/user/login/', { headers, form: { email, password } })).status;
  };

  it('of the host and port that were asked is ours, under whatever name', async () => {
    expect(await signIn({ host: 'ledger.lan:8080', origin: 'http://ledger.lan:8080' })).toBe(302);
    expect(await signIn({ host: '[::1]:8080', origin: 'http://[::1]:8080' })).toBe(302);
  });

  it('of another port, of another name, or of none is not', async () => {
    for (const origin of ['http://ledger.lan:8081', 'http://ledger.lan', 'http://other.lan:8080', 'http://127.0.0.1:8080', 'null', '']) {
      expect(`${origin} ${await signIn({ host: 'ledger.lan:8080', origin })}`).toBe(`${origin} 403`);
    }
  });
});
