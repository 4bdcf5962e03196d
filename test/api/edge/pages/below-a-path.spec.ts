import { describe, expect, it } from '@jest/globals';
import { expectPage } from '../../../support/page.js';
import { runningApp } from '../../../support/running-app.js';

const browser = { accept: 'text/html' };

describe.each(['https://example.org/keyledger', 'http://example.org/a/b/', "https://example.org/it's&<more>/"])('At %s', (url) => {
  const app = runningApp({ KEYLEDGER_PUBLIC_URL: url });
  const base = new URL(url).pathname.replace(/\/$/, '');
  const ask = (path: string, headers: Record<string, string> = browser) => app().request('GET', path, { headers });
  /** Addresses on a page, as a browser reads them. */
  const addressesOn = (text: string) =>
    [...text.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(([, address]) =>
      address.replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&amp;/g, '&'),
    );

  it('every address on every page that they lead to begins with the path, and is answered', async () => {
    const session = await app().signIn();
    const waiting = ['/user/login/', '/user/password', '/user/password-reset', '/user/account', '/docs', '/nothing'].map(
      (path) => base + path,
    );
    const seen = new Set(waiting);
    for (const address of waiting) {
      const answer = await ask(address, { ...browser, ...session });
      if (!/html/.test(String(answer.headers['content-type']))) continue;
      for (const next of addressesOn(answer.text).filter((next) => !next.startsWith('#'))) {
        expect(next.startsWith(`${base}/`)).toBe(true);
        const page = next.split('#')[0];
        // The console has specs of its own, and may not have been built.
        if (page === `${base}/console/`) continue;
        if (!seen.has(page)) waiting.push(page);
        seen.add(page);
      }
    }
    const statuses = await Promise.all(
      [...seen].map(async (address) => `${address} ${(await ask(address, { ...browser, ...session })).status}`),
    );
    expect(statuses.filter((line) => line.endsWith(' 404'))).toEqual([`${base}/nothing 404`]);
    for (const part of ['/user/login/', '/user/pages.js', '/user/password-reset.js', '/favicon.ico', '/docs/refusals', '/openapi.json']) {
      expect([...seen]).toContain(base + part);
    }
  });

  it('whoever is led elsewhere is led below the path', async () => {
    const { email, password } = app().owner;
    const led = async (answer: Promise<{ headers: Record<string, unknown> }>) => (await answer).headers.location;
    const session = await app().signIn();
    expect(await led(ask('/'))).toBe(`${base}/user/login/?next=%2Fconsole%2F`);
    expect(await led(ask('/', { ...browser, ...session }))).toBe(`${base}/console/`);
    expect(await led(ask('/user/account'))).toBe(`${base}/user/login/?next=%2Fuser%2Faccount`);
    expect(await led(app().request('POST', '/user/login', { form: { email, password, next: '/docs' } }))).toBe(`${base}/docs`);
    expect(await led(app().request('POST', '/user/logout', { headers: session }))).toBe(`${base}/user/login/`);
  });

  it('a proxy may take the path away or leave it, and nothing else is taken for it', async () => {
    for (const path of ['/docs', `${base}/docs`, `${base}/docs?x`]) expectPage(await ask(path));
    expect((await ask(base)).status).toBe(302);
    expect((await ask(`${base}?x`)).status).toBe(302);
    for (const path of [`${base}x/docs`, `${base}${base}/docs`, `/x${base}/docs`]) expect((await ask(path)).status).toBe(404);
    expect(
      (
        await ask(
          `${base}/v1/auth`,
          await app()
            .tokensOf()
            .then(({ access }) => ({ authorization: `Bearer ${access}` })),
        )
      ).status,
    ).toBe(200);
  });

  it('reset links, problems and the OpenAPI document name it', async () => {
    const reset = await app().request('POST', `/v1/users/${app().owner.id}/password-reset`, { headers: await app().signIn() });
    expect(reset.body.link).toMatch(/^https?:\/\/example\.org\/.*\/user\/password-reset#kl_pr_/);
    expect(new URL(reset.body.link).pathname).toBe(`${base}/user/password-reset`);
    const problem = await app().request('GET', '/v1/users/me', {});
    expect(new URL(problem.body.type).pathname).toBe(`${base}/docs/refusals`);
    expect((await ask('/openapi.json')).body.servers).toEqual([{ url: base }]);
  });

  it('cookies go to nobody beside it, but for the one that browsers keep to one host of https', async () => {
    const { email, password } = app().owner;
    const answer = await app().request('POST', '/v1/sessions', { body: { email, password } });
    const paths = [answer.headers['set-cookie']]
      .flat()
      .map((cookie) => String(cookie).replace(/^([\w-]+)=.*?; (?:.*; )?Path=([^;]*).*$/, '$1 $2'));
    const isHttps = url.startsWith('https');
    expect(paths.sort()).toEqual([isHttps ? '__Host-keyledger_session /' : `keyledger_session ${base}`, `keyledger_device ${base}`].sort());
  });
});
