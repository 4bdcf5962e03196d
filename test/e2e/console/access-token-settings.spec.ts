import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { integration } from '../../support/integration.js';
import { focused, tabTo } from '../../support/keyboard.js';
import { runningConsole } from '../../support/running-console.js';

const path = '/organization/settings/access-tokens';

integration('chromium', 'Access token settings in the console', (executable) => {
  const running = runningConsole(executable, { KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const owner = () => running().as('owner');
  const card = (page: Page, title: string) => page.locator(`section[aria-label="${title}"]`);
  /** Waits until the switch of the card is on or off. */
  const turned = (page: Page, title: string, checked: boolean) =>
    card(page, title).getByRole('switch', { checked }).waitFor({ state: 'attached' });
  const patch = async (body: object) => expect((await (await owner()).request('PATCH', '/v1/organization', body)).status).toBe(200);
  const refresh = async (refreshToken: string) =>
    (
      await fetch(`${running().server.url}/api/token/refresh`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ refresh: refreshToken }),
      })
    ).status;
  const issue = async (name: string) => (await (await owner()).request('POST', '/v1/tokens', { kind: 'personal', name })).body.credential;

  it('S3-5: they are found at Organization, Settings > Access Token Settings', async () => {
    const visit = await running().open('/');
    const { page } = visit;
    await page.click('role=navigation[name="Main"] >> role=link[name="Access Token Settings"]');
    await page.waitForSelector('role=heading[name="Access Token Settings"]');
    expect(await page.textContent('.place')).toBe('Organization / Settings');
    await page.waitForSelector('text=Used in the last 30 days');
    await running().expectSound(visit);
  });

  it('S1-7: they are one click away from the Organization page, in its upper right', async () => {
    const { page } = await running().open('/organization');
    await page.click('.page-acts >> role=link[name="Access Token Settings"]');
    await page.waitForSelector('role=heading[name="Access Token Settings"]');
  });

  it('S1-8: the page is absent for other roles, whose visit is answered with who may and whom to ask', async () => {
    const visit = await running().open(path, 'manager');
    const { page } = visit;
    expect(await page.textContent('main')).toMatch(/auditor, administrator,? or owner/);
    expect(await page.isVisible(`main >> role=link[name="${running().server.ownerEmail}"]`)).toBe(true);
    expect(await page.isVisible('role=navigation >> text=Access Token Settings')).toBe(false);
    await running().expectSound(visit);
  });

  it('S1-8: an auditor reads it, and is told that it is for others to change', async () => {
    const visit = await running().open(path, 'auditor');
    const { page } = visit;
    await page.waitForSelector('text=change none of them');
    for (const each of await page.getByRole('switch').all()) expect(await each.isDisabled()).toBe(true);
    expect(await page.isVisible('main >> role=button[name="Save"]')).toBe(false);
    await running().expectSound(visit);
  });

  it('S1-8: an administrator changes it, but for what owners alone decide', async () => {
    const { page } = await running().open(path, 'administrator');
    expect(await card(page, 'Legacy tokens').getByRole('switch').isEnabled()).toBe(true);
    expect(await card(page, 'API keys').getByRole('switch').isDisabled()).toBe(true);
    expect(await card(page, 'What tokens may do').getByRole('switch').isDisabled()).toBe(true);
    expect(await card(page, 'Service accounts at a time').locator('input').getAttribute('readonly')).not.toBeNull();
  });

  it('S1-9, S1-10: a type is switched off after what would stop was shown, its tokens are refused; and on again', async () => {
    const credential = await issue('notebook of the owner');
    expect(await refresh(credential)).toBe(200);
    const visit = await running().open(path);
    const { page } = visit;
    await card(page, 'Personal access tokens').locator('label').click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('row', { name: /notebook of the owner/ }).waitFor();
    await dialog.getByText(/1 token of 1 owner would stop at once\. Used in the last 30 days: 1 token of 1 owner/).waitFor();
    expect(await card(page, 'Personal access tokens').locator('[role=switch]').isChecked()).toBe(true);
    expect(await dialog.getByRole('button', { name: 'Switch off' }).isDisabled()).toBe(true);
    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Download CSV' }).click()]);
    expect(download.suggestedFilename()).toMatch(/^live-personal-tokens-[\d-]+\.csv$/);
    await running().expectSound(visit);
    await dialog.getByRole('textbox').fill('personal');
    await dialog.getByRole('button', { name: 'Switch off' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await turned(page, 'Personal access tokens', false);
    expect(await refresh(credential)).toBe(401);
    await card(page, 'Personal access tokens').getByText('Suspended while it is off').waitFor();
    await page.waitForSelector('role=region[name="Receipts"] >> text=Personal access tokens are switched off');
    await running().expectSound(visit);
    await page.click('role=button[name="Switch on again"]');
    await page.waitForSelector('text=Personal access tokens are switched on again');
    expect(await refresh(credential)).toBe(200);
    await turned(page, 'Personal access tokens', true);
  });

  it('S1-9: with the keyboard alone', async () => {
    const { page } = await running().open(path);
    await tabTo(page, /^Legacy tokens on/);
    await page.keyboard.press('Space');
    await focused(page, 'role=alertdialog >> role=textbox');
    await page.keyboard.type('legacy');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=alertdialog', { state: 'detached' });
    await turned(page, 'Legacy tokens', false);
    await tabTo(page, 'Switch on again');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Legacy tokens are switched on again');
  });

  it('S1-1: the time-to-live is set in days, for tokens created from now on', async () => {
    await issue('long lived');
    const visit = await running().open(path);
    const { page } = visit;
    const ttl = card(page, 'Personal Access Token Time-to-Live');
    await ttl.getByText('Applies to tokens created from now on').waitFor();
    await ttl.getByRole('button', { name: '30 days' }).click();
    await ttl.getByText(/Live tokens that outlive it: \d+ tokens? of 1 owner/).waitFor();
    await ttl.getByRole('button', { name: 'Save' }).click();
    await page.waitForSelector('role=alertdialog[name="Lower the time-to-live to 30 days?"]');
    await running().expectSound(visit);
    await page.click('role=button[name="Lower"]');
    await page.waitForSelector('role=alertdialog', { state: 'detached' });
    const { body } = await (await owner()).request('POST', '/v1/tokens', { kind: 'personal', name: 'short lived' });
    expect(Date.parse(body.token.expiresAt)).toBeLessThan(Date.parse(body.token.createdAt) + 31 * 86_400_000);
  });

  it('a change on settings that somebody changed meanwhile shows both versions, and goes on if the person wishes', async () => {
    await patch({ personalAccessTokenTtlDays: 90, serviceAccountAllowance: 1 });
    const visit = await running().open(path);
    const { page } = visit;
    const allowance = card(page, 'Service accounts at a time');
    await allowance.locator('input').fill('5');
    await patch({ personalAccessTokenTtlDays: 45 });
    await allowance.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'The settings have changed meanwhile' });
    await dialog.waitFor();
    expect(await dialog.getByRole('row', { name: /Time-to-Live/ }).textContent()).toContain('90 days45 daysas it is now');
    expect(await dialog.getByRole('row', { name: /Service accounts/ }).textContent()).toContain('115');
    await running().expectSound(visit);
    await dialog.getByRole('button', { name: 'Make my change all the same' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const { body } = await (await owner()).request('GET', '/v1/organization');
    expect(body).toMatchObject({ personalAccessTokenTtlDays: 45, serviceAccountAllowance: 5 });
  });

  it('a verifier is made, shown once, and deleted', async () => {
    const visit = await running().open('/organization/settings/verifiers');
    const { page } = visit;
    await page.click('main >> role=button[name="Create verifier"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'Gateway');
    await page.click('role=dialog >> role=button[name="Create"]');
    const credential = await page.inputValue('role=textbox[name="Verifier credential"]');
    await running().expectSound(visit);
    await page.click('text=I have saved it');
    await page.click('role=button[name="Done"]');
    const asked = async () => {
      const body = new URLSearchParams({ token: 'nothing' });
      return (
        await fetch(`${running().server.url}/oauth/introspect`, {
          method: 'POST',
          headers: { authorization: `Bearer ${credential}` },
          body,
        })
      ).status;
    };
    expect(await asked()).toBe(200);
    await page.click('role=button[name="Actions of Gateway"]');
    await page.click('role=menuitem[name="Delete"]');
    await running().expectSound(visit);
    await page.click('role=alertdialog >> role=button[name="Delete"]');
    await page.waitForSelector('text=There is no verifier.');
    expect(await asked()).toBe(401);
    await running().expectSound(visit);
  });
});
