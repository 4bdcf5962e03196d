import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integration } from '../support/integration.js';
import { type RunningProxy, startNginxInFront } from '../support/nginx.js';
import { disguises, otherSite } from '../support/other-site.js';
import { freePort } from '../support/server-process.js';
import { TestApp } from '../support/test-app.js';
import { otherName, runningBrowser } from '../support/visit.js';

/** As a browser that is too old to say from where a request comes. */
const withoutFetchMetadata = (text: string) =>
  text.replace('proxy_http_version', 'proxy_set_header Sec-Fetch-Site "";\n      proxy_http_version');
const ownHost = (text: string) => text.replace('$http_host', 'upstream.internal');

integration('chromium', 'A browser, over https and below a path', (executable) => {
  integration('nginx', 'behind the real nginx', (binary) => {
    const begin = runningBrowser(executable);
    const elsewhere = otherSite();

    describe.each([
      ['says where a request comes from', (text: string) => text],
      ['says so no more', withoutFetchMetadata],
      ['says so no more, to a host of the proxy', (text: string) => ownHost(withoutFetchMetadata(text))],
    ])('that %s', (_, change) => {
      let app: TestApp;
      let nginx: RunningProxy;
      let url: string;
      beforeAll(async () => {
        const port = await freePort();
        url = `https://${otherName}:${port}/keyledger`;
        app = await TestApp.start({ KEYLEDGER_PUBLIC_URL: url, KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
        nginx = await startNginxInFront({ binary, port, keyledger: await app.listen(), isHttps: true, change });
      });
      afterAll(async () => {
        await nginx.stop();
        await app.close();
      });

      it('signs in and out, and nothing is amiss on the way', async () => {
        const visit = await begin();
        const { page } = visit;
        await page.goto(`${url}/`);
        expect(page.url()).toBe(`${url}/user/login/?next=%2Fconsole%2F`);
        await page.fill('[name=email]', app.owner.email);
        await page.fill('[name=password]', app.owner.password);
        await page.keyboard.press('Enter');
        await page.waitForURL(`${url}/console/**`);
        await page.waitForSelector('main h1');
        await page.goto(`${url}/user/account`);
        await visit.expectSound();
        expect(await page.context().cookies()).toContainEqual(expect.objectContaining({ name: '__Host-keyledger_session', secure: true }));
        await page.click('text=Choose another password');
        await page.waitForURL(`${url}/user/password`);
        await page.goBack();
        await page.click('text=Sign out');
        await page.waitForURL(`${url}/user/login/`);
        expect(visit.faults).toEqual([]);
        await visit.end();
      });

      it('sets a new password by the link as it was made', async () => {
        const visit = await begin();
        const path = `/v1/users/${(await app.register('manager')).id}/password-reset`;
        const { link } = (await app.request('POST', path, { headers: await app.signIn() })).body;
        await visit.page.goto(link);
        await visit.page.fill('#password', 'another-long-password');
        await visit.page.keyboard.press('Enter');
        await visit.page.click('#done >> text=Sign in');
        await visit.page.waitForURL(`${url}/user/login/`);
        expect(visit.faults).toEqual([]);
        await visit.end();
      });

      it.each(disguises)('is signed in by no page of another site (%s)', async (disguise) => {
        const visit = await begin();
        const { email, password } = app.owner;
        await visit.page.goto(elsewhere(otherName, `${url}/user/login/`, { email, password }, disguise));
        const answer = visit.page.waitForResponse((response) => response.request().method() === 'POST');
        await visit.page.click('button');
        expect((await answer).status()).toBe(403);
        expect(await visit.page.context().cookies()).toEqual([]);
        await visit.end();
      });
    });
  });
});
