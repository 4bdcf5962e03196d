import { expect, it } from '@jest/globals';
import { expectNowhere, runningConsole } from '../../support/console.js';
import { integration } from '../../support/integration.js';

integration('chromium', 'Personal access tokens in the console', (executable) => {
  const running = runningConsole(executable);

  it('S0-15: Create generates a token, which is shown once, and is nowhere afterwards', async () => {
    const visit = await running().open('/account/tokens');
    const { page } = visit;
    await page.click('main >> role=button[name="Create"] >> nth=0');
    await page.fill('role=textbox[name="Name"]', 'notebook');
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
    const answer = await fetch(`${running().server.url}/api/token/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh: credential }),
    });
    expect(answer.status).toBe(200);
  });
});
