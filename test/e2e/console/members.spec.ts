import { beforeAll, expect, it } from '@jest/globals';
import { Client } from '../../support/client.js';
import { integration } from '../../support/integration.js';
import { focused } from '../../support/keyboard.js';
import { expectNowhere, menuItems, runningConsole } from '../../support/running-console.js';

integration('chromium', 'Members in the console', (executable) => {
  const running = runningConsole(executable);
  let owner: Client;
  let leaverId: string;
  const url = () => running().server.url;
  const menuOf = (who: string) => `tr:has-text("${who}") >> role=button[name=/^Actions of/]`;
  const exchange = async (refresh: string) => {
    const body = JSON.stringify({ refresh });
    return (await fetch(`${url()}/api/token/refresh`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
  };

  beforeAll(async () => {
    owner = await running().as('owner');
    await running().as('manager');
    await owner.request('PATCH', '/v1/organization', { serviceAccountAllowance: 3 });
    await owner.request('POST', '/v1/service-accounts', { name: 'robot', role: 'annotator' });
    leaverId = await owner.registerPerson('leaver@example.org', 'administrator');
  });

  it('S1-7: from the Organization page, Access Token Settings is in the upper right', async () => {
    const visit = await running().open('/organization');
    const { page } = visit;
    await page.waitForSelector('role=row[name=/leaver@example.org/]');
    // What is not known yet is told as "…".
    await page.waitForSelector('.head-facts:not(:has-text("…"))');
    expect(await page.textContent('.head-facts')).toMatch(/Created.*Owner.*Seats3 people.*Service accounts1 of 3 · take no seat/);
    await running().expectSound(visit);
    await page.click('.page-acts >> text=Access Token Settings');
    await page.waitForURL('**/organization/settings/access-tokens');
  });

  it('S1-8: the Organization page is for administrators and owners; auditors read it, and others are told whom to ask', async () => {
    const { page } = await running().open('/organization', 'manager');
    expect(await page.textContent('main')).toMatch(/This page opens for auditor, administrator,? or owner/);
    expect(await page.textContent('main')).toContain(running().server.ownerEmail);
    expect(await page.isVisible('nav >> text="Members"')).toBe(false);

    const auditor = await running().open('/organization', 'auditor');
    await auditor.page.click(menuOf('leaver@example.org'));
    expect(await menuItems(auditor.page)).toEqual(['View activity log', 'Tokens']);
    expect(await auditor.page.textContent('.banner')).toContain('changes nothing');
    expect(await auditor.page.isVisible('text=Register a person')).toBe(false);
    await running().expectSound(auditor);
  });

  it('S2-7: service accounts are in the list of members, which its address narrows down', async () => {
    const visit = await running().open('/organization?kind=service-account&state=active&role=king&colour=blue');
    const { page } = visit;
    await page.waitForSelector('tbody tr');
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(await page.textContent('tbody tr')).toMatch(/robot.*Service account.*annotator/);
    expect(await page.textContent('.banner')).toContain('left out: colour, role.');
    await running().expectSound(visit);
    await page.click('role=button[name="Remove the filter Kind: Service accounts"]');
    await page.click('role=button[name="Clear filters"]');
    await page.waitForSelector('role=row[name=/leaver@example.org/]');
    await page.keyboard.press('/');
    await page.keyboard.type('nobody has this name');
    await page.waitForSelector('text=Nothing matches.');
    expect(new URL(page.url()).searchParams.get('q')).toBe('nobody has this name');
    await page.reload();
    await page.waitForSelector('text=Nothing matches.');
    await page.click('.empty >> role=button[name="Clear filters"]');
    await page.waitForSelector('role=row[name=/robot/]');
  });

  it('a person is registered with a role that is explained, and the reset link is shown once', async () => {
    const visit = await running().open('/organization', 'administrator');
    const { page } = visit;
    await page.click('text=Register a person');
    await page.fill('role=textbox[name="E-mail"]', 'leaver@example.org');
    await page.click('role=dialog >> role=button[name="Register"]');
    await page.waitForSelector('role=alert');
    await running().expectSound(visit);
    await page.fill('role=textbox[name="E-mail"]', 'new@example.org');
    await page.fill('role=textbox[name="First name"]', '<b>مريم</b>');
    await page.click('role=dialog >> role=button[name=/annotator/]');
    await page.waitForSelector('role=option');
    const choices = await page.locator('role=option').allTextContents();
    expect(choices.join()).toMatch(/reviews what others have labelled/);
    expect(choices.join()).not.toMatch(/owner/);
    await page.click('role=option[name=/reviewer/]');
    await page.click('role=dialog >> role=button[name="Register"]');
    const link = await page.inputValue('role=textbox[name="Reset link"]');
    expect(link).toMatch(/\/user\/password-reset#/);
    await running().expectSound(visit);
    await page.click('text=I have saved it');
    await page.click('role=button[name="Done"]');
    await page.waitForSelector('tr:has-text("<b>مريم</b>"):has-text("reviewer")');
    await expectNowhere(visit, link);
  });

  it('a role is changed with the keyboard alone', async () => {
    const visit = await running().open('/organization?q=new%40example.org');
    const { page } = visit;
    await page.waitForSelector('tbody tr');
    // A menu that is open stays where it is for a moment when a window becomes narrow, and so it is opened in the narrow one.
    await visit.look({ colorScheme: 'dark', width: 320 });
    for (const key of ['j', '.']) await page.keyboard.press(key);
    await page.waitForSelector('role=menu');
    await running().expectSound(visit);
    await page.keyboard.type('Change');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=dialog[name=/Change the role/]');
    await page.focus('role=dialog >> role=button[name=/reviewer/]');
    await page.keyboard.press('Enter');
    await focused(page, 'role=option[name=/^reviewer/]');
    await page.keyboard.type('manager');
    await page.keyboard.press('Enter');
    await running().expectSound(visit);
    await page.focus('role=dialog >> role=button[name="Change"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.receipt:has-text("is manager now. Holds everywhere from position")');
    await page.waitForSelector('tbody tr:has-text("manager")');
  });

  it('a role that somebody else has changed meanwhile is changed once the person has seen it', async () => {
    const { page } = await running().open('/organization?q=new%40example.org');
    await page.click(menuOf('new@example.org'));
    const shown = page.waitForResponse(/\/v1\/users\/[0-9a-f-]+$/);
    await page.click('role=menuitem[name="Change role"]');
    await shown;
    const { id } = (await owner.request('GET', '/v1/users?q=new%40example.org')).body.items[0];
    await owner.request('PUT', `/v1/users/${id}/role`, { role: 'annotator' });
    await page.click('role=dialog >> .select');
    await page.click('role=option[name=/reviewer/]');
    await page.click('role=dialog >> role=button[name="Change"]');
    await page.waitForSelector('role=dialog >> role=alert');
    await page.waitForSelector('role=dialog >> text=/^Now: annotator/');
    await page.click('role=dialog >> role=button[name="Change"]');
    await page.waitForSelector('tbody tr:has-text("reviewer")');
  });

  it('while lists are rebuilt the page says so and goes on, and shows them once they can be read', async () => {
    const visit = await running().open('/account/tokens');
    const { page } = visit;
    const body = JSON.stringify({ title: 'Not caught up.', code: 'service/not-caught-up' });
    // The page does not ask again by itself before the person does.
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '3600' };
    await page.route(/\/v1\/users\?/, (route) => route.fulfill({ status: 503, headers, body }));
    await page.click('nav >> text="Members"');
    await page.waitForSelector('role=alert >> text=Lists are being rebuilt; what is decided is not affected.');
    expect(await page.isVisible('text=Access Token Settings')).toBe(true);
    await page.unroute(/\/v1\/users\?/);
    await page.click('role=button[name="Try again"]');
    await page.waitForSelector('role=row[name=/leaver@example.org/]');
  });

  it('S4-1: keys are tied to accounts: the dialog counts what disabling stops, and nothing of it works afterwards', async () => {
    const leaver = await Client.signIn(running().server, 'leaver@example.org');
    const { credential } = (await leaver.request('POST', '/v1/tokens', { kind: 'personal', name: 'ci' })).body;
    const key = await leaver.request('POST', '/v1/api-keys', { name: 'deploy', role: 'annotator', validitySeconds: 3600 });
    expect(key.status).toBe(201);
    await leaver.request('POST', '/v1/service-accounts', { name: 'nightly', role: 'annotator' });
    const visit = await running().open('/organization');
    const { page } = visit;
    await page.click(menuOf('leaver@example.org'));
    await page.click('role=menuitem[name="Disable"]');
    await page.waitForSelector('text=What stops: 1 personal access token, 1 API key, and 1 session.');
    await running().expectSound(visit);
    expect(await exchange(credential)).toBe(200);
    await page.click('role=alertdialog >> role=button[name="Disable"]');
    await page.waitForSelector('.receipt:has-text("Disabled")');
    expect(await exchange(credential)).toBe(401);
    expect((await fetch(`${url()}/v1/auth`, { headers: { authorization: `Bearer ${key.body.credential}` } })).status).toBe(401);
    await page.click(menuOf('leaver@example.org'));
    await page.click('role=menuitem[name="Enable"]');
    await page.click('role=alertdialog >> role=button[name="Enable"]');
    await page.waitForSelector('.receipt:has-text("Enabled")');
    expect(await exchange(credential)).toBe(200);
  });

  it('a reset link is listed with who asked for it, and taken away', async () => {
    const { link } = (await owner.request('POST', `/v1/users/${leaverId}/password-reset`)).body;
    const visit = await running().open(`/organization/members/${leaverId}`);
    const { page } = visit;
    await page.waitForSelector('tr:has-text("API key")');
    await page.click('tr:has-text("active") >> role=button[name="Actions of the reset link"]');
    await page.click('role=menuitem[name="Revoke"]');
    await running().expectSound(visit);
    await page.click('role=alertdialog >> role=button[name="Revoke"]');
    await page.waitForSelector('.receipt:has-text("Revoked the reset link.")');
    const body = JSON.stringify({ secret: link.split('#')[1], newPassword: 'another-long-and-quiet-river' });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${url()}/v1/password-resets`, { method: 'POST', headers, body })).status).toBe(403);
    await running().expectSound(visit);
  });

  it('off-boarding disables, shows what stopped and from where on, what to reset and who owns, and erases once it is typed', async () => {
    const visit = await running().open(`/organization/members/${leaverId}`);
    const { page } = visit;
    const step = (title: string) => `li.step:has(h2:has-text("${title}"))`;
    await page.click('.page-acts >> text=Off-board');
    await page.waitForSelector(`${step('What will stop')} >> text=ci`);
    await page.waitForSelector(`${step('Reset what they know')} >> text=Reset its token`);
    expect(await page.textContent(step('Reset what they know'))).toMatch(/nightly.*created by them.*Reset its token/);
    await page.waitForSelector(`${step('Owners left')} >> text=${running().server.ownerEmail}`);
    expect(await page.getAttribute('text=Show and export their activity', 'href')).toContain(`/activity?subject=${leaverId}`);
    expect(await page.isVisible('role=button[name="Erase …"]')).toBe(false);
    await running().expectSound(visit);
    await page.click('role=button[name="Disable …"]');
    await page.click('role=alertdialog >> role=button[name="Disable"]');
    await page.waitForSelector(`${step('What stopped')} >> text=/Refused everywhere from position/`);
    await page.waitForSelector(`${step('What stopped')} >> text=its owner is disabled`);
    await page.click('role=button[name="Erase …"]');
    await running().expectSound(visit);
    expect(await page.isDisabled('role=alertdialog >> role=button[name="Erase"]')).toBe(true);
    await page.fill('role=alertdialog >> role=textbox', 'leaver@example.org');
    await page.click('role=alertdialog >> role=button[name="Erase"]');
    await page.waitForSelector('h1:has-text("Off-board erased person #")');
    await page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('leaver@example.org'));
  });
});
