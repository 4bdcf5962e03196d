import { afterEach, expect, it } from '@jest/globals';
import type { Role } from '#domain/role';
import { Client } from '../../support/client.js';
import { eventually } from '../../support/eventually.js';
import { isFullRun } from '../../support/full-run.js';
import { integration } from '../../support/integration.js';
import { expectNowhere, momentsAgo, runningConsole } from '../../support/running-console.js';
import type { Visit } from '../../support/visit.js';

integration('chromium', 'Account & Settings in the console', (executable) => {
  const running = runningConsole(executable);

  const whoami = async (credential: string) => {
    const headers = { authorization: `Token ${credential}` };
    return (await fetch(`${running().server.url}/api/current-user/whoami`, { headers })).status;
  };
  const switchLegacy = async (legacyTokensEnabled: boolean) =>
    (await running().as('owner')).request('PATCH', '/v1/organization', { legacyTokensEnabled });
  const receipt = (text: string) => `role=region[name="Receipts"] >> text=/${text}/`;

  /** The legacy token's page, where the organization has that type switched on. */
  const legacyToken = async (role: Role = 'owner'): Promise<Visit> => {
    await switchLegacy(true);
    return running().open('/account/legacy-token', role);
  };

  /** Shows the value, gives it back and hides it again. */
  const revealed = async ({ page }: Visit): Promise<string> => {
    await page.click('main >> role=button[name="Reveal"]');
    const value = await page.inputValue('role=textbox[name="Legacy token"]');
    await page.click('role=button[name="Done"]');
    return value;
  };

  afterEach(() => switchLegacy(true));

  it('S0-1, S0-12: the user icon leads to Account & Settings, which begins with the organization and its owner', async () => {
    const visit = await running().open('/', 'annotator');
    const { page } = visit;
    await page.focus('role=button[name=/Your account/]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=menuitem[name="Account & Settings"]');
    await running().expectSound(visit);
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=heading[name="Membership info"]');
    const told = (await page.textContent('main dl')) ?? '';
    expect(told).toMatch(/Created.+Ownerowner@example\.org.*annotator@example\.org.*Your roleannotatorHas tokens of its own.*Joined/);
    expect(await page.getAttribute('role=link[name="owner@example.org"]', 'href')).toBe('mailto:owner%40example.org');
    expect(await page.getAttribute('main dl time >> nth=0', 'datetime')).toMatch(/^20\d\d-.*Z$/);
    await running().expectSound(visit);
  });

  it('S0-17, S3-4: while legacy tokens are switched off their page is absent, and a direct visit says who can switch them on', async () => {
    await switchLegacy(false);
    const visit = await running().open('/account/legacy-token', 'annotator');
    await visit.page.waitForSelector('text=/An administrator or owner can switch them on/');
    expect(await visit.page.isVisible('role=navigation >> role=link[name="Legacy token"]')).toBe(false);
    await running().expectSound(visit);
  });

  it('S0-18, S1-2, S1-11: the legacy token is listed and not created, hidden, and revealed as often as one likes', async () => {
    await switchLegacy(true);
    const visit = await running().open('/account/sessions', 'annotator');
    const { page } = visit;
    await page.click('role=navigation >> role=link[name="Legacy token"]');
    await page.waitForSelector('role=heading[name="Legacy token"]');
    await page.waitForSelector('role=button[name="Reveal"]');
    expect(await page.isVisible('role=button[name="Create"]')).toBe(false);
    expect(await page.textContent('main')).toContain('The value is hidden.');
    expect(await page.textContent('main table')).toContain('Label Studio ML backend');
    await running().expectSound(visit);
    await page.click('main >> role=button[name="Reveal"]');
    const value = await page.inputValue('role=textbox[name="Legacy token"]');
    await running().expectSound(visit);
    await page.keyboard.press('Escape');
    await page.waitForSelector('role=dialog', { state: 'detached' });
    await expectNowhere(visit, value);
    expect(await whoami(value)).toBe(200);
    // It is said for some seconds only.
    const said = page.waitForSelector('role=status >> text=Copied');
    await page.click('main >> role=button[name="Copy"] >> nth=0');
    await said;
    await expectNowhere(visit, value);
    expect(await revealed(visit)).toBe(value);
    await page.click('main >> role=button[name="Reveal"]');
    await page.waitForSelector('role=textbox[name="Legacy token"]');
    await page.goBack();
    await page.waitForSelector('role=dialog', { state: 'detached' });
    await expectNowhere(visit, value);
  });

  it('S0-19: Renew says since when and when last used the old one was, shows a new one, and the old one stops', async () => {
    const visit = await legacyToken();
    const { page } = visit;
    const old = await revealed(visit);
    expect(await whoami(old)).toBe(200);
    await page.reload();
    await page.click('role=button[name="Renew"]');
    const warning = (await page.textContent('role=alertdialog')) ?? '';
    const uses = `In use since${momentsAgo}.*Last used${momentsAgo} from 127\\.0\\.0\\.1node`;
    expect(warning).toMatch(new RegExp(`lose their authorization at once.*${uses}`));
    await running().expectSound(visit);
    await page.click('role=alertdialog >> role=button[name="Renew"]');
    const renewed = await page.inputValue('role=dialog[name="Your new legacy token"] >> role=textbox[name="Legacy token"]');
    await page.click('role=button[name="Done"]');
    await page.waitForSelector(receipt('Renewed your legacy token; the old one is refused\\.'));
    expect([await whoami(old), await whoami(renewed)]).toEqual([401, 200]);
    await page.waitForSelector('text=and renewed once since');
  });

  it('S1-3: a legacy token is revoked, stays in sight as revoked, and is replaced by Renew', async () => {
    const visit = await legacyToken('annotator');
    const { page } = visit;
    const old = await revealed(visit);
    await page.click('main >> role=button[name="Revoke"]');
    await page.waitForSelector('role=alertdialog[name="Revoke your legacy token?"]');
    await page.click('role=alertdialog >> role=button[name="Revoke"]');
    await page.waitForSelector(receipt('Revoked your legacy token\\.'));
    await page.waitForSelector('main dl >> text=revoked');
    expect(await whoami(old)).toBe(401);
    expect(await page.isVisible('main >> role=button[name="Reveal"]')).toBe(false);
    await running().expectSound(visit);
    await page.click('role=button[name="Renew"]');
    await page.click('role=alertdialog >> role=button[name="Renew"]');
    const renewed = await page.inputValue('role=textbox[name="Legacy token"]');
    expect(await whoami(renewed)).toBe(200);
  });

  it('S1-4, S3-2, S3-3, S3-6: the ways to use a legacy token stand on its page, that of the ML backend among them', async () => {
    const { page } = await legacyToken();
    const codes: Record<string, string> = {};
    for (const tab of ['Python SDK', 'curl', 'Environment', 'ML backend']) {
      await page.click(`role=tab[name="${tab}"]`);
      codes[tab] = (await page.textContent(`role=tabpanel[name="${tab}"]`)) ?? '';
    }
    expect(codes['Python SDK']).toContain(`LabelStudio(base_url="${running().server.url}", api_key="YOUR_TOKEN")`);
    expect(codes['Python SDK']).toContain('set once, in the same way as a personal access token');
    expect(codes.curl).toContain('-H "Authorization: Token YOUR_TOKEN"');
    expect(codes.Environment).toContain('export LABEL_STUDIO_API_KEY=YOUR_TOKEN');
    expect(codes['ML backend']).toContain('works with a legacy token alone');
  });

  it('A7: a person ends one of their other sessions, and then all of them, and this one goes on', async () => {
    const email = 'annotator@example.org';
    const visit = await running().open('/account/sessions', 'annotator');
    const { page } = visit;
    const others: Client[] = [];
    for (let n = 0; n < 3; n += 1) others.push(await Client.signIn(running().server, email));
    const living = async () => Promise.all(others.map(async (each) => (await each.request('GET', '/v1/sessions/current')).status));
    await page.reload();
    await page.waitForSelector('role=row[name=/This session .*from 127\\.0\\.0\\.1 .*in \\d+ minutes/]');
    await running().expectSound(visit);
    // Newest first, and with the keyboard alone.
    await page.focus('role=button[name=/Actions of the session/] >> nth=0');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=menuitem[name="End"]');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.waitForSelector('role=alertdialog >> role=button[name="End"]');
    await running().expectSound(visit);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector(receipt('Ended the session [0-9a-f]{6}\\.'));
    expect(await living()).toEqual([200, 200, 401]);
    await page.click('role=button[name="End all others"]');
    await page.click('role=alertdialog >> role=button[name="End all others"]');
    await page.waitForSelector(receipt('Ended \\d other sessions\\.'));
    expect(await living()).toEqual([401, 401, 401]);
    await page.waitForSelector('text=Showing 1');
    expect((await (await running().as('annotator')).request('GET', '/v1/sessions/current')).status).toBe(200);
  });

  it('A8: a person sees what they did and what others did to their tokens, and nothing else, also as an owner', async () => {
    const owner = await running().as('owner');
    const mine = (await owner.request('POST', '/v1/tokens', { kind: 'personal', name: 'my laptop' })).body.token.id;
    const administrator = await running().as('administrator');
    await administrator.request('POST', '/v1/tokens', { kind: 'personal', name: 'their laptop' });
    const visit = await running().open('/account/activity');
    const { page } = visit;
    const row = 'role=row[name=/created .*my laptop/]';
    await page.waitForSelector(row);
    expect(await page.textContent('main table')).not.toContain('their laptop');
    await running().expectSound(visit);
    await page.click(`${row} >> role=link`);
    await page.waitForSelector(`role=dialog >> text=${mine}`);
    await running().expectSound(visit);
  });

  it('§3: in the last two minutes of a session a banner offers to stay, or else to sign in again', async () => {
    const visit = await running().open('/account/membership', 'reviewer');
    const { page } = visit;
    const soon = () => new Date(Date.now() + 100_000).toISOString();
    let ends = (): object => ({ idleEndsAt: soon() });
    const session = '**/v1/sessions/current';
    await page.route(session, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), ...ends() } });
    });
    await page.reload();
    await page.waitForSelector('main >> text=/Your session ends in 1 minute\\./');
    await running().expectSound(visit);
    ends = () => ({});
    await page.click('role=button[name="Stay signed in"]');
    await page.waitForSelector('main >> text=/Your session ends/', { state: 'detached' });
    ends = () => ({ expiresAt: soon() });
    await page.reload();
    await page.click('role=button[name="Sign in again"]');
    await page.fill('role=dialog[name="Sign in again"] >> role=textbox[name="Password"]', running().server.ownerPassword);
    ends = () => ({});
    await page.keyboard.press('Enter');
    await page.waitForSelector('main >> text=/Your session ends/', { state: 'detached' });
  });

  it.each(
    [
      ['/account/membership', '**/v1/users/me/membership', 'Your role'],
      ['/account/legacy-token', '**/v1/tokens?*', 'Reveal'],
      ['/account/sessions', '**/v1/sessions?*', 'This session'],
      ['/account/activity', '**/v1/activity?*', 'signed in'],
    ].slice(0, isFullRun ? undefined : 1),
  )('§4: %s says that its list is being rebuilt, and shows it by itself as soon as it can', async (path, route, sign) => {
    await switchLegacy(true);
    const visit = await running().open('/');
    const { page } = visit;
    const problem = { title: 'The read models are behind.', code: 'service/not-caught-up' };
    let asked = 0;
    await page.route(route, (request) => {
      asked += 1;
      return request.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) });
    });
    await page.goto(running().at(path));
    const alert = await page.waitForSelector('main [role=alert]:has-text("Lists are being rebuilt; what is decided is not affected.")');
    const askedFirst = asked;
    await eventually(() => expect(asked).toBeGreaterThan(askedFirst + 1));
    // It is asked again and again, and what is read meanwhile stays.
    expect(await alert.isVisible()).toBe(true);
    await running().expectSound(visit);
    await page.unroute(route);
    await page.waitForSelector(`main >> text=${sign}`);
  });

  it('A1: a person chooses another password, after the rules were told, and their other sessions end', async () => {
    const { ownerPassword: old } = running().server;
    const visit = await running().open('/account/password', 'annotator');
    const { page } = visit;
    const other = await Client.signIn(running().server, 'annotator@example.org');
    const change = async (present: string, next: string) => {
      await page.fill('role=textbox[name="Present password"]', present);
      await page.fill('role=textbox[name="New password"]', next);
      await page.keyboard.press('Enter');
    };
    await page.waitForSelector('text=/At least 15 characters/');
    await change(old, 'short');
    await page.waitForSelector('.field:has-text("New password") >> .field-error:has-text("15 characters")');
    expect(await page.inputValue('role=textbox[name="Present password"]')).toBe(old);
    await running().expectSound(visit);
    await change('some other password', 'quite another quiet river');
    await page.waitForSelector('.field:has-text("Present password") >> .field-error:not(:empty)');
    await change(old, 'quite another quiet river');
    await page.waitForSelector(receipt('Your password is changed, and your other sessions have ended\\.'));
    expect(await page.inputValue('role=textbox[name="New password"]')).toBe('');
    await expectNowhere(visit, 'quite another quiet river');
    expect((await other.request('GET', '/v1/sessions/current')).status).toBe(401);
    await page.click('role=navigation >> role=link[name="Sessions"]');
    await page.waitForSelector('role=row[name=/This session/]');
  });
});
