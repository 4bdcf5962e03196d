import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { integration } from '../../support/integration.js';
import { focused } from '../../support/keyboard.js';
import { expectNowhere, menuItems, momentsAgo, runningConsole } from '../../support/running-console.js';

const dayKey = { role: 'annotator', validitySeconds: 86_400 };
const everybodys = '/organization/settings/api-keys';

integration('chromium', 'API keys in the console', (executable) => {
  const running = runningConsole(executable);

  /** What Labelbox's GraphQL says to a caller with this key: an address, or the code of the refusal. */
  const whoami = async (credential: string): Promise<string> => {
    const answer = await fetch(`${running().server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
      body: JSON.stringify({ query: 'query Me { user { email } }' }),
    });
    const { data, errors } = (await answer.json()) as {
      data?: { user: { email: string } };
      errors?: { extensions: { code: string } }[];
    };
    return data?.user?.email ?? errors?.[0].extensions.code ?? '';
  };

  const makeKey = async (asked: object) => {
    const { status, body } = await (await running().as('owner')).request('POST', '/v1/api-keys', { ...dayKey, ...asked });
    if (status !== 201) throw new Error(`Making a key answered ${status}.`);
    return body as { apiKey: { id: string }; credential: string };
  };

  const memberOf = async (email: string) => (await running().as('owner')).registerPerson(email, 'annotator');
  const chooseAct = async (page: Page, key: string, act: string) => {
    await page.click(`role=button[name="Actions of ${key}"]`);
    await page.click(`role=menuitem[name="${act}"]`);
  };
  const close = async (page: Page) => {
    await page.click('text=I have saved it');
    await page.click('role=button[name="Done"]');
  };

  it('S4-2, S4-3, S4-4: Create API key on the home page takes a name, a validity and a role, and the key is shown once', async () => {
    const visit = await running().open('/');
    const { page } = visit;
    await page.click('role=button[name="Create API key"]');
    await page.waitForSelector('role=dialog[name="Create new API key"]');
    await page.fill('role=textbox[name="Name"]', 'nightly import');
    await page.fill('role=textbox[name="Number"]', '3');
    await page.click('role=button[name=/Unit/]');
    await page.click('role=option[name="days"]');
    expect(await page.textContent('role=dialog')).toMatch(/The key ends on .+ \(in \d days\)/);
    await page.click('role=button[name=/^annotator Role/]');
    await running().expectSound(visit);
    await page.click('role=option[name=/^manager/]');
    await page.fill('role=textbox[name="Allowed addresses"]', '127.0.0.1 ::1');
    await page.keyboard.press('Enter');
    await running().expectSound(visit);
    await page.click('role=dialog >> role=button[name="Create"]');
    await page.waitForSelector('role=dialog[name="API key created"]');
    const credential = await page.inputValue('role=textbox[name="API key"]');
    expect(await page.isVisible('role=button[name="Copy API key"]')).toBe(true);
    expect(await page.textContent('role=tabpanel')).toContain(`labelbox.Client(api_key="YOUR_TOKEN", endpoint="`);
    await running().expectSound(visit);
    expect(await whoami(credential)).toBe(running().server.ownerEmail);
    await close(page);
    await expectNowhere(visit, credential);
    await page.goto(running().at('/account/api-keys'));
    await page.waitForSelector('role=row[name=/nightly import.*manager.*127\\.0\\.0\\.1/]');
    expect(await page.textContent('main')).not.toContain(credential);
  });

  it('S4-5, S4-6, S4-7: the API keys tab of the settings lists keys, and … > Delete ends one', async () => {
    const { credential } = await makeKey({ name: 'old' });
    const visit = await running().open(everybodys);
    const { page } = visit;
    await page.click('role=button[name="Actions of old"]');
    expect(await menuItems(page)).toEqual(['Delete']);
    await running().expectSound(visit);
    await page.click('role=menuitem[name="Delete"]');
    const dialog = page.locator('role=alertdialog');
    expect(await dialog.textContent()).toContain('Last used: never used');
    await running().expectSound(visit);
    await page.click('role=button[name="Create a replacement first"]');
    expect(await page.inputValue('role=textbox[name="Name"]')).toBe('old');
    await page.click('role=dialog >> role=button[name="Create"]');
    const successor = await page.inputValue('role=textbox[name="API key"]');
    await close(page);
    expect(await whoami(credential)).toBe(running().server.ownerEmail);
    await page.locator('role=button[name="Actions of old"]').nth(1).click();
    await page.click('role=menuitem[name="Delete"]');
    await page.click('role=alertdialog >> role=button[name="Delete"]');
    await page.waitForSelector('text=/Deleted old\\. Holds everywhere from position/');
    expect(await whoami(credential)).toBe('AUTHENTICATION_ERROR');
    expect(await whoami(successor)).toBe(running().server.ownerEmail);
    await page.waitForSelector('role=row[name=/old.*revoked/]');
    await page.waitForFunction(() => /old.*revoked/.test(document.activeElement?.textContent ?? ''));
    await running().expectSound(visit);
  });

  it('S4-8: a lost value is not shown again: the key is deleted and made anew', async () => {
    await makeKey({ name: 'lost' });
    const visit = await running().open('/account/api-keys?q=lost');
    await visit.page.click('role=button[name="lost"]');
    expect(await visit.page.textContent('role=dialog')).toContain('Nobody can read the value of a key again. Where it is lost');
    await running().expectSound(visit);
  });

  it('S4-9: a key says when it was used last, and from where', async () => {
    const { credential } = await makeKey({ name: 'busy' });
    await whoami(credential);
    const { page } = await running().open('/account/api-keys?q=busy');
    await page.waitForSelector('role=row[name=/busy.*from (127\\.0\\.0\\.1|::1)/]');
    await chooseAct(page, 'busy', 'Delete');
    expect(await page.textContent('role=alertdialog')).toMatch(new RegExp(`Last used: ${momentsAgo} from`));
  });

  it('S4-10: an administrator makes a key for a member, who is found by a part of the address', async () => {
    await memberOf('anna.ant@example.org');
    const visit = await running().open(everybodys);
    const { page } = visit;
    await page.click('main >> role=button[name="Create API key"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'for Anna');
    await page.fill('role=combobox[name="Owner"]', 'nobody@example.org');
    await page.keyboard.press('Tab');
    await page.click('role=dialog >> role=button[name="Create"]');
    await page.waitForSelector('role=dialog >> text=Nobody in your organization has this address.');
    expect(await page.inputValue('role=textbox[name="Name"]')).toBe('for Anna');
    await page.fill('role=combobox[name="Owner"]', 'nna.a');
    await page.waitForSelector('role=option[name=/^anna.ant@example.org/]');
    await visit.expectSound();
    await page.click('role=option[name=/^anna.ant@example.org/]');
    await page.click('role=dialog >> role=button[name="Create"]');
    expect(await whoami(await page.inputValue('role=textbox[name="API key"]'))).toBe('anna.ant@example.org');
    await close(page);
    await page.waitForSelector('role=row[name=/for Anna.*anna\\.ant@example\\.org/]');
  });

  it('S4-11: a key is valid for 1 minute at least and 25 weeks at most', async () => {
    const { page } = await running().open('/account/api-keys', 'annotator');
    await page.click('main >> role=button[name="Create API key"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'short');
    const saysOf = async (count: string) => {
      await page.fill('role=textbox[name="Number"]', count);
      return page.textContent('role=group[name="Validity"]');
    };
    expect(await saysOf('26')).toContain('A key is valid for 25 weeks at most.');
    expect(await page.isDisabled('role=dialog >> role=button[name="Create"]')).toBe(true);
    expect(await saysOf('25')).toContain('The key ends on');
    await page.click('role=button[name=/Unit/]');
    await page.click('role=option[name="minutes"]');
    expect(await saysOf('0')).toContain('A key is valid for 1 minute at least.');
    expect(await saysOf('1')).toContain('The key ends on');
    await page.click('role=dialog >> role=button[name="Create"]');
    await page.waitForSelector('role=dialog[name="API key created"]');
  });

  it('S4-1: the keys of a disabled account do not work, and say so', async () => {
    const id = await memberOf('gone@example.org');
    const { credential } = await makeKey({ name: 'of the disabled', userEmail: 'gone@example.org' });
    await (await running().as('owner')).request('POST', `/v1/users/${id}/disable`);
    const { page } = await running().open(`${everybodys}?state=suspended`, 'auditor');
    await page.waitForSelector('role=row[name=/of the disabled.*suspended: its owner is disabled/]');
    expect(await page.locator('role=button[name="Create API key"]').count()).toBe(1);
    expect(await whoami(credential)).toBe('AUTHENTICATION_ERROR');
  });

  it('behind its name, a key gets another name, other addresses and a successor, each with the keyboard alone', async () => {
    const { credential } = await makeKey({ name: 'changing' });
    const visit = await running().open('/account/api-keys?q=chang');
    const { page } = visit;
    await page.focus('role=button[name="changing"]');
    await page.keyboard.press('Enter');
    await page.focus('role=button[name="Rename or change addresses"]');
    await page.keyboard.press('Enter');
    await focused(page, 'role=textbox[name="Name"]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('changed');
    await page.keyboard.press('Tab');
    await page.keyboard.type('10.0.0.1/8');
    await page.keyboard.press('Enter');
    await page.focus('role=button[name="Change"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=dialog >> role=alert');
    await running().expectSound(visit);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.textContent === 'changing');
    await page.keyboard.press('Enter');
    await page.focus('role=button[name="Rename or change addresses"]');
    await page.keyboard.press('Enter');
    await focused(page, 'role=textbox[name="Name"]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('changed');
    await page.keyboard.press('Tab');
    await page.keyboard.type('10.0.0.1');
    await page.keyboard.press('Enter');
    await page.focus('role=button[name="Remove 10.0.0.1"]');
    await page.keyboard.press('Enter');
    await page.focus('role=textbox[name="Allowed addresses"]');
    await page.keyboard.type('127.0.0.0/8');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=row[name=/changed.*127\\.0\\.0\\.0\\/8/]');
    await page.focus('role=button[name="changed"]');
    await page.keyboard.press('Enter');
    await page.focus('role=button[name="Rotate"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=dialog[name="Rotate changed"]');
    await running().expectSound(visit);
    await page.focus('role=dialog >> role=button[name="Rotate"]');
    await page.keyboard.press('Enter');
    const successor = await page.inputValue('role=textbox[name="API key"]');
    expect([await whoami(credential), await whoami(successor)]).toEqual(['AUTHENTICATION_ERROR', running().server.ownerEmail]);
  });

  it('a key that somebody else changed meanwhile is not changed before the person has seen how it is now', async () => {
    const { apiKey } = await makeKey({ name: 'shared' });
    const { page } = await running().open('/account/api-keys?q=shared');
    await page.click('role=button[name="shared"]');
    await page.click('role=button[name="Rename or change addresses"]');
    await page.fill('role=textbox[name="Name"]', 'mine');
    await (await running().as('owner')).request('PATCH', `/v1/api-keys/${apiKey.id}`, { name: 'shared with others' });
    await page.click('role=button[name="Change"]');
    await page.waitForSelector('text=It is now called shared with others');
    expect(await page.inputValue('role=textbox[name="Name"]')).toBe('mine');
    await page.click('role=button[name="Change"]');
    await page.waitForSelector('text=/Changed\\. Holds everywhere/');
    const { body } = await (await running().as('owner')).request('GET', `/v1/api-keys/${apiKey.id}`);
    expect(body.name).toBe('mine');
  });
});
