import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { isFullRun } from '../support/full-run.js';
import { integration } from '../support/integration.js';
import { runningApp } from '../support/running-app.js';
import { everyLook, otherName, runningBrowser, type Visit } from '../support/visit.js';

const looks = isFullRun ? everyLook : everyLook.slice(0, 2);
const longName = `${'An organization whose name goes on and on '.repeat(4)}${'W'.repeat(30)}`;

integration('chromium', 'Every page', (executable) => {
  const app = runningApp({ KEYLEDGER_BOOTSTRAP_ORGANIZATION: longName });
  const begin = runningBrowser(executable);
  let url: string;
  let visit: Visit;
  beforeAll(async () => {
    url = (await app().listen()).replace('127.0.0.1', otherName);
  });
  beforeEach(async () => {
    visit = await begin();
  });
  afterEach(() => visit.end());

  const signIn = async () => {
    const { page } = visit;
    const [name, value] = (await app().signIn()).cookie.split('=');
    await page.context().addCookies([{ name, value, url }]);
  };
  let turn = 0;
  /** In `npm test` axe reads a page in one of the two looks, in turns. */
  const expectSoundInEveryLook = async () => {
    turn += 1;
    for (const [index, look] of looks.entries()) {
      await visit.look(look);
      await (isFullRun || index === turn % 2 ? visit.expectSound() : visit.expectQuiet());
    }
  };

  it.each([
    '/user/login/',
    '/user/login/?next=/docs',
    '/user/password',
    '/user/password-reset',
    '/user/password-reset#kl_pr_x',
    '/docs/refusals',
    '/nothing/here',
  ])('is whole in every theme and width, and axe finds nothing: %s', async (path) => {
    await visit.page.goto(url + path);
    await expectSoundInEveryLook();
  });

  it.each(['/user/account', '/docs'])('is so for those who are signed in, too: %s', async (path) => {
    await signIn();
    await visit.page.goto(url + path);
    await expectSoundInEveryLook();
  });

  it('is so with a form that came back', async () => {
    const { page } = visit;
    await page.goto(`${url}/user/login/`);
    await page.fill('#email', `${'long-'.repeat(40)}@example.org`);
    await page.fill('#password', 'not-the-right-password');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    await expectSoundInEveryLook();
  });

  it('is so where a link is used up, and says so in place', async () => {
    const { page } = visit;
    await page.goto(`${url}/user/password-reset#kl_pr_x`);
    await page.fill('#password', 'another-long-password');
    await page.click('text=Set password');
    await page.waitForSelector('#problem:not([hidden])');
    expect(await page.textContent('#problem')).toBe('The reset link is unknown, used, taken away or older than one hour.');
    await expectSoundInEveryLook();
  });

  it('begins with a way past what is above, and shows where the keyboard is', async () => {
    const { page } = visit;
    await page.goto(`${url}/docs`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe('solid');
  });
});
