import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';
import type { Client } from '../../support/client.js';
import { integration } from '../../support/integration.js';
import { expectNowhere, runningConsole } from '../../support/running-console.js';

integration('chromium', 'Tokens of everybody in the console', (executable) => {
  const running = runningConsole(executable);
  let annotator: Client;
  let annotatorId: string;
  const issue = async (of: Client, name: string) => (await of.request('POST', '/v1/tokens', { kind: 'personal', name })).body;
  const names = async (page: { locator(selector: string): { allTextContents(): Promise<string[]> } }) =>
    (await page.locator('tbody th button').allTextContents()).sort();

  beforeAll(async () => {
    annotator = await running().as('annotator');
    annotatorId = (await annotator.request('GET', '/v1/users/me')).body.id;
    await issue(annotator, '=formula');
    await issue(annotator, 'spare');
    await issue(await running().as('owner'), 'own');
  });

  it('one table has the credentials of everybody; saved views and filters are addresses', async () => {
    const visit = await running().open('/organization/tokens');
    const { page } = visit;
    await page.waitForSelector('tbody tr');
    expect(await names(page)).toEqual(['=formula', 'own', 'spare']);
    await running().expectSound(visit);
    await page.click('text=Suspended');
    await page.waitForSelector('text=Nothing matches.');
    expect(new URL(page.url()).search).toBe('?state=suspended');
    await page.click('text=Never used');
    await page.waitForSelector('tbody tr');
    await page.goto(running().at(`/organization/tokens?ownerId=${annotatorId}&sort=createdAt`));
    await page.waitForSelector('text=Owner: annotator@example.org');
    await page.waitForSelector('tbody tr');
    expect(await names(page)).toEqual(['=formula', 'spare']);
    expect(await page.getAttribute('th:has-text("Created ↑")', 'aria-sort')).toBe('ascending');
    await running().expectSound(visit);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Download CSV')]);
    const table = await readFile(await download.path(), 'utf8');
    expect(table.split('\r\n').filter(Boolean)).toHaveLength(3);
    expect(table).toContain("'=formula");
  });

  it('the facts of one token are shown, and it is revoked for a cause', async () => {
    await issue(annotator, 'lost');
    const visit = await running().open('/organization/tokens?q=lost', 'administrator');
    const { page } = visit;
    await page.click('tbody th button');
    await page.waitForSelector('role=dialog[name="lost"] >> text=Personal access token');
    await running().expectSound(visit);
    await page.click('role=button[name="Revoke …"]');
    await page.waitForSelector('role=alertdialog[name="Revoke lost?"]');
    await running().expectSound(visit);
    await page.click('role=alertdialog >> role=button[name="Revoke"]');
    await page.waitForSelector('.receipt:has-text("Revoked lost. Holds everywhere from position")');
    await page.waitForSelector('tbody tr:has-text("revoked")');
  });

  it('several are selected with the keyboard, and revoked after it is said what would become of each', async () => {
    for (const name of ['bulk one', 'bulk two', 'bulk three']) await issue(annotator, name);
    const above = await issue(await running().as('owner'), 'bulk of the owner');
    const visit = await running().open('/organization/tokens?q=bulk&sort=createdAt', 'administrator');
    const { page } = visit;
    await page.waitForSelector('tbody tr:nth-child(4)');
    await page.focus('role=checkbox[name=/Select bulk one/]');
    await page.keyboard.press('Space');
    await page.focus('role=checkbox[name=/Select bulk two/]');
    await page.keyboard.press('Space');
    await page.focus('role=checkbox[name=/Select bulk of the owner/]');
    await page.keyboard.press('Space');
    await page.waitForSelector('text=3 tokens selected');
    await page.focus('role=button[name="Revoke selected …"]');
    await page.keyboard.press('Enter');
    await page.fill('role=textbox[name="Note"]', 'nobody knows what for');
    await running().expectSound(visit);
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=row[name=/bulk of the owner.*would be refused: role\\/above-own/]');
    expect(await page.textContent('role=alertdialog >> role=status')).toBe('Would be revoked: 2 · over already: 0 · refused: 1');
    await running().expectSound(visit);
    expect(await page.isDisabled('role=button[name="Revoke 2 tokens"]')).toBe(true);
    await page.fill('role=textbox[name="Type “2” to confirm"]', '2');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.receipt:has-text("Revoked 2 tokens. Holds everywhere from position")');
    await page.click('role=alertdialog >> role=button[name="Close"]');
    await page.waitForSelector('text=0 tokens selected');
    await page.locator('tbody tr:has-text("revoked")').nth(1).waitFor();
    expect(await page.locator('tbody tr:has-text("revoked")').count()).toBe(2);
    const owner = await running().as('owner');
    expect((await owner.request('GET', `/v1/tokens/${above.token.id}`)).body.state).toBe('active');
  });

  it('a leaked token is found by its text, which is kept nowhere, and killed', async () => {
    const { credential, token } = await issue(annotator, 'leaked');
    const visit = await running().open('/organization/tokens');
    const { page } = visit;
    await page.click('text=Find a leaked token');
    await page.fill('role=textbox[name="Token"]', 'something else');
    await running().expectSound(visit);
    await page.click('role=button[name="Find it"]');
    await page.waitForSelector('role=dialog[name="This is no token of yours"]');
    await page.click('text=Look for another');
    await page.fill('role=textbox[name="Token"]', credential);
    await page.click('role=button[name="Find it"]');
    await page.waitForSelector('role=dialog[name="Found: leaked"] >> text=works now');
    expect(await page.textContent('role=dialog')).toContain('annotator@example.org');
    expect(await page.getAttribute('text=Show in the activity log', 'href')).toContain(`/activity?credential=${token.id}`);
    await expectNowhere(visit, credential);
    await running().expectSound(visit);
    await page.fill('role=textbox[name="Note"]', 'found in a repository');
    await page.click('role=button[name="Kill"]');
    await page.waitForSelector('role=dialog >> text=/Killed. Refused everywhere from position/');
    await page.waitForSelector('.receipt:has-text("because it was leaked")');
    const { state, stateReason } = (await (await running().as('owner')).request('GET', `/v1/tokens/${token.id}`)).body;
    expect({ state, stateReason }).toEqual({ state: 'revoked', stateReason: 'revoked' });
    await page.click('role=dialog >> role=button[name="Close"]');
    await expectNowhere(visit, credential);
  });

  it('auditors read it and take nothing away; managers are told whom to ask', async () => {
    const { page } = await running().open('/organization/tokens', 'auditor');
    await page.waitForSelector('tbody tr');
    expect(await page.locator('role=checkbox').count()).toBe(0);
    expect(await page.isVisible('text=Select all shown')).toBe(false);
    await page.click('tbody th button');
    await page.waitForSelector('role=dialog');
    expect(await page.isVisible('role=button[name="Revoke …"]')).toBe(false);
    const manager = await running().open('/organization/tokens', 'manager');
    expect(await manager.page.textContent('main h1')).toBe('This page is not for your role');
  });
});
