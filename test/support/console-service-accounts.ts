import type { Page } from 'playwright-core';
import type { RunningConsole } from './running-console.js';

export const accountsPath = '/organization/settings/service-accounts';

/** Service accounts of a console that runs, and what is done with them on its pages. */
export const serviceAccountsOf = (running: () => RunningConsole) => ({
  /** Makes one beside the browser. */
  async make(name: string, given: object = { role: 'manager' }): Promise<{ readonly id: string; readonly credential: string }> {
    const owner = await running().as('owner');
    const { status, body } = await owner.request('POST', '/v1/service-accounts', { name, ...given });
    if (status !== 201) throw new Error(`Making the service account ${name} answered ${status}.`);
    return { id: body.serviceAccount.id, credential: body.credential };
  },

  async allow(serviceAccountAllowance: number): Promise<void> {
    await (await running().as('owner')).request('PATCH', '/v1/organization', { serviceAccountAllowance });
  },

  /** The status with which a program is answered that sends this credential. */
  async statusFor(credential: string, path = '/api/current-user/whoami'): Promise<number> {
    return (await fetch(running().server.url + path, { headers: { authorization: `Token ${credential}` } })).status;
  },
});

export async function chooseRole(page: Page, role: string): Promise<void> {
  await page.click('role=button[name=/Organization role/]');
  await page.click(`role=option[name=/^${role}/]`);
}

/** Reads the token that is shown once, and says that it is saved. */
export async function takeShownToken(page: Page): Promise<string> {
  const credential = await page.inputValue('role=textbox[name="Service account token"]');
  await page.click('text=I have saved it');
  await page.click('role=button[name="Done"]');
  return credential;
}

/** Chooses an entry of the overflow menu. */
export async function act(page: Page, of: string, name: string): Promise<void> {
  await page.click(`role=button[name="Actions of ${of}"]`);
  await page.click(`role=menuitem[name="${name}"]`);
}
