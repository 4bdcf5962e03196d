import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Client } from '../../support/client.js';
import { integration } from '../../support/integration.js';
import { runningConsole } from '../../support/running-console.js';

const url = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;

integration('chromium', 'The frame of the console', (executable) => {
  const running = runningConsole(executable);

  it('leads a browser without a session to sign in, and back to the page that was asked for', async () => {
    const { page, faults } = await running().visit();
    await page.goto(running().at('/account/tokens?sort=name'));
    await page.waitForURL('**/user/login/**');
    await page.fill('[name=email]', running().server.ownerEmail);
    await page.fill('[name=password]', running().server.ownerPassword);
    await page.press('[name=password]', 'Enter');
    await page.waitForSelector('role=heading[name="Personal access tokens"]');
    expect(url(page)).toContain('/console/account/tokens');
    expect(faults).toEqual([]);
  });

  it('S0-1: the user icon in the upper right leads to Account & Settings, and signs out in every tab', async () => {
    const { email } = await somebody();
    const { page } = await running().visit();
    await signIn(page, email);
    const other = await page.context().newPage();
    await other.goto(running().at('/'));
    await other.waitForSelector('main h1');
    await page.bringToFront();
    await page.click('role=button[name=/Your account/]');
    await page.click('role=menuitem[name="Account & Settings"]');
    await page.waitForURL('**/console/account**');
    await page.click('role=button[name=/Your account/]');
    await page.click('role=menuitem[name="Sign out"]');
    await page.waitForURL('**/user/login/**');
    await other.waitForURL('**/user/login/**');
    await page.goto(running().at('/'));
    await page.waitForURL('**/user/login/**');
  });

  it.each([
    ['owner', ['Members', 'Access Token Settings', 'Activity log', 'Health', 'Signing keys'], []],
    ['administrator', ['Members', 'Access Token Settings', 'Activity log'], ['Health', 'Signing keys', 'Backups']],
    ['auditor', ['Members', 'Activity log'], ['Health', 'Signing keys']],
    ['manager', ['Sessions', 'Password'], ['Members', 'Access Token Settings', 'Service Accounts', 'Activity log', 'Health']],
    ['annotator', ['Sessions', 'Password'], ['Members', 'Access Token Settings', 'Verifiers', 'Activity log', 'Health']],
  ] as const)('shows %s the pages that there are for the role, and no others', async (role, present, absent) => {
    const visit = await running().open('/', role);
    const labels = await visit.page.locator('nav[aria-label=Main] >> nth=0').locator('a').allInnerTexts();
    expect(labels).toEqual(expect.arrayContaining([...present]));
    for (const label of absent) expect(labels).not.toContain(label);
    await running().expectSound(visit);
  });

  it('is not for service accounts: a token of one opens nothing of it', async () => {
    const owner = await running().as('owner');
    const { body } = await owner.request('POST', '/v1/service-accounts', { name: 'robot', role: 'annotator' });
    const headers = { authorization: `Bearer ${body.credential}` };
    expect((await fetch(`${running().server.url}/v1/console`, { headers })).status).toBeGreaterThanOrEqual(401);
    const visit = await running().visit({ extraHTTPHeaders: headers });
    await visit.page.goto(running().at('/'));
    await visit.page.waitForURL(/\/user\/login\/|\/console\//);
    expect(await visit.page.locator('nav[aria-label=Main]').count()).toBe(0);
  });

  it('is used with the keyboard alone: palette, shortcuts and their list', async () => {
    const visit = await running().open('/');
    const { page } = visit;
    await page.keyboard.press('Control+k');
    await page.waitForSelector('role=dialog');
    await running().expectSound(visit);
    await page.keyboard.type('sessions');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account/sessions');
    await page.waitForSelector('role=dialog', { state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.keyboard.press('g');
    // All is drawn anew between the two keys, and the first is not forgotten.
    await page.evaluate(() => history.pushState(null, '', '/console/account/membership'));
    await page.waitForSelector('main h1:has-text("Membership info")');
    await page.keyboard.press('h');
    await page.waitForURL('**/console/');
    await page.keyboard.press('?');
    await page.waitForSelector('role=dialog[name="Keyboard shortcuts"]');
    await running().expectSound(visit);
    await page.click('text=Shortcuts of a single letter');
    await page.keyboard.press('Escape');
    await page.waitForSelector('role=dialog', { state: 'detached' });
    await page.keyboard.press('?');
    expect(await page.locator('role=dialog').count()).toBe(0);
  });

  it('wears the theme that the person chose, and remembers it', async () => {
    const visit = await running().open('/');
    const { page } = visit;
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.click('role=button[name=/Your account/]');
    await running().expectSound(visit);
    await page.click('role=menuitemradio[name="Dark"]');
    await page.keyboard.press('Escape');
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.waitForSelector('main h1');
    expect(await ground()).toBe(dark);
  });

  it('keeps what was being typed when the session ends in between, and goes on after the password', async () => {
    const { email } = await somebody();
    const { page } = await running().visit();
    await signIn(page, email);
    await page.goto(running().at('/account/tokens'));
    await page.click('main >> role=button[name="Create"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'typed before the session ended');
    await (await Client.signIn(running().server, email)).request('DELETE', '/v1/sessions?others=true');
    await page.click('role=dialog >> role=button[name="Create"]');
    await page.waitForSelector('role=dialog[name="Your session is over"]');
    await page.fill('role=textbox[name="Password"]', running().server.ownerPassword);
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=dialog[name="Personal access token created"]');
    await page.click('text=I have saved it');
    await page.click('role=button[name="Done"]');
    await page.waitForSelector('role=row[name=/typed before the session ended/]');
  });

  it('says that the browser is offline, and that an address is none', async () => {
    const visit = await running().open('/nowhere');
    const { page } = visit;
    expect(await page.textContent('h1')).toBe('There is no such page');
    await running().expectSound(visit);
    await page.context().setOffline(true);
    await page.waitForSelector('text=You are offline');
    await page.context().setOffline(false);
    await page.waitForSelector('text=You are offline', { state: 'hidden' });
  });

  let people = 0;
  async function somebody(): Promise<{ email: string }> {
    people += 1;
    const email = `somebody-${people}@example.org`;
    await (await running().as('owner')).registerPerson(email, 'manager');
    return { email };
  }

  async function signIn(page: Page, email: string): Promise<void> {
    await page.goto(running().at('/'));
    await page.waitForURL('**/user/login/**');
    await page.fill('[name=email]', email);
    await page.fill('[name=password]', running().server.ownerPassword);
    await page.press('[name=password]', 'Enter');
    await page.waitForSelector('main h1');
  }
});
