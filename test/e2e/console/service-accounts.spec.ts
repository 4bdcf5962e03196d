import { expect, it } from '@jest/globals';
import { Client } from '../../support/client.js';
import { accountsPath, chooseRole, serviceAccountsOf, takeShownToken } from '../../support/console-service-accounts.js';
import { integration } from '../../support/integration.js';
import { expectNowhere, menuItems, runningConsole } from '../../support/running-console.js';

integration('chromium', 'Service accounts in the console', (executable) => {
  const running = runningConsole(executable);
  const { make, allow, statusFor } = serviceAccountsOf(running);

  it('S2-1, S2-3: Organization > Settings > Service Accounts says that they cannot sign in, and the sign-in page knows none', async () => {
    const visit = await running().open('/');
    const { page } = visit;
    await page.click('role=navigation[name="Main"] >> role=link[name="Service Accounts"]');
    await page.waitForSelector('text=Service accounts have API access, and cannot sign in.');
    expect(await page.textContent('.place')).toBe('Organization / Settings');
    await page.waitForSelector('text=There is no service account yet.');
    await running().expectSound(visit);
    const { id } = await make('robot@example.org');
    const stranger = await running().visit();
    const refusalOf = async (email: string) => {
      await stranger.page.goto(`${running().server.url}/user/login/`);
      await stranger.page.fill('#email', email);
      await stranger.page.fill('#password', running().server.ownerPassword);
      await stranger.page.keyboard.press('Enter');
      return stranger.page.textContent('[role=alert]');
    };
    expect(await refusalOf('robot@example.org')).toBe(await refusalOf('nobody@example.org'));
    await (await running().as('owner')).request('DELETE', `/v1/service-accounts/${id}`);
  });

  it('S2-4, S2-6, S2-8: Create takes a name for ever, a role and where it acts, and shows the token once', async () => {
    const visit = await running().open(accountsPath);
    const { page } = visit;
    await page.click('main >> role=button[name="Create Service Account"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'Nightly export');
    await page.waitForSelector('text=This cannot be changed once the service account is created.');
    expect(await page.isVisible('role=group[name="Workspaces and projects"]')).toBe(false);
    await chooseRole(page, 'administrator');
    expect(await page.isVisible('role=group[name="Workspaces and projects"]')).toBe(false);
    await chooseRole(page, 'manager');
    await page.waitForSelector('text=nowhere, until you name a workspace or project');
    await page.fill('role=textbox[name="Workspaces"]', 'w1,w2,');
    await page.fill('role=textbox[name="Projects"]', 'p1');
    await page.keyboard.press('Enter');
    await page.click('role=button[name=/Take away w2/]');
    await running().expectSound(visit);
    await page.click('role=dialog >> role=button[name="Create"]');
    await page.waitForSelector('role=dialog[name="Service account created"]');
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    await running().expectSound(visit);
    const credential = await takeShownToken(page);
    await page.waitForSelector('role=row[name=/Nightly export/]');
    await expectNowhere(visit, credential);
    expect(await statusFor(credential)).toBe(200);
    const row = page.getByRole('row', { name: /Nightly export/ });
    expect(await row.getByRole('img', { name: 'The name cannot be changed' }).isVisible()).toBe(true);
    expect(await row.textContent()).toMatch(/manager.*Workspaces: w1.*Projects: p1.*active/);
    await running().expectSound(visit);
  });

  it('a creation that is refused keeps what was typed, with the reason beside it; an auditor is offered none', async () => {
    await allow(2);
    const { page } = await running().open(accountsPath);
    await page.click('main >> role=button[name="Create Service Account"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'Nightly export');
    await chooseRole(page, 'auditor');
    await page.click('role=dialog >> role=button[name="Create"]');
    await page.waitForSelector('role=dialog >> role=alert');
    expect(await page.inputValue('role=textbox[name="Name"]')).toBe('Nightly export');
    await allow(1);
    const { page: reading } = await running().open(accountsPath, 'auditor');
    await reading.waitForSelector('role=row[name=/Nightly export/]');
    expect(
      await reading
        .locator('main')
        .getByRole('button', { name: /^(Create |Request|Change)/ })
        .count(),
    ).toBe(0);
    await reading.click('role=button[name="Actions of Nightly export"]');
    expect(await menuItems(reading)).toEqual(['View Activity Log']);
  });

  it('S2-2: one by default, not a seat; at the limit an administrator requests more, and an owner grants it', async () => {
    const asking = await running().open(accountsPath, 'administrator');
    await asking.page.waitForSelector('text=1 of 1 used · not a seat');
    expect(await asking.page.isVisible('role=button[name="Create Service Account"]')).toBe(false);
    await asking.page.click('role=button[name="Request more"]');
    await asking.page.fill('role=textbox[name="What for"]', 'A second pipeline');
    await running().expectSound(asking);
    await asking.page.click('role=button[name="Send the request"]');
    await asking.page.waitForSelector('role=region[name="Requests for more service accounts"] >> text=A second pipeline');
    expect(await asking.page.isVisible('role=button[name="Grant"]')).toBe(false);
    const { page } = await running().open(accountsPath);
    await page.click('role=button[name="Decline"]');
    await page.fill('role=textbox[name="Note"]', 'Share the one that exists');
    await page.click('role=dialog >> role=button[name="Decline"]');
    await page.waitForSelector('text=Declined the request.');
    await asking.page.reload();
    await asking.page.click('summary');
    await asking.page.waitForSelector('role=row[name=/declined .* Share the one that exists/]');
    await running().expectSound(asking);
    await asking.page.click('role=button[name="Request more"]');
    await asking.page.fill('role=textbox[name="What for"]', 'They need different roles');
    await asking.page.click('role=button[name="Send the request"]');
    await asking.page.waitForSelector('text=The owners see your request');
    await page.reload();
    await page.click('role=button[name="Request more"]');
    await page.waitForSelector('role=dialog[name="Allow more service accounts"] >> role=spinbutton');
    await page.keyboard.press('Escape');
    await page.click('role=button[name="Grant"]');
    await page.click('role=dialog >> role=button[name="Grant"]');
    await page.waitForSelector('text=1 of 2 used · not a seat');
    await page.waitForSelector('role=button[name="Create Service Account"]');
  });

  it('S2-5, S2-7: its role is downgraded and upgraded later, and so is where it acts', async () => {
    await allow(100);
    await make('Changing', { role: 'administrator' });
    const visit = await running().open(`${accountsPath}?q=Changing`);
    const { page } = visit;
    const row = page.getByRole('row', { name: /Changing/ });
    await page.click('role=button[name="Change role and scope of Changing"]');
    await chooseRole(page, 'annotator');
    await page.fill('role=textbox[name="Projects"]', 'p7 ');
    await running().expectSound(visit);
    await page.click('role=dialog >> role=button[name="Save"]');
    await row.getByText('Projects: p7').waitFor();
    expect(await row.textContent()).toContain('annotator');
    expect(await page.getByRole('row').count()).toBe(2);
  });

  it('a filter in the address that means nothing is left out and named, and the others can be taken away', async () => {
    const visit = await running().open(`${accountsPath}?role=king&state=active&q=nobody`);
    const { page } = visit;
    await page.waitForSelector('text=filters that mean nothing here, and so they were left out: role.');
    await page.waitForSelector('text=Nothing matches.');
    await running().expectSound(visit);
    await page.click('role=list[name="Filters that are set"] >> role=button[name="Clear filters"]');
    await page.waitForSelector('role=table');
  });

  it('S2-9: its page lists what a service account of its role may do, as the server admits it', async () => {
    const { id, credential } = await make('Rights');
    const visit = await running().open(`${accountsPath}/${id}`);
    const { page } = visit;
    await running().expectSound(visit);
    await page.click('role=tab[name="Token"]');
    await page.waitForSelector('text=Generation');
    await page.click('role=tab[name="Activity"]');
    await page.waitForSelector('role=table >> text=Rights');
    await running().expectSound(visit);
    await page.click('role=tab[name="What it may do"]');
    await page.waitForSelector('tbody th:has-text("GET /v1/tokens")');
    const routes = await page.locator('tbody th').allTextContents();
    expect(routes).toContain('GET /v1/tokens');
    expect(routes).not.toContain('GET /v1/users');
    const plain = routes.filter((route) => route.startsWith('GET /v1/') && !route.includes('{'));
    for (const route of plain) expect([route, await statusFor(credential, route.slice(4))]).toEqual([route, 200]);
    await running().expectSound(visit);
  });

  it('says who made each: oneself, others by name or else by address, and somebody who was erased by the id', async () => {
    await allow(100);
    const owner = await running().as('owner');
    const id = await owner.registerPerson('maker@example.org', 'administrator');
    const maker = await Client.signIn(running().server, 'maker@example.org');
    await maker.request('POST', '/v1/service-accounts', { name: 'Made by a maker', role: 'annotator' });
    await make('Made by the owner');
    const visit = await running().open(`${accountsPath}?q=Made by`);
    const { page } = visit;
    const madeBy = (name: string) => page.getByRole('row', { name }).locator('[data-label="Created by"]');
    await madeBy('Made by the owner').getByText('you', { exact: true }).waitFor();
    await madeBy('Made by a maker').getByText('maker@example.org').waitFor();
    await owner.request('POST', `/v1/users/${id}/disable`);
    await owner.request('POST', `/v1/users/${id}/erase`);
    await page.reload();
    await madeBy('Made by a maker')
      .getByText(`erased person ${id.slice(-6)}`)
      .waitFor();
    await madeBy('Made by a maker').getByRole('button', { name: 'Copy the id' }).waitFor();
    await running().expectSound(visit);
  });
});
