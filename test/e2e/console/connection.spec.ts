import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { isFullRun } from '../../support/full-run.js';
import { integration } from '../../support/integration.js';
import { runningConsole } from '../../support/running-console.js';
import { TestApp } from '../../support/test-app.js';
import type { Visit } from '../../support/visit.js';

const create = 'role=dialog >> role=button[name="Create"]';

integration('chromium', 'A console that cannot ask its server, or whose clock is another', (executable) => {
  const running = runningConsole(executable);

  /** Somebody has typed the name of a token that is not created yet. */
  const typing = async (): Promise<Visit> => {
    const visit = await running().open('/account/tokens');
    await visit.page.click('main >> role=button[name="Create"] >> nth=0');
    await visit.page.fill('role=textbox[name="Name"]', 'typed before');
    return visit;
  };

  const expectWaiting = async (page: Page, reason: RegExp) => {
    await page.waitForSelector(`role=dialog >> text=${reason}`);
    expect(await page.getAttribute(create, 'aria-disabled')).toBe('true');
    const describedBy = (await page.getAttribute(create, 'aria-describedby')) as string;
    expect(await page.locator(`[id="${describedBy}"]`).textContent()).toMatch(reason);
    expect(await page.inputValue('role=textbox[name="Name"]')).toBe('typed before');
  };

  const expectCreated = async (page: Page) => {
    await page.waitForSelector(`${create} >> :scope:not([aria-disabled])`);
    await page.waitForSelector('text=/You are offline|cannot be reached. What you see/', { state: 'detached' });
    await page.click(create);
    await page.waitForSelector('role=dialog[name="Personal access token created"]');
  };

  it('while the browser is offline: acts are there and do nothing, the reason at hand, and what was typed stays', async () => {
    const visit = await typing();
    const { page } = visit;
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.method()));
    await page.context().setOffline(true);
    await expectWaiting(page, /You are offline\. Nothing is lost/);
    await running().expectSound(visit);
    await page.focus(create);
    await page.keyboard.press('Enter');
    await page.press('role=textbox[name="Name"]', 'Enter');
    expect(await page.isVisible('role=dialog >> role=alert')).toBe(false);
    expect(sent).not.toContain('POST');
    await page.context().setOffline(false);
    await expectCreated(page);
  });

  /** In `npm run test:e2e` the server is stopped and started anew; in `npm test` nothing comes through to it meanwhile. */
  const silence = async (page: Page): Promise<() => Promise<void>> => {
    if (isFullRun) {
      await running().server.stop();
      return () => running().server.restart();
    }
    await page.route('**', (route) => route.abort());
    return () => page.unroute('**');
  };

  it('while the server is started anew: the form stays, and the act goes through after that', async () => {
    const visit = await typing();
    const { page } = visit;
    const end = await silence(page);
    await page.click(create);
    await page.waitForSelector('role=dialog >> role=alert >> text=Nothing is known to have changed');
    await expectWaiting(page, /The server cannot be reached\. Nothing is lost/);
    await running().expectSound(visit);
    await end();
    await expectCreated(page);
  });

  it('one answer that was cut off stops nothing, also where a proxy keeps the address of the health check from the outside', async () => {
    const { page } = await typing();
    const cut = '**/v1/tokens';
    await page.route('**/health/live', (route) => route.fulfill({ status: 404 }));
    await page.route(cut, (route) => route.abort('connectionreset'));
    await page.click(create);
    await page.waitForSelector('role=dialog >> role=alert >> text=Nothing is known to have changed');
    await page.unroute(cut);
    await expectCreated(page);
  });

  it.each(isFullRun ? [-1, 1] : [1])('tells times by the server’s clock where the browser’s is %d hour off', async (hours) => {
    const { page } = await running().openInOwnProfile('/');
    await page.addInitScript((apartMs) => {
      const Genuine = Date;
      globalThis.Date = class extends Genuine {
        constructor(...given: [number]) {
          super(...(given.length > 0 ? given : ([Genuine.now() + apartMs] as [number])));
        }
        static override now() {
          return Genuine.now() + apartMs;
        }
      } as DateConstructor;
    }, hours * 3_600_000);
    await page.goto(running().at('/account/sessions'));
    const row = page.getByRole('row', { name: /This session/ });
    await row.waitFor();
    expect(await row.locator('[data-label=Since]').innerText()).toMatch(/^(just now|\d+ minutes? ago)$/);
    expect(await row.locator('[data-label="Confirmed until"]').innerText()).toMatch(/^in \d+ minutes?$/);
    expect(await page.isVisible('text=/Your session (is over|ends)/')).toBe(false);
  });

  it('says the same of a leaked token of another organization, of one that was altered, and of a text that is none', async () => {
    const app = await TestApp.start();
    try {
      const url = await app.listen();
      const { owner } = await app.secondOrganization();
      const { personal: ofOthers } = await app.tokensOf(owner);
      const { personal: own } = await app.tokensOf();
      const [name, value] = (await app.signIn()).cookie.split('=');
      const { page } = await running().visit();
      await page.context().addCookies([{ name, value, url }]);
      await page.goto(`${url}/console/organization/tokens`);
      await page.click('text=Find a leaked token');
      const said = async (text: string) => {
        await page.fill('role=textbox[name="Token"]', text);
        await page.click('role=button[name="Find it"]');
        await page.waitForSelector('role=dialog >> role=button[name="Look for another"]');
        const words = await page.textContent('role=dialog');
        await page.click('role=button[name="Look for another"]');
        return words;
      };
      const none = await said('no credential at all');
      expect(none).toContain('This is no token of yours');
      expect(await said(ofOthers)).toBe(none);
      expect(await said(`${own.slice(0, -2)}AA`)).toBe(none);
      expect(await said(own)).toContain('works now');
    } finally {
      await app.close();
    }
  });
});
