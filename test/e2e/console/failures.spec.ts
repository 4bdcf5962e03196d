import { describe, expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { Client } from '../../support/client.js';
import { isFullRun } from '../../support/full-run.js';
import { integration } from '../../support/integration.js';
import { runningConsole } from '../../support/running-console.js';

const requestId = '0193f0c4-0000-7000-8000-00000000abcd';

/** What the server, or something before it, may answer. */
const problem = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify({ type: 'about:blank', status, title: `Refused with ${code}.`, code, requestId, ...more }),
});

type Failure = (route: Route) => Promise<void>;

const answering =
  (answer: ReturnType<typeof problem>): Failure =>
  (route) =>
    route.fulfill(answer);

const refusals: Record<string, Failure> = {
  403: answering(problem(403, 'permission/denied')),
  404: answering(problem(404, 'token/not-found')),
  429: answering(problem(429, 'sign-in/throttled', {}, { 'retry-after': '7' })),
  503: answering(problem(503, 'service/not-caught-up', {}, { 'retry-after': '1' })),
  'a page of a proxy': (route) => route.fulfill({ status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' }),
  'no answer': (route) => route.abort('connectionreset'),
};

const commandRefusals: Record<string, Failure> = {
  409: answering(problem(409, 'token/too-many')),
  412: answering(problem(412, 'request/precondition-failed')),
  422: answering(problem(422, 'token/outlives-cap', { members: { expiresAt: ['must not be later than tomorrow'] } })),
  ...refusals,
};

/** Everything that a page asks for, but what the console begins with. */
const asked = /\/v1\/(?!console)/;

integration('chromium', 'A console whose server fails', (executable) => {
  const running = runningConsole(executable);

  const failing = async (path: string, failure: Failure, pattern: RegExp = asked, method = 'GET', as?: Client) => {
    const visit = await running().visit();
    await visit.page.route(pattern, (route) => (route.request().method() === method ? failure(route) : route.continue()));
    const { cookie } = as ?? (await running().as('owner'));
    const [name, value] = cookie.split(';')[0].split('=');
    await visit.page.context().addCookies([{ name, value, url: running().server.url }]);
    await visit.page.goto(running().at(path));
    return visit;
  };

  const pages = isFullRun
    ? ['/', '/account/membership', '/account/tokens', '/account/legacy-token', '/account/api-keys', '/account/sessions', '/organization']
        .concat(['/account/activity', '/organization/tokens', '/organization/settings/access-tokens'])
        .concat(['/organization/settings/service-accounts', '/organization/settings/api-keys', '/organization/settings/verifiers'])
        .concat(['/activity', '/system/health', '/system/read-models', '/system/signing-keys'])
    : ['/organization'];

  it.each(pages)('says at %s what went wrong, and what can be done', async (path) => {
    let failure: Failure = refusals[403];
    const visit = await failing(path, (route) => failure(route));
    const { page } = visit;
    for (const [kind, each] of Object.entries(refusals)) {
      failure = each;
      await page.goto(running().at(path));
      const said = await page.textContent('main >> role=alert >> nth=0');
      if (/^\d/.test(kind)) expect([kind, said]).toEqual([kind, expect.stringContaining(requestId)]);
      if (kind === '429') expect(said).toMatch(/Try again in \d seconds?|You can try/);
      expect([kind, ...visit.faults]).toEqual([kind]);
    }
    await running().expectSound(visit);
  });

  it('asks for the password in place when the session is over, whatever the page', async () => {
    // Signing in again ends the session that the browser had.
    const email = 'signs-in-again@example.org';
    await (await running().as('owner')).registerPerson(email, 'manager');
    const person = await Client.signIn(running().server, email);
    const visit = await failing('/account/tokens', answering(problem(401, 'credential/invalid')), asked, 'GET', person);
    await visit.page.waitForSelector('role=dialog[name="Your session is over"]');
    await running().expectSound(visit);
    await visit.page.unroute(asked);
    await visit.page.fill('role=textbox[name="Password"]', running().server.ownerPassword);
    await visit.page.keyboard.press('Enter');
    await visit.page.waitForSelector('role=heading[name="Personal access tokens"]');
  });

  it('shows that it waits for a slow answer, and no number or row that it does not know', async () => {
    let answer: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const visit = await failing('/account/tokens', (route) => slow.then(() => route.continue()), /\/v1\/tokens/);
    await visit.page.waitForSelector('.skeleton-row');
    expect(await visit.page.textContent('main')).not.toContain('no personal access token');
    await running().expectSound(visit);
    answer();
    await visit.page.waitForSelector('.skeleton-row', { state: 'detached' });
  });

  it('a page that waits for its answers as a whole says so as well, and its heading has the focus as soon as it is there', async () => {
    const { page } = await running().open('/');
    let answer: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/v1/users/me/membership', (route) => slow.then(() => route.continue()));
    await page.click('nav[aria-label=Main] >> nth=0 >> text=Membership info');
    await page.waitForSelector('role=status >> text=Loading the page');
    answer();
    await page.waitForSelector('h1:focus:has-text("Membership info")');
    await page.route('**/v1/users/me/membership', () => {});
    await page.reload();
    await page.waitForSelector('role=status >> text=Loading the page');
  });

  it('numbers that cannot be had are not waited for: the settings say what went wrong', async () => {
    const { page } = await failing('/organization/settings/access-tokens', refusals[403], /\/v1\/(organization\/preview|summary)/, 'POST');
    await page.waitForSelector('role=region[name="Personal access tokens"] >> role=alert');
  });

  it('goes on by itself when what was behind has caught up', async () => {
    let isBehind = true;
    const failure: Failure = (route) => (isBehind ? refusals[503](route) : route.continue());
    const visit = await failing('/account/tokens', failure, /\/v1\/tokens/);
    await visit.page.waitForSelector('text=Lists are being rebuilt');
    isBehind = false;
    await visit.page.waitForSelector('text=Lists are being rebuilt', { state: 'detached' });
  });

  describe('when something is to be created', () => {
    const create = async (page: Page) => {
      await page.click('main >> role=button[name="Create"] >> nth=0');
      await page.fill('role=textbox[name="Name"]', 'what was typed');
      await page.click('role=dialog >> role=button[name="Create"]');
    };

    it('keeps the form and what was typed, whatever it was refused with, until it goes through', async () => {
      let failure: Failure = refusals[403];
      const visit = await failing('/account/tokens', (route) => failure(route), /\/v1\/tokens$/, 'POST');
      const { page } = visit;
      await create(page);
      for (const [kind, each] of Object.entries(commandRefusals)) {
        failure = each;
        await page.click('role=dialog >> role=button[name="Create"]');
        await page.waitForSelector('role=dialog >> role=button[name="Create"] >> :scope:not([disabled])');
        const said = await page.textContent('role=dialog');
        if (/^\d/.test(kind)) expect([kind, said]).toEqual([kind, expect.stringContaining(requestId)]);
        if (kind === '422') expect(said).toContain('must not be later than tomorrow');
        expect(await page.inputValue('role=textbox[name="Name"]')).toBe('what was typed');
      }
      await running().expectSound(visit);
      await page.unroute(/\/v1\/tokens$/);
      await page.click('role=dialog >> role=button[name="Create"]');
      await page.waitForSelector('role=dialog[name="Personal access token created"]');
    });

    it('creates once where the answer was lost on the way, and says what became of it', async () => {
      let isLost = true;
      const lost: Failure = async (route) => {
        if (!isLost) return route.continue();
        isLost = false;
        await route.fetch();
        await route.abort('connectionreset');
      };
      const visit = await failing('/account/tokens', lost, /\/v1\/tokens$/, 'POST');
      await create(visit.page);
      await visit.page.waitForSelector('role=dialog >> role=alert');
      await visit.page.click('role=dialog >> role=button[name="Create"]');
      await visit.page.waitForSelector('role=dialog >> role=alert >> text=/already/i');
    });
  });
});
