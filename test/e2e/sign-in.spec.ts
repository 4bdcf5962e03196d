import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isFullRun } from '../support/full-run.js';
import { integration } from '../support/integration.js';
import { disguises, otherSite } from '../support/other-site.js';
import { runningApp } from '../support/running-app.js';
import { otherName, runningBrowser, type Visit } from '../support/visit.js';

const hosts = ['localhost', '127.0.0.1', otherName];

integration('chromium', 'A person with a browser', (executable) => {
  const app = runningApp();
  const begin = runningBrowser(executable);
  const elsewhere = otherSite();
  let port: string;
  let visit: Visit;
  beforeAll(async () => {
    port = new URL(await app().listen()).port;
  });
  beforeEach(async () => {
    visit = await begin();
  });
  afterEach(() => visit.end());

  const at = (host: string, path = '/') => `http://${host}:${port}${path}`;
  const enter = async ({ page }: Visit, { email, password } = app().owner) => {
    await page.fill('[name=email]', email);
    await page.fill('[name=password]', password);
    await page.press('[name=password]', 'Enter');
  };
  const hasSession = async () => (await visit.page.context().cookies()).some(({ name }) => name.includes('session'));

  describe.each(hosts)('over plain http at %s', (host) => {
    it('is led to sign in, signs in, sees who they are, and signs out', async () => {
      const { page } = visit;
      await page.goto(at(host));
      expect(page.url()).toBe(at(host, '/user/login/?next=%2Fconsole%2F'));
      await enter(visit);
      await page.waitForURL(at(host, '/console/**'));
      // Whoever leaves a page that is still loading may see it fail.
      await page.waitForSelector('main h1');
      await page.goto(at(host));
      expect(page.url()).toBe(at(host, '/console/'));
      await page.waitForSelector('main h1');
      await page.goto(at(host, '/user/account'));
      expect(await page.textContent('main')).toContain(app().owner.email);
      await page.click('text=Sign out');
      await page.waitForURL(at(host, '/user/login/'));
      expect(await hasSession()).toBe(false);
      await page.goto(at(host, '/user/account'));
      expect(page.url()).toBe(at(host, '/user/login/?next=%2Fuser%2Faccount'));
      expect(visit.faults).toEqual([]);
    });

    it.each((isFullRun ? hosts : [host]).flatMap((from) => disguises.map((disguise) => [from, disguise] as const)))(
      'is signed in to nothing and out of nothing by a page on another port of %s (%s)',
      async (from, disguise) => {
        const { page } = visit;
        const pressed = async (target: string, fields: Record<string, string>) => {
          await page.goto(elsewhere(from, target, fields, disguise));
          const answer = page.waitForResponse((response) => response.request().method() === 'POST');
          await page.click('button');
          return (await answer).status();
        };
        const { email, password } = app().owner;
        expect(await pressed(at(host, '/user/login/'), { email, password })).toBe(403);
        expect(await hasSession()).toBe(false);
        await page.goto(at(host, '/user/login/'));
        await enter(visit);
        await page.waitForURL(at(host, '/console/**'));
        // Whether the browser sends the cookie along depends on whether both are the same site to it.
        expect([302, 403]).toContain(await pressed(at(host, '/user/logout'), {}));
        expect((await page.goto(at(host, '/user/account')))?.url()).toBe(at(host, '/user/account'));
      },
    );
  });

  it('gets the form back after a wrong password, with the address and the cursor where it is needed', async () => {
    const { page } = visit;
    await page.goto(at(otherName, '/docs/refusals'));
    await page.goto(at(otherName, '/user/login/?next=/docs/refusals'));
    await enter(visit, { ...app().owner, password: 'not-the-right-password' });
    await page.waitForSelector('[role=alert]');
    expect(await page.inputValue('[name=email]')).toBe(app().owner.email);
    expect(await page.inputValue('[name=password]')).toBe('');
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'password');
    await page.keyboard.type(app().owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(at(otherName, '/docs/refusals'));
  });

  it('sees the password that they type if they want to, and it is hidden again when it is sent', async () => {
    const { page } = visit;
    await page.goto(at(otherName, '/user/login/'));
    await page.fill('[name=password]', 'what is typed');
    await page.click('role=button[name="Show the password"]');
    expect(await page.getAttribute('[name=password]', 'type')).toBe('text');
    await page.click('role=button[name="Hide the password"]');
    expect(await page.getAttribute('[name=password]', 'type')).toBe('password');
    await visit.expectSound();
  });

  it('needs no script to sign in and out', async () => {
    const plain = await begin({ javaScriptEnabled: false });
    await plain.page.goto(at(otherName, '/user/login/'));
    expect(await plain.page.isVisible('text=Show')).toBe(false);
    await enter(plain);
    await plain.page.waitForURL(at(otherName, '/console/'));
    await plain.page.goto(at(otherName, '/user/account'));
    await plain.page.click('text=Sign out');
    await plain.page.waitForURL(at(otherName, '/user/login/'));
    await plain.end();
  });

  it('chooses a new password by a link, and signs in with it', async () => {
    const { page } = visit;
    const person = await app().register('manager');
    const asked = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
    await page.goto(at(otherName, `/user/password-reset${new URL(asked.body.link).hash}`));
    await page.fill('#password', 'another-long-password');
    await page.keyboard.press('Enter');
    await page.click('#done >> text=Sign in');
    await page.waitForURL(at(otherName, '/user/login/'));
    await enter(visit, { ...person, password: 'another-long-password' });
    await page.waitForURL(at(otherName, '/console/**'));
    expect(visit.faults).toEqual([]);
  });

  it('is told to open the whole link where its secret is missing, and sees no form', async () => {
    const { page } = visit;
    await page.goto(at(otherName, '/user/password-reset'));
    expect(await page.textContent('[role=alert]')).toMatch('This address is not whole');
    expect(await page.isVisible('form')).toBe(false);
  });
});
