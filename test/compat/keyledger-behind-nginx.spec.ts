import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integration } from '../support/integration.js';
import { type RunningProxy, startNginxInFront } from '../support/nginx.js';
import { freePort } from '../support/server-process.js';
import { sessionCookieIn } from '../support/session-cookie.js';
import { TestApp } from '../support/test-app.js';

const browser = { accept: 'text/html' };
const leavesThePath = (text: string) => text.replace(/(proxy_pass http:\/\/[\d.:]+)\//, '$1');

integration('nginx', 'Keyledger behind the real nginx, as the how-to configures it', (binary) => {
  describe.each([
    ['takes the path away', (text: string) => text],
    ['leaves the path', leavesThePath],
    ['passes on a host of its own', (text: string) => text.replace('$http_host', 'upstream.internal')],
  ])('that %s', (_, change) => {
    let app: TestApp;
    let nginx: RunningProxy;
    let url: string;
    beforeAll(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}/keyledger`;
      app = await TestApp.start({ KEYLEDGER_PUBLIC_URL: url, KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
      nginx = await startNginxInFront({ binary, port, keyledger: await app.listen(), change });
    });
    afterAll(async () => {
      await nginx.stop();
      await app.close();
    });
    const ask = (path: string, more: RequestInit = {}) => fetch(`${url}${path}`, { redirect: 'manual', headers: browser, ...more });

    it('a browser is led to sign in, signs in by the form as it was sent, and out again', async () => {
      const led = await ask('/');
      const page = new URL(led.headers.get('location') ?? '', led.url);
      expect(page.href).toBe(`${url}/user/login/?next=%2Fconsole%2F`);
      const text = await (await fetch(page)).text();
      const action = new URL(/action="([^"]+)"/.exec(text)?.[1] ?? '', page);
      const { email, password } = app.owner;
      const origin = new URL(url).origin;
      const entered = { method: 'POST', body: new URLSearchParams({ email, password }), redirect: 'manual' } as const;
      const signedIn = await fetch(action, { ...entered, headers: { origin } });
      expect([signedIn.status, signedIn.headers.get('location')]).toEqual([302, '/keyledger/console/']);
      const cookies = signedIn.headers.getSetCookie();
      for (const cookie of cookies) expect(cookie).toContain('Path=/keyledger;');
      const session = sessionCookieIn({ headers: { 'set-cookie': cookies } } as never);
      expect(await (await ask('/user/account', { headers: { ...browser, ...session } })).text()).toContain(email);
      const signedOut = await ask('/user/logout', { method: 'POST', headers: { ...session, origin } });
      expect([signedOut.status, signedOut.headers.get('location')]).toEqual([302, '/keyledger/user/login/']);
      expect((await fetch(action, { ...entered, headers: { origin: 'http://127.0.0.1:1' } })).status).toBe(403);
    });

    it('a reset link leads to its page, whose script sends the secret where it is taken', async () => {
      const path = `/v1/users/${app.owner.id}/password-reset`;
      const { link } = (await app.request('POST', path, { headers: await app.signIn() })).body;
      expect(link.startsWith(`${url}/user/password-reset#`)).toBe(true);
      const text = await (await fetch(link)).text();
      for (const [, address] of text.matchAll(/<script src="([^"]+)"/g)) expect((await fetch(new URL(address, link))).status).toBe(200);
      const action = new URL(/action="([^"]+)"/.exec(text)?.[1] ?? '', link);
      const body = JSON.stringify({ secret: link.split('#')[1], newPassword: app.owner.password });
      const redeemed = await fetch(action, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      expect(redeemed.status).toBe(204);
    });

    it('programs find the API, its document and the address that explains a problem', async () => {
      const document = await (await ask('/openapi.json')).json();
      const api = new URL(document.servers[0].url, `${url}/openapi.json`).href;
      const problem = await (await fetch(`${api}/v1/users/me`)).json();
      expect(problem.code).toBe('credential/missing');
      expect(await (await fetch(problem.type)).text()).toContain('id="credential-missing"');
      const { access } = await app.tokensOf();
      expect((await ask('/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
    });
  });
});
