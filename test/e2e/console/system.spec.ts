import { describe, expect, it } from '@jest/globals';
import { integration } from '../../support/integration.js';
import { runningConsole } from '../../support/running-console.js';

integration('chromium', 'The system in the console', (executable) => {
  const running = runningConsole(executable);

  it('F1: health says of each check how it is, since when, and what is wrong', async () => {
    const visit = await running().open('/system/health');
    const { page } = visit;
    await page.waitForSelector('text=The server is ready.');
    const { checks } = (await (await running().as('owner')).request('GET', '/v1/readiness')).body;
    const names = await page.locator('main tbody th').allInnerTexts();
    expect(names).toEqual(checks.map(({ check }: { check: string }) => check));
    expect(await page.locator('main tbody tr').first().innerText()).toMatch(/store\s+● well\s+.+\s+nothing/);
    await running().expectSound(visit);
  });

  it('F1: health shows the problem of a check that fails', async () => {
    const visit = await running().open('/');
    const { page } = visit;
    const failing = { check: 'store', ok: false, since: new Date().toISOString(), problem: '3 MiB are free.' };
    await page.route('**/v1/readiness', (route) => route.fulfill({ json: { status: 'not-ready', checks: [failing] } }));
    await page.click('role=navigation >> role=link[name="Health"]');
    await page.waitForSelector('role=row[name=/store ✕? ?ill .* 3 MiB are free\\./]');
    await page.waitForSelector('text=The server is not ready');
  });

  it('F2: a read model is made anew, with its progress, and it is said whether it was right', async () => {
    const visit = await running().open('/system/read-models');
    const { page } = visit;
    const row = page.locator('main tbody tr').filter({ hasText: 'token-directory' });
    await row.filter({ hasText: 'caught up' }).filter({ hasText: '0 events' }).waitFor();
    await running().expectSound(visit);
    await row.getByRole('button', { name: 'Actions of token-directory' }).click();
    await page.getByRole('menuitem', { name: 'Rebuild' }).click();
    await page.waitForSelector('role=alertdialog[name="Rebuild token-directory?"]');
    await running().expectSound(visit);
    await page.click('role=alertdialog >> role=button[name="Rebuild"]');
    await page.waitForSelector('text=/The rebuild of token-directory is done. It was right: all \\d+ rows/');
    const operation = new URL(page.url()).searchParams.get('operation');
    await page.reload();
    await page.waitForSelector('text=/The rebuild of token-directory is done/');
    const { body } = await (await running().as('owner')).request('GET', `/v1/operations/${operation}`);
    expect(body).toMatchObject({ kind: 'rebuild', subject: 'token-directory', state: 'done' });
    await running().expectSound(visit);
  });

  it('F2: what runs shows how far it is, and what differed is said in words', async () => {
    const { page } = await running().open('/');
    const operation = {
      id: '01938c5e-7c00-7000-8000-000000000001',
      kind: 'rebuild',
      subject: 'deadlines',
      startedAt: new Date().toISOString(),
    };
    const begun = { ...operation, state: 'running', done: 120, total: 500, endedAt: null, result: null, problem: null };
    const tables = [{ table: 'deadlines', live: { rows: 1, digest: 'a' }, rebuilt: { rows: 3, digest: 'b' } }];
    const done = { ...begun, state: 'done', endedAt: operation.startedAt, result: { projection: 'deadlines', differed: true, tables } };
    let answer: object = begun;
    await page.route('**/v1/operations/*', (route) => route.fulfill({ json: answer }));
    await page.goto(running().at(`/system/read-models?operation=${operation.id}`));
    await page.waitForSelector('text=The rebuild of deadlines is running: 120 of about 500 steps.');
    expect(await page.getAttribute('role=progressbar', 'value')).toBe('120');
    answer = done;
    await page.waitForSelector('text=It was wrong and is right now: deadlines had 1 rows and has 3 now.');
  });

  describe('F3: a signing key', () => {
    it('is rotated, with the keyboard alone', async () => {
      const visit = await running().open('/system/signing-keys');
      const { page } = visit;
      await page.waitForSelector('role=row[name=/active: signs now/]');
      await page.focus('role=button[name="Rotate"]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('role=alertdialog');
      await running().expectSound(visit);
      await page.focus('role=alertdialog >> role=button[name="Rotate"]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('role=row[name=/next: signs soon/]');
      await page.waitForSelector('role=region[name="Receipts"] >> text=/signs next/');
    });

    it('is retired by who types its id, and what ends is said', async () => {
      const visit = await running().open('/system/signing-keys');
      const { page } = visit;
      const row = page.locator('main tbody tr').filter({ hasText: 'active: signs now' });
      const kid = await row.locator('th').innerText();
      await row.getByRole('button', { name: `Actions of ${kid}` }).click();
      await page.getByRole('menuitem', { name: 'Retire' }).click();
      await page.waitForSelector('role=alertdialog >> text=/every personal access token/');
      await running().expectSound(visit);
      const retire = page.getByRole('alertdialog').getByRole('button', { name: 'Retire' });
      expect(await retire.isDisabled()).toBe(true);
      await page.getByRole('alertdialog').getByRole('textbox').fill(kid);
      await retire.click();
      await page.waitForSelector(`role=row[name=/${kid} .*retired/]`);
      const { items } = (await (await running().as('owner')).request('GET', '/v1/signing-keys')).body;
      expect(items.find((key: { kid: string }) => key.kid === kid).status).toBe('retired');
    });
  });

  it('F4: a backup is made, and the log says who made it', async () => {
    const visit = await running().open('/system/backups');
    const { page } = visit;
    await page.click('main >> role=button[name="Make a backup"] >> nth=0');
    await page.waitForSelector('role=alertdialog');
    await running().expectSound(visit);
    await page.click('role=alertdialog >> role=button[name="Make it"]');
    await page.waitForSelector('text=/The backup of log and vault is done: it lies in .* on the host, and ends at position \\d+/');
    await page.waitForSelector('role=row[name=/owner@example.org/]');
    await running().expectSound(visit);
  });

  it('F1–F4: are for owners, and absent for others', async () => {
    for (const role of ['administrator', 'auditor'] as const) {
      const { page } = await running().open('/system/health', role);
      expect(await page.innerText('main h1')).toBe('This page is not for your role');
      expect(await page.isVisible('role=navigation >> text=System')).toBe(false);
    }
  });
});
