import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Role } from '#domain/role';
import { Client } from './client.js';
import { isFullRun } from './full-run.js';
import { ServerProcess } from './server-process.js';
import { everyLook, type Look, runningBrowser, type Visit } from './visit.js';

/** A started server with its owner, and people of other roles as soon as they are asked for, each with a browser. */
export class RunningConsole {
  readonly #clients = new Map<Role, Client>();
  readonly #visits: Visit[] = [];
  /** Visits in whose pages the next one of the same role will be. */
  readonly #kept = new Map<Visit, Role>();
  /** Visits that a test may begin with, in pages that earlier ones have left. */
  readonly #ready = new Map<Role, Visit>();
  /** Pages that axe has read, with what was open on them. */
  readonly #read = new Set<string>();
  #looks = 0;

  constructor(
    readonly server: ServerProcess,
    private readonly begin: (given?: object) => Promise<Visit>,
  ) {}

  /** Somebody of this role, who signed in a moment ago, for what a test needs beside the browser. */
  async as(role: Role): Promise<Client> {
    const client = this.#clients.get(role) ?? (await this.#signIn(role));
    this.#clients.set(role, client);
    return client;
  }

  /** Opens a page of the console, such as `/account/tokens`, as somebody who is signed in. No two visits of a test share a profile. */
  async open(path: string, role: Role = 'owner'): Promise<Visit> {
    return this.#openIn(await this.#visitOf(role), path, role);
  }

  /** The same in a profile that no later visit has: what a test sets for all pages of it, as a script before each, cannot be undone. */
  async openInOwnProfile(path: string, role: Role = 'owner'): Promise<Visit> {
    return this.#openIn(await this.visit(), path, role);
  }

  async #openIn(visit: Visit, path: string, role: Role): Promise<Visit> {
    const { cookie } = await this.as(role);
    const cookies = cookie.split('; ').map((pair) => {
      const [name, ...value] = pair.split('=');
      return { name, value: value.join('='), url: this.server.url };
    });
    await visit.page.context().addCookies(cookies);
    await visit.page.goto(this.at(path));
    await visit.page.waitForSelector('main h1');
    return visit;
  }

  /** A browser in which nobody is signed in, until the test is over. */
  async visit(given: object = {}): Promise<Visit> {
    const visit = await this.begin(given);
    this.#visits.push(visit);
    return visit;
  }

  at(path: string): string {
    return `${this.server.url}/console${path}`;
  }

  /**
   * The page is sound as it is looked at: nothing went wrong, nothing scrolls sideways, and axe finds nothing. In `npm test` axe reads a
   * page, with what is open on it, once.
   */
  async expectSound(visit: Visit): Promise<void> {
    // A page that is loading as a whole has its heading later than what is around it; a dialog may stand in front of one that still is.
    await visit.page.waitForSelector('h1, [role=dialog], [role=alertdialog]');
    const shown = await shownOn(visit);
    const isKnown = this.#read.has(shown) && !isFullRun;
    this.#read.add(shown);
    for (const look of this.#nextLooks()) {
      await visit.look(look);
      await (isKnown ? visit.expectQuiet() : visit.expectSound());
    }
    await visit.look({ colorScheme: 'light', width: 1280 });
  }

  /** Ends what the test opened. */
  async endVisits(): Promise<void> {
    for (const visit of this.#visits.splice(0)) {
      const role = this.#kept.get(visit);
      this.#kept.delete(visit);
      if (role && !this.#ready.has(role)) this.#ready.set(role, await visit.next(this.server.url));
      else await visit.end();
    }
  }

  async #visitOf(role: Role): Promise<Visit> {
    const ready = this.#ready.get(role);
    this.#ready.delete(role);
    const visit = ready ?? (await this.begin());
    this.#visits.push(visit);
    this.#kept.set(visit, role);
    return visit;
  }

  /** In `npm run test:e2e` every way to look at a page; in `npm test` the two in which most goes wrong, in turns. */
  #nextLooks(): readonly Look[] {
    if (isFullRun) return everyLook;
    this.#looks += 1;
    return [everyLook[this.#looks % 2]];
  }

  async #signIn(role: Role): Promise<Client> {
    if (role === 'owner') return Client.signIn(this.server);
    const email = `${role}@example.org`;
    await (await this.as('owner')).registerPerson(email, role);
    return Client.signIn(this.server, email);
  }
}

/** A server of the console while the surrounding tests run, and a browser; ask for it inside of them. */
export function runningConsole(executable: string, environment: Record<string, string> = {}): () => RunningConsole {
  const begin = runningBrowser(executable);
  let running: RunningConsole;
  beforeAll(async () => {
    running = new RunningConsole(await ServerProcess.start({ environment }), begin);
  });
  afterEach(() => running.endVisits());
  afterAll(() => running.server.remove());
  return () => running;
}

/** The page, the titles of its dialogs, what else is open and what is said on it. */
const shownOn = ({ page }: Visit) =>
  page.evaluate(() => {
    const kinds = ['dialog h2', 'menu', 'listbox', 'alert'].map((kind) => kind.replace(/^\w+/, (role) => `[role=${role}]`));
    const open = [...document.querySelectorAll(`${kinds}, [role=alertdialog] h2, table, .empty, .skeleton`)];
    return JSON.stringify([
      location.pathname,
      ...open.map(({ role, tagName, textContent }) => role ?? (tagName === 'H2' ? textContent : tagName)),
    ]);
  });

/** What the menu offers that is opening. */
export async function menuItems(page: Page): Promise<string[]> {
  await page.waitForSelector('role=menuitem');
  return page.locator('role=menuitem').allTextContents();
}

/** How a page tells a moment of this test, which began minutes ago on a busy machine. */
export const momentsAgo = '(just now|\\d+ minutes? ago)';

/** Everywhere that a page could keep a text: its markup and fields, what the browser stores, where it has been, and what it has loaded. */
export async function expectNowhere(visit: Visit, secret: string): Promise<void> {
  const places = await visit.page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    const databases = await indexedDB.databases();
    const stores = [
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      JSON.stringify(databases),
      JSON.stringify(await caches.keys()),
    ];
    const been = [location.href, document.title, JSON.stringify(history.state), JSON.stringify(performance.getEntries())];
    return { markup: document.documentElement.outerHTML, fields, stores, been };
  });
  expect(JSON.stringify(places)).not.toContain(secret);
}
