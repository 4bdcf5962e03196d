import { expect, it } from '@jest/globals';
import { integration } from '../../support/integration.js';
import { expectNowhere, runningConsole } from '../../support/running-console.js';

integration('chromium', 'Personal access tokens in the console', (executable) => {
  const running = runningConsole(executable);

  const exchange = async (refresh: string) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ refresh });
    return (await fetch(`${running().server.url}/api/token/refresh`, { method: 'POST', headers, body })).status;
  };

  const issue = async (name: string): Promise<string> => {
    const owner = await running().as('owner');
    return (await owner.request('POST', '/v1/tokens', { kind: 'personal', name })).body.credential;
  };

  it('S0-15, S3-1: Create generates a token, also called API key, which is shown once, and is nowhere afterwards', async () => {
    const visit = await running().open('/account/tokens');
    const { page } = visit;
    expect(await page.textContent('main')).toContain('Also called API keys.');
    await page.click('main >> role=button[name="Create"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'notebook');
    expect(await page.textContent('role=dialog')).toContain('Your organization lets no token live longer than 365 days.');
    await running().expectSound(visit);
    await page.click('role=dialog >> role=button[name="Create"]');
    const credential = await page.inputValue('role=textbox[name="Personal access token"]');
    expect(credential).toMatch(/^ey/);
    expect(await page.isDisabled('role=button[name="Done"]')).toBe(true);
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    expect(await page.isVisible('role=dialog[name="Personal access token created"]')).toBe(true);
    await running().expectSound(visit);
    await page.click('text=I have saved it');
    await page.click('role=button[name="Done"]');
    await page.waitForSelector('role=row[name=/notebook/]');
    await expectNowhere(visit, credential);
    await running().expectSound(visit);
    expect(await exchange(credential)).toBe(200);
  });

  it('S0-15: a refused token leaves the dialog open with what was typed, and what was wrong beside its field', async () => {
    const { page } = await running().open('/account/tokens');
    await page.route('**/v1/tokens', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 422,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              title: 'The token would live too long.',
              code: 'token/outlives-cap',
              members: { expiresAt: ['must not be later than tomorrow'] },
            }),
          })
        : route.continue(),
    );
    await page.click('main >> role=button[name="Create"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'too long');
    await page.click('role=dialog >> role=button[name="Create"]');
    await page.waitForSelector('.field-error:has-text("must not be later than tomorrow")');
    expect(await page.inputValue('role=textbox[name="Name"]')).toBe('too long');
    await page.unroute('**/v1/tokens');
    await page.click('role=dialog >> role=button[name="Create"]');
    await page.waitForSelector('role=dialog[name="Personal access token created"]');
  });

  it('S0-16, S1-4, S1-5, S1-6, S3-2, S3-6: the ways to use a token are shown, with the token in them only if asked for', async () => {
    const { page } = await running().open('/account/tokens');
    const codes: Record<string, string> = {};
    for (const tab of ['Python SDK', 'curl', 'Environment', 'When does it expire?']) {
      await page.click(`role=tab[name="${tab}"]`);
      codes[tab] = (await page.textContent(`role=tabpanel[name="${tab}"]`)) ?? '';
    }
    expect(codes['Python SDK']).toContain(`LabelStudio(base_url="${running().server.url}", api_key="YOUR_TOKEN")`);
    expect(codes.curl).toMatch(/\/api\/token\/refresh .*"refresh": "YOUR_TOKEN"[\s\S]*Authorization: Bearer \$access/);
    expect(codes.curl).toContain('good for about five minutes. After a 401, exchange it again.');
    expect(codes.Environment).toContain('export LABEL_STUDIO_API_KEY=YOUR_TOKEN');
    expect(codes['When does it expire?']).toMatch(/pyjwt[\s\S]*jwt\.decode\("YOUR_TOKEN"/);
    await page.click('main >> role=button[name="Create"] >> nth=0');
    await page.click('role=dialog >> role=button[name="Create"]');
    const credential = await page.inputValue('role=textbox[name="Personal access token"]');
    expect(await page.textContent('role=dialog >> pre')).not.toContain(credential);
    await page.click('text=Include my token');
    expect(await page.textContent('role=dialog >> pre')).toContain(credential);
  });

  it('S1-3: Revoke in the menu of a row ends a token for ever, with the keyboard alone, and the row stays', async () => {
    const credential = await issue('old script');
    const visit = await running().open('/account/tokens');
    const { page } = visit;
    await page.focus('role=button[name="Actions of old script"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=menuitem[name="Revoke"]');
    await running().expectSound(visit);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=alertdialog[name="Revoke old script?"] >> text=never used');
    await running().expectSound(visit);
    for (const label of ['Cancel', 'Revoke']) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(label);
    }
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=region[name="Receipts"] >> text=/Revoked old script\\. Holds everywhere from position/');
    await page.waitForSelector('role=row[name=/old script.* revoked/]');
    expect(await exchange(credential)).toBe(401);
  });

  it('S1-11: a token is renamed, its id copied, and it is rotated with an overlap that is ended ahead of its time', async () => {
    const before = await issue('nightly');
    const visit = await running().open('/account/tokens');
    const { page } = visit;
    const choose = async (of: string, act: string) => {
      await page.click(`role=button[name="Actions of ${of}"]`);
      await page.click(`role=menuitem[name="${act}"]`);
    };
    await choose('nightly', 'Rename');
    await page.fill('role=textbox[name="Name"]', 'nightly export');
    await running().expectSound(visit);
    await page.click('role=button[name="Rename"]');
    await page.waitForSelector('role=row[name=/nightly export/]');
    await choose('nightly export', 'Copy id');
    await page.waitForSelector('text=/Copied the id [0-9a-f-]{36}\\./');
    await choose('nightly export', 'Rotate');
    await page.click('role=button[name=/The old one stops/]');
    await page.click('role=option[name="After 1 hour"]');
    await running().expectSound(visit);
    await page.click('role=dialog >> role=button[name="Rotate"]');
    const after = await page.inputValue('role=textbox[name="Personal access token"]');
    await page.click('text=I have saved it');
    await page.click('role=button[name="Done"]');
    expect([await exchange(before), await exchange(after)]).toEqual([200, 200]);
    await choose('nightly export', 'End the old credential now');
    await running().expectSound(visit);
    await page.click('role=button[name="End it now"]');
    await page.waitForSelector('text=/Ended the old credential of nightly export\\./');
    expect([await exchange(before), await exchange(after)]).toEqual([401, 200]);
  });

  it('what was done with a token is shown, and nothing else of what the person did', async () => {
    const headers = { 'content-type': 'application/json' };
    const refreshed = await fetch(`${running().server.url}/api/token/refresh`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ refresh: await issue('pipeline') }),
    });
    const { access } = (await refreshed.json()) as { access: string };
    const used = await fetch(`${running().server.url}/v1/activity/replay`, { headers: { authorization: `Bearer ${access}` } });
    await used.text();
    const visit = await running().open('/account/tokens');
    const { page } = visit;
    await page.click('role=button[name="Actions of pipeline"]');
    await page.click('role=menuitem[name="View activity"]');
    await page.waitForSelector('role=button[name=/Remove the filter With: /]');
    await page.waitForSelector('main tbody tr');
    const rows = await page.locator('main tbody tr').allTextContents();
    expect(rows.every((row) => row.includes('pipeline'))).toBe(true);
    await running().expectSound(visit);
  });

  it('the list is narrowed down by name, state and use, and says of a token that it ends soon', async () => {
    await issue('ends soon');
    const visit = await running().open('/account/tokens?state=revoked');
    const { page } = visit;
    await page.waitForSelector('role=row[name=/old script/]');
    expect(await page.isVisible('role=row[name=/ends soon/]')).toBe(false);
    // In the last quarter of its life.
    await page.route('**/v1/tokens?*', async (route) => {
      const response = await route.fetch();
      const { items, ...rest } = await response.json();
      const aged = items.map((item: { expiresAt: string }) => ({ ...item, expiresAt: new Date(Date.now() + 90_000_000).toISOString() }));
      await route.fulfill({
        response,
        json: { ...rest, items: aged.map((item: object) => ({ ...item, createdAt: '2020-01-01T00:00:00.000Z' })) },
      });
    });
    await page.click('role=button[name="Clear filters"]');
    await page.fill('role=searchbox[name="Name"]', 'ends');
    await page.waitForSelector('role=row[name=/ends soon.*soon: tomorrow/]');
    await page.waitForSelector('role=row[name=/old script/]', { state: 'detached' });
    await running().expectSound(visit);
  });

  it('S0-14, S3-4: while they are switched off their page is absent, and a direct visit says who can switch them on', async () => {
    const owner = await running().as('owner');
    await owner.request('PATCH', '/v1/organization', { personalAccessTokensEnabled: false });
    const visit = await running().open('/account/tokens', 'annotator');
    const { page } = visit;
    await page.waitForSelector('text=/An administrator or owner can switch them on/');
    expect(await page.getAttribute('main >> role=link[name="owner@example.org"]', 'href')).toBe('mailto:owner%40example.org');
    expect(await page.isVisible('role=navigation >> role=link[name="Sessions"]')).toBe(true);
    expect(await page.isVisible('role=navigation >> role=link[name="Personal access tokens"]')).toBe(false);
    await running().expectSound(visit);
    const mine = await running().open('/account/tokens');
    expect(await mine.page.getAttribute('main >> role=link[name="Access Token Settings"]', 'href')).toMatch(
      /\/organization\/settings\/access-tokens$/,
    );
    await owner.request('PATCH', '/v1/organization', { personalAccessTokensEnabled: true });
    await page.reload();
    await page.waitForSelector('role=navigation >> role=link[name="Personal access tokens"]');
  });
});
