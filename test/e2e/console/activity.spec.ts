import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Client } from '../../support/client.js';
import { eventually } from '../../support/eventually.js';
import { integration } from '../../support/integration.js';
import { runningConsole } from '../../support/running-console.js';

integration('chromium', 'The activity log in the console', (executable) => {
  const running = runningConsole(executable);
  let owner: Client;
  let alice: string;
  let accountId: string;
  beforeAll(async () => {
    owner = await running().as('owner');
    const manager = await running().as('manager');
    alice = (await manager.request('GET', '/v1/users/me')).body.id;
    const { token } = (await manager.request('POST', '/v1/tokens', { kind: 'personal', name: 'notebook' })).body;
    await owner.request('POST', `/v1/tokens/${token.id}/revoke`, { cause: 'leaked' });
    accountId = (await owner.request('POST', '/v1/service-accounts', { name: 'exporter', role: 'reviewer' })).body.serviceAccount.id;
    const acts = ['disable', 'enable'];
    for (const act of acts) await owner.request('POST', `/v1/users/${alice}/${act}`);
    // A worker records what followed from them, and an event shows the effects that there are when it is opened.
    await eventually(async () => {
      const { items } = (await owner.request('GET', '/v1/activity?type=CascadeCompleted')).body;
      expect(items).toHaveLength(acts.length);
    }, 100);
  });

  const rows = (page: Page) => page.locator('main tbody tr');
  const event = (page: Page, sentence: RegExp | string) => page.locator('main').getByRole('link', { name: sentence });

  it('C1: a person reads in sentences who did what, to whom, and with what', async () => {
    const visit = await running().open('/activity');
    const { page } = visit;
    const row = rows(page).filter({ hasText: 'revoked personal access token notebook of manager@example.org (leaked)' });
    await row.waitFor();
    const text = await row.innerText();
    expect(text).toContain('owner@example.org');
    expect(text).toMatch(/person, session/);
    await event(page, /^created the service account exporter with the role reviewer$/).waitFor();
    await running().expectSound(visit);
  });

  describe('C1: what is shown is narrowed down', () => {
    it('by types of events from a tree, with the keyboard alone, as chips that the address keeps', async () => {
      const visit = await running().open('/activity');
      const { page } = visit;
      await page.focus('role=button[name="Events …"]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('role=dialog[name="Types of events"]');
      await running().expectSound(visit);
      for (const name of ['Token revoked', 'Memberships']) {
        await page.focus(`role=checkbox[name="${name}"]`);
        await page.keyboard.press('Space');
      }
      expect(await page.isChecked('role=checkbox[name="Member joined"]')).toBe(true);
      await page.focus('role=button[name="Show these"]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('role=button[name="Remove the filter Event: Token revoked"]');
      expect(new URL(page.url()).searchParams.getAll('type')).toEqual(expect.arrayContaining(['TokenRevoked', 'MemberJoined']));
      await page.reload();
      await event(page, /^revoked personal access token notebook/).waitFor();
      expect(await event(page, /^registered/).count()).toBe(0);
      await page.click('role=button[name="Remove the filter Event: Token revoked"]');
      await event(page, /^revoked personal access token notebook/).waitFor({ state: 'detached' });
      await page.click('role=button[name="Clear filters"]');
      await event(page, /^registered manager@example.org$/).waitFor();
      expect(new URL(page.url()).search).toBe('');
    });

    it('by what one entry names: who did it, whom it is about, its request', async () => {
      const { page } = await running().open('/activity');
      const row = rows(page).filter({ hasText: 'revoked personal access token notebook' });
      const choose = async (act: string) => {
        await row.getByRole('button', { name: /^Actions of/ }).click();
        await page.getByRole('menuitem', { name: act }).click();
      };
      await choose('Only about the same');
      await page.waitForSelector('role=button[name="Remove the filter About: manager@example.org"]');
      await event(page, /exporter/)
        .first()
        .waitFor({ state: 'detached' });
      await choose('Only this request');
      await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 1);
      expect(new URL(page.url()).searchParams.get('subject')).toBe(alice);
    });

    it('by a time in UTC, and by a text', async () => {
      const visit = await running().open('/activity');
      const { page } = visit;
      await page.click('role=button[name="Time …"]');
      await page.waitForSelector('role=dialog[name="Time"]');
      await running().expectSound(visit);
      await page.fill('role=dialog >> input >> nth=1', '2020-01-01T00:00');
      await page.click('role=button[name="Show this time"]');
      await page.waitForSelector('text=Nothing matches.');
      expect(new URL(page.url()).searchParams.get('to')).toBe('2020-01-01T00:00:00.000Z');
      await page.click('main >> role=button[name="Clear filters"] >> nth=0');
      await page.click('role=button[name="Time …"]');
      await page.click('role=button[name="Last hour"]');
      await page.fill('role=searchbox[name="Name or address"]', 'exporter');
      await event(page, /^created the service account exporter/).waitFor();
      await event(page, /manager@/)
        .first()
        .waitFor({ state: 'detached' });
    });

    it('by the id of a request, as a refusal tells it', async () => {
      const { page } = await running().open('/activity');
      const [revoked] = (await owner.request('GET', '/v1/activity?type=TokenRevoked')).body.items;
      await page.fill('role=searchbox[name="Request id"]', revoked.requestId);
      await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 1);
      await event(page, /^revoked personal access token notebook/).waitFor();
    });

    it('by an address that says what it knows; what it does not know is dropped, and what the API refuses is said', async () => {
      const { page } = await running().open('/activity?colour=red&actor=Alice');
      await page.waitForSelector('role=status >> text=/were left out: colour/');
      await page.waitForSelector('role=alert >> text=/actor must be an id/');
    });
  });

  it('C1: an event opens with all that is stored of it, and leads to cause and effects; its address shows it to others', async () => {
    const visit = await running().open(`/activity?type=UserDisabled&subject=${alice}`);
    const { page } = visit;
    await event(page, /^disabled manager@example.org$/).click();
    await page.waitForSelector('role=dialog[name="User disabled"]');
    await running().expectSound(visit);
    const stored = JSON.parse(await page.innerText('role=dialog >> pre'));
    const [listed] = (await owner.request('GET', `/v1/activity?type=UserDisabled&subject=${alice}`)).body.items;
    expect(stored).toMatchObject(listed);
    await page.click('role=dialog >> role=region[name="Effects"] >> role=link >> nth=0');
    await page.waitForSelector('role=dialog >> role=region[name="Cause"]');
    const effect = new URL(page.url()).searchParams.get('event');
    expect(effect).not.toBe(listed.id);
    const colleague = await running().open(`/activity?event=${effect}`, 'auditor');
    await colleague.page.waitForSelector('role=dialog >> role=region[name="Cause"] >> role=link[name="disabled manager@example.org"]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('role=dialog', { state: 'detached' });
    expect(new URL(page.url()).searchParams.get('event')).toBeNull();
  });

  it('C1: what another client does appears by itself, moves nothing that is being read, and can be paused', async () => {
    const { page } = await running().open('/activity');
    const act = (name: string) => owner.request('POST', `/v1/users/${alice}/${name}`);
    const newest = async () => (await owner.request('GET', `/v1/activity?limit=1&subject=${alice}&type=UserDisabled`)).body.items[0].id;
    const shown = async (id: string) => page.waitForSelector(`main tr[data-row="${id}"]`);
    await rows(page).first().waitFor();
    await act('disable');
    await shown(await newest());
    await page.evaluate(() => window.scrollTo({ top: 300 }));
    await act('enable');
    await act('disable');
    const later = await newest();
    const waiting = page.getByRole('button', { name: /^\d+ new events$/ });
    await waiting.waitFor();
    expect(await page.evaluate(() => window.scrollY)).toBe(300);
    expect(await page.isVisible(`main tr[data-row="${later}"]`)).toBe(false);
    await waiting.click();
    await shown(later);
    await page.click('role=button[name="Pause"]');
    await page.waitForSelector('text=New events are not asked for.');
    await act('enable');
    await act('disable');
    await page.click('role=button[name="Paused: go on"]');
    await shown(await newest());
    await act('enable');
  });

  describe('C2: an export is saved as a file', () => {
    const save = async (page: Page): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('role=dialog >> role=button[name="Export"]')]);
      await page.waitForSelector('text=/Exported .* of the activity log/');
      return readFile(await download.path(), 'utf8');
    };
    const begin = async (page: Page) => {
      await page.click('main >> role=button[name="Export"]');
      await page.waitForSelector('role=dialog[name="Export the activity log"]');
    };
    const text = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(running().server.url + path, { headers: { cookie: owner.cookie, ...headers } })).text();

    it('in the lines of the API, and recorded', async () => {
      const visit = await running().open('/activity');
      const { page } = visit;
      await begin(page);
      await page.waitForSelector('role=dialog >> text=/is recorded in the activity log/');
      await running().expectSound(visit);
      await page.click('role=dialog >> role=button[name=/Form/]');
      await page.click('role=option[name=/NDJSON/]');
      const lines = (await save(page)).trimEnd().split('\n');
      const own = (await text('/v1/activity/replay')).trimEnd().split('\n');
      expect(lines).toEqual(own.slice(0, lines.length));
      expect(lines.length).toBeGreaterThan(20);
      const [recorded] = (await owner.request('GET', '/v1/activity?type=ActivityExported&limit=2')).body.items.slice(-1);
      expect(recorded.details).toMatchObject({ filter: null, opened: false });
    });

    it('as the table of the API, narrowed down as the page is, however many pages that takes', async () => {
      const { page } = await running().open('/activity?type=TokenIssued&type=TokenRevoked');
      await page.route(/format=csv/, (route) => route.continue({ url: route.request().url().replace('limit=200', 'limit=2') }));
      await begin(page);
      await page.click('role=dialog >> text=Personal data');
      const table = await save(page);
      expect(table).toBe(await text('/v1/activity?type=TokenIssued&type=TokenRevoked&expand=names&limit=200&format=csv'));
      expect(table).toContain('notebook');
    });

    it('with its progress in bytes, and not where it is cut off: a part must not look like the whole', async () => {
      const { page } = await running().openInOwnProfile('/activity');
      await page.addInitScript(() => {
        const send = window.fetch;
        const beginning = new TextEncoder().encode('{"a":1}\n');
        const start = (controller: ReadableStreamDefaultController) => {
          controller.enqueue(beginning);
          window.addEventListener('cut', () => controller.error(new Error('cut')));
        };
        window.fetch = async (...sent) =>
          String(sent[0]).includes('/replay') ? new Response(new ReadableStream({ start })) : send(...sent);
      });
      const saved: unknown[] = [];
      page.on('download', (download) => saved.push(download));
      await page.reload();
      await begin(page);
      await page.click('role=dialog >> role=button[name=/Form/]');
      await page.click('role=option[name=/NDJSON/]');
      await page.click('role=dialog >> role=button[name="Export"]');
      await page.waitForSelector('role=dialog >> text=8 bytes so far');
      await page.evaluate(() => window.dispatchEvent(new Event('cut')));
      await page.waitForSelector('role=dialog >> role=alert >> text=/was cut off, so nothing is saved/');
      expect(saved).toEqual([]);
    });

    it('until it is cancelled, and not where it is refused', async () => {
      const { page } = await running().open('/activity', 'auditor');
      await page.route('**/v1/activity/replay*', () => {});
      await begin(page);
      await page.click('role=dialog >> role=button[name=/Form/]');
      await page.click('role=option[name=/NDJSON/]');
      await page.click('role=dialog >> role=button[name="Export"]');
      await page.waitForSelector('role=dialog >> text=0 bytes so far');
      await page.click('role=dialog >> role=button[name="Cancel"]');
      await page.waitForSelector('role=dialog >> role=button[name="Export"]');
      await page.unroute('**/v1/activity/replay*');
      await page.click('role=dialog >> text=Personal data');
      await page.click('role=dialog >> role=button[name="Export"]');
      await page.waitForSelector('role=dialog >> role=alert');
      expect(await page.isVisible('role=dialog[name="Export the activity log"]')).toBe(true);
    });
  });

  it('S2-10: View Activity Log of a service account is the log of what it did and of what was done to it', async () => {
    const { page } = await running().open(`/activity?subject=${accountId}`);
    await event(page, /^created the service account exporter with the role reviewer$/).waitFor();
    await page.waitForSelector('role=button[name="Remove the filter About: exporter"]');
    expect(await event(page, /notebook/).count()).toBe(0);
  });

  it('is that of oneself alone for those who do not oversee the organization, who cannot export it', async () => {
    const { page } = await running().open('/activity', 'annotator');
    await event(page, /^signed in$/)
      .first()
      .waitFor();
    expect(await event(page, /notebook|exporter/).count()).toBe(0);
    expect(await page.isVisible('main >> role=button[name="Export"]')).toBe(false);
    expect(await page.isVisible('role=navigation >> role=link[name="Activity log"]')).toBe(false);
  });
});
