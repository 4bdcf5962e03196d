import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from 'playwright-core';
import { givesUpAfterMs } from './eventually.js';
import { readProjectFile } from './project-files.js';

/** A name that leads to this machine and is no `localhost`: browsers hold plain http to it for insecure. */
export const otherName = 'keyledger.test';

const options = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=MAP ${otherName} 127.0.0.1`,
];

/** As Playwright has it. */
const viewport = { width: 1280, height: 720 };

const ownHosts = new Set(['127.0.0.1', 'localhost', otherName]);

/** Tags of the rules that axe looks for. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
}

/** Every page is looked at like this; the first two are the ones in which most goes wrong. */
export const everyLook: readonly Look[] = [
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 1280 },
  ...(['light', 'dark'] as const).flatMap((colorScheme) => [320, 768, 1280].map((width) => ({ colorScheme, width }))).slice(0, 5),
];

/** A page in a profile of its own, and everything that went wrong on it. */
export class Visit {
  /** Errors on the console, violations of the content security policy, requests to elsewhere, and parts of a page that cannot be had. */
  readonly faults: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      // A refused page is one that we answer with; what a page loads is looked at below.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.faults.push(message.text());
    });
    page.on('request', (request) => {
      if (!isOwn(request)) this.faults.push(`A request to ${request.url()}`);
    });
    page.on('response', (response) => {
      const isPart = !response.request().isNavigationRequest() && response.request().resourceType() !== 'fetch';
      if (isPart && response.status() >= 400) this.faults.push(`${response.status()} ${response.url()}`);
    });
  }

  static async begin(browser: Browser, given: BrowserContextOptions): Promise<Visit> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, permissions: ['clipboard-write'], ...given });
    context.setDefaultTimeout(givesUpAfterMs);
    return new Visit(await context.newPage());
  }

  async look({ colorScheme, width }: Look): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.setViewportSize({ width, height: 800 });
    // What floats above the page is placed anew after that.
    await this.page.evaluate(() => new Promise((placed) => requestAnimationFrame(() => requestAnimationFrame(placed))));
  }

  /** Nothing went wrong, and nothing scrolls sideways. */
  async expectQuiet(): Promise<void> {
    const { page, name } = this;
    expect([name, ...this.faults]).toEqual([name]);
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect([name, widths[0] <= widths[1]]).toEqual([name, true]);
  }

  /** The same, and axe finds nothing. */
  async expectSound(): Promise<void> {
    const { page, name } = this;
    await this.expectQuiet();
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(readProjectFile('node_modules/axe-core/axe.min.js'));
    const { violations } = await page.evaluate(
      // @ts-expect-error The script above has put it there.
      (values): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> => axe.run({ runOnly: { type: 'tag', values } }),
      rules,
    );
    expect([name, ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)]).toEqual([name]);
  }

  /** Which page is looked at, and how. */
  get name(): string {
    return `${this.page.url()} ${JSON.stringify(this.page.viewportSize())}`;
  }

  async end(): Promise<void> {
    await this.#unroute();
    await this.page.context().close();
  }

  /**
   * Ends this visit and begins the next one in its page. Nothing is left of it there but where it has been and what the browser has
   * compiled, so that a page loads in half the time. `origin` is where what is stored is cleared.
   */
  async next(origin: string): Promise<Visit> {
    const { page } = this;
    await this.#unroute();
    page.removeAllListeners();
    for (const other of page.context().pages()) if (other !== page) await other.close();
    await page.goto(`${origin}/health/live`);
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    await page.context().clearCookies();
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize(viewport);
    return new Visit(page);
  }

  /** A request that a test answers may be on its way still, and its answer reaches nobody any more. */
  async #unroute(): Promise<void> {
    for (const page of this.page.context().pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
}

const isOwn = (request: Request) => /^(data|blob|about):/.test(request.url()) || ownHosts.has(new URL(request.url()).hostname);

/** A browser that runs while the surrounding tests do; what is returned begins a visit in a profile of its own. */
export function runningBrowser(executablePath: string): (given?: BrowserContextOptions) => Promise<Visit> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: options, timeout: givesUpAfterMs });
  });
  afterAll(() => browser.close());
  return (given = {}) => Visit.begin(browser, given);
}
