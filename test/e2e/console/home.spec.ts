import { expect, it } from '@jest/globals';
import { integration } from '../../support/integration.js';
import { runningConsole } from '../../support/running-console.js';

integration('chromium', 'The home page of the console', (executable) => {
  const running = runningConsole(executable);

  it('shows the own tokens, the last sign-ins and what to do first, each number with its unit and its list', async () => {
    const owner = await running().as('owner');
    await owner.request('POST', '/v1/tokens', { kind: 'personal', name: 'laptop' });
    const visit = await running().open('/');
    const { page } = visit;
    await page.waitForSelector('text=1 active token');
    await page.waitForSelector('text=(this session)');
    await page.waitForSelector('text=0 of 1 service account');
    await running().expectSound(visit);
    const address = async (name: RegExp) => (await page.locator('main').getByRole('link', { name }).first().getAttribute('href')) ?? '';
    expect(await address(/^Expire in 30 days/)).toMatch(/organization\/tokens\?.*expiresBefore=/);
    expect(await address(/^Unused for 90 days/)).toMatch(/organization\/tokens\?.*lastUsedBefore=/);
    expect(await address(/^Never used: 1/)).toMatch(/organization\/tokens\?.*neverUsed=true/);
    expect(await address(/^Legacy tokens still used/)).toMatch(/organization\/tokens\?.*kind=legacy/);
    await page.waitForSelector('text=Register the first member to do');
    await page.click('role=button[name="Do not show this again"]');
    await page.reload();
    await page.waitForSelector('text=1 active token');
    expect(await page.isVisible('text=Set up your organization')).toBe(false);
  });

  it('shows attempts that were refused by their reason', async () => {
    const { url, ownerEmail } = running().server;
    const body = JSON.stringify({ email: ownerEmail, password: 'not the one that was chosen' });
    await fetch(`${url}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { page } = await running().open('/');
    await page.waitForSelector('text=1 attempt');
    await page.waitForSelector('text=1 × wrong password');
  });

  it('keeps every other card where one cannot be had', async () => {
    const { page } = await running().open('/', 'annotator');
    await page.route('**/v1/sessions?*', (route) => route.fulfill({ status: 503, json: { title: 'Busy.', code: 'service/unavailable' } }));
    await page.reload();
    await page.waitForSelector('text=0 active tokens');
    await page.waitForSelector('role=alert >> text=Busy.');
    expect(await page.isVisible('text=Organization')).toBe(false);
  });

  it('says so where a number is being counted anew, and shows the others', async () => {
    const visit = await running().open('/');
    await visit.page.route('**/v1/summary', (route) =>
      route.fulfill({
        json: { ownTokens: null, organization: { tokens: null, refusedIn24Hours: [], serviceAccounts: { count: 1, allowance: 2 } } },
      }),
    );
    await visit.page.reload();
    await visit.page.waitForSelector('text=1 of 2 service accounts');
    await visit.page.locator('text=This is being counted anew').nth(4).waitFor();
    expect(await visit.page.locator('text=This is being counted anew').count()).toBe(5);
    await running().expectSound(visit);
  });

  it('S3-1: API key and access token mean the same, for a reader and for the search', async () => {
    const owner = await running().as('owner');
    await owner.request('POST', '/v1/tokens', { kind: 'personal', name: 'notebook of Ann' });
    await owner.registerPerson('zoe@example.org', 'annotator');
    const visit = await running().open('/account/api-keys');
    const { page } = visit;
    await page.click('role=button[name="API key: what is that?"]');
    expect(await page.textContent('role=dialog')).toContain('Access tokens and API keys mean the same');
    await running().expectSound(visit);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.fill('role=dialog >> role=searchbox', 'API key');
    await page.waitForSelector('role=menuitem[name=/^Personal access tokens/]');
    await page.waitForSelector('role=menuitem[name=/^notebook of Ann/]');
    await running().expectSound(visit);
    await page.fill('role=dialog >> role=searchbox', 'zoe@');
    await page.waitForSelector('role=menuitem[name=/^zoe@example.org/]');
    await page.fill('role=dialog >> role=searchbox', 'theme: dark');
    await page.waitForSelector('[role=menuitem][data-focused]:has-text("dark")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('html[data-theme=dark]');
    await page.keyboard.press('Control+k');
    await page.fill('role=dialog >> role=searchbox', 'create api');
    await page.waitForSelector('[role=menuitem][data-focused]:has-text("API key")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=dialog[name="Create new API key"]');
    expect(new URL(page.url()).pathname).toBe('/console/');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => location.search === '');
  });
});
