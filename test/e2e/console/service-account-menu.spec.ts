import { beforeAll, expect, it } from '@jest/globals';
import { accountsPath, act, serviceAccountsOf, takeShownToken } from '../../support/console-service-accounts.js';
import { integration } from '../../support/integration.js';
import { tabTo } from '../../support/keyboard.js';
import { menuItems, momentsAgo, runningConsole } from '../../support/running-console.js';

integration('chromium', 'The overflow menu of a service account in the console', (executable) => {
  const running = runningConsole(executable);
  const { make, allow, statusFor } = serviceAccountsOf(running);
  beforeAll(() => allow(100));

  it('S2-10: the overflow menu has the entries of Label Studio, in its order, and opens the activity log', async () => {
    const { id } = await make('Menu');
    const visit = await running().open(`${accountsPath}?q=Menu`);
    const { page } = visit;
    const entries = async () => {
      await page.focus('h1');
      await tabTo(page, 'Actions of Menu');
      await page.keyboard.press('Enter');
      return menuItems(page);
    };
    expect(await entries()).toEqual(['View Activity Log', 'Reset Token', 'Delete']);
    await running().expectSound(visit);
    await page.click('role=menuitem[name="View Activity Log"]');
    await page.waitForURL(`**/activity?subject=${id}`);
    // As a server answers that shows what members have done.
    await page.route('**/v1/console', async (route) => {
      const view = await (await route.fetch()).json();
      await route.fulfill({ json: { ...view, features: { ...view.features, performance: true } } });
    });
    await page.goto(running().at(`${accountsPath}?q=Menu`));
    expect(await entries()).toEqual(['View Member Performance', 'View Activity Log', 'Reset Token', 'Delete']);
  });

  it('S2-10: Reset Token stops the old one at once, unless an overlap is chosen, which can be ended', async () => {
    const { id, credential: first } = await make('Reset');
    const visit = await running().open(`${accountsPath}/${id}?tab=token`);
    const { page } = visit;
    await act(page, 'Reset', 'Reset Token');
    expect(await page.textContent('role=button[name=/The old one stops/]')).toContain('At once');
    await running().expectSound(visit);
    await page.click('role=dialog >> role=button[name="Reset Token"]');
    const second = await takeShownToken(page);
    expect([await statusFor(first), await statusFor(second)]).toEqual([401, 200]);
    await act(page, 'Reset', 'Reset Token');
    await page.click('role=button[name=/The old one stops/]');
    await page.click('role=option[name="After 1 day"]');
    await page.click('role=dialog >> role=button[name="Reset Token"]');
    const third = await takeShownToken(page);
    await page.waitForSelector('text=The old token, generation 2');
    expect([await statusFor(second), await statusFor(third)]).toEqual([200, 200]);
    await running().expectSound(visit);
    await page.click('role=button[name="End the old one now"]');
    await page.waitForSelector('text=The old token has ended.');
    expect([await statusFor(second), await statusFor(third)]).toEqual([401, 200]);
  });

  it('S2-10: Delete names the last use, takes the typed name, and ends the token', async () => {
    const { credential } = await make('Leaving');
    expect(await statusFor(credential)).toBe(200);
    const visit = await running().open(`${accountsPath}?q=Leaving`);
    const { page } = visit;
    await act(page, 'Leaving', 'Delete');
    const dialog = page.getByRole('alertdialog');
    expect(await dialog.textContent()).toMatch(new RegExp(`Last used: ${momentsAgo} from`));
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await running().expectSound(visit);
    await page.keyboard.type('Leaving');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Deleted the service account Leaving.');
    await page.waitForSelector('text=Nothing matches.');
    expect(await statusFor(credential)).toBe(401);
  });

  it('of a name that nobody would type as a whole, the beginning is enough to delete it', async () => {
    const name = 'Nightly export of the north '.repeat(7).trim();
    await make(name);
    const { page } = await running().open(`${accountsPath}?q=Nightly export of the north`);
    await act(page, name, 'Delete');
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('textbox', { name: 'Type “Nightly export of the north Ni” to confirm' }).fill('Nightly export of the north Ni');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.waitForSelector('text=Nothing matches.');
  });
});
