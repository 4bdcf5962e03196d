import { rm } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleFiles } from '#api/features/console/console-files';
import { builtConsole, picture, script, style } from '../../support/built-console.js';
import { type RawAnswer, rawGet } from '../../support/raw-get.js';
import { runningApp } from '../../support/running-app.js';

const styles = "'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='";
const policy =
  `default-src 'none'; script-src 'self'; style-src ${styles}; img-src 'self' blob:; ` +
  "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

/** What a browser needs to hear of the page and of each of its parts. */
function expectProtected({ headers }: RawAnswer): void {
  expect(headers).toMatchObject({
    'content-security-policy': policy,
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), clipboard-read=(), clipboard-write=(self)',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
}

/** A server of this address and settings whose console was built into a folder of the test. */
function servedConsole(settings: Record<string, string> = {}) {
  const app = runningApp(settings);
  let folder: string;
  let origin: string;
  beforeAll(async () => {
    folder = await builtConsole();
    app().get(ConsoleFiles).load(folder);
    origin = await app().listen();
  });
  afterAll(() => rm(folder, { recursive: true }));
  return { app, ask: (path: string, headers?: Record<string, string>, method?: string) => rawGet(origin, path, headers, method) };
}

const page = '<!doctype html><html lang="en"><head><base href="/console/"><title>Keyledger</title></head><body></body></html>';

describe('GET /console', () => {
  const { ask } = servedConsole();

  describe('answers 200', () => {
    it.each(['/console', '/console/', '/console?x'])('at %s with the page, which is asked for again each time', async (path) => {
      const answer = await ask(path);
      expect([answer.status, answer.body.toString()]).toEqual([200, page]);
      expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      expectProtected(answer);
    });

    it('to HEAD with the same headers and nothing else', async () => {
      const { headers } = await ask('/console');
      const answer = await ask('/console', {}, 'HEAD');
      expect([answer.status, answer.body.length]).toEqual([200, 0]);
      for (const name of ['content-type', 'content-length', 'etag', 'content-security-policy']) {
        expect([name, answer.headers[name]]).toEqual([name, headers[name]]);
      }
    });
  });

  describe('answers 304', () => {
    it('to a browser that has the page', async () => {
      const { headers } = await ask('/console/');
      const answer = await ask('/console/', { 'if-none-match': String(headers.etag) });
      expect([answer.status, answer.body.length, answer.headers.etag]).toEqual([304, 0, headers.etag]);
    });
  });

  describe('answers 405', () => {
    it('to what changes something', async () => expect((await ask('/console', {}, 'POST')).status).toBe(405));
  });
});

describe('GET /console/*', () => {
  const { ask } = servedConsole();

  describe('answers 200', () => {
    it.each(['/console/tokens', '/console/organization/service-accounts?state=active', '/console/%3Cscript%3E', '/console/..%2f..%2fetc'])(
      'at %s with the same page',
      async (path) => {
        const answer = await ask(path);
        expect([answer.status, answer.body.toString()]).toEqual([200, page]);
        expectProtected(answer);
      },
    );
  });
});

describe('GET /console/assets/{name}', () => {
  const { ask } = servedConsole();
  const asset = '/console/assets/main-ABC123.js';

  describe('answers 200', () => {
    it.each([
      ['main-ABC123.js', 'text/javascript; charset=utf-8', script],
      ['main-DEF456.css', 'text/css; charset=utf-8', style],
      ['logo-789.svg', 'image/svg+xml', picture],
    ])('with %s as %s, to be kept for ever', async (name, type, content) => {
      const answer = await ask(`/console/assets/${name}`);
      expect([answer.status, answer.body.toString()]).toEqual([200, content]);
      expect(answer.headers).toMatchObject({ 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' });
      expect(answer.headers.vary).toContain('Accept-Encoding');
      expectProtected(answer);
    });

    it.each([
      ['gzip, deflate, br, zstd', 'br'],
      ['br;q=0.5, gzip', 'gzip'],
      ['gzip;q=1.0, br;q=0', 'gzip'],
      ['GZIP', 'gzip'],
      ['identity', undefined],
      ['*', undefined],
      ['', undefined],
    ])('to a client that takes "%s", encoded as %s', async (accepted, encoding) => {
      const { headers, body } = await ask(asset, { 'accept-encoding': accepted });
      expect(headers['content-encoding']).toBe(encoding);
      const decode = { br: brotliDecompressSync, gzip: gunzipSync }[String(encoding)] ?? ((bytes: Buffer) => bytes);
      expect(decode(body).toString()).toBe(script);
      expect(headers['content-length']).toBe(String(body.length));
    });

    it('as it is, where the build did not compress it', async () => {
      const { headers, body } = await ask('/console/assets/main-DEF456.css', { 'accept-encoding': 'br, gzip' });
      expect([headers['content-encoding'], body.toString()]).toEqual([undefined, style]);
    });

    it('to HEAD without the content', async () => {
      const answer = await ask(asset, { 'accept-encoding': 'br' }, 'HEAD');
      expect([answer.status, answer.body.length, answer.headers['content-encoding']]).toEqual([200, 0, 'br']);
    });
  });

  describe('answers 404', () => {
    it.each([
      'none.js',
      '',
      'main-ABC123.js.br',
      'main-ABC123.js.gz',
      'notes.txt',
      'MAIN-ABC123.js',
      '..%2findex.html',
      '..%2f..%2f..%2fpackage.json',
      '%2e%2e/index.html',
      '..%5cindex.html',
      'main-ABC123.js%00',
      'x/main-ABC123.js',
      '__proto__',
      'constructor',
      'a'.repeat(2000),
    ])('for %s, which is no file of the console', async (name) => {
      const answer = await ask(`/console/assets/${name}`);
      expect([name, answer.status, answer.headers['cache-control']]).toEqual([name, 404, 'no-store']);
    });
  });
});

describe.each(['https://example.org/keyledger', "https://example.org/it's&more/"])('At %s the console', (url) => {
  const { app, ask } = servedConsole({ KEYLEDGER_PUBLIC_URL: url });
  const base = new URL(url).pathname.replace(/\/$/, '');

  it('knows where it is, so that it loads its parts and asks its questions there', async () => {
    for (const path of ['/console/tokens', `${base}/console/tokens`]) {
      const href = /<base href="([^"]*)">/.exec((await ask(path)).body.toString())?.[1];
      expect(href?.replace(/&#39;/g, "'").replace(/&amp;/g, '&')).toBe(`${base}/console/`);
    }
    expect((await ask(`${base}/console/assets/main-ABC123.js`)).status).toBe(200);
  });

  it('is the only one in its group of windows, since it is reached over https', async () => {
    expect((await ask('/console')).headers['cross-origin-opener-policy']).toBe('same-origin');
  });

  it('is where a browser is led that signs in', async () => {
    const { email, password } = app().owner;
    const answer = await app().request('POST', '/user/login', { form: { email, password } });
    expect(answer.headers.location).toBe(`${base}/console/`);
  });
});

describe('Switched off', () => {
  const { app, ask } = servedConsole({ KEYLEDGER_CONSOLE: 'false' });
  const browser = { accept: 'text/html' };

  it.each(['/console', '/console/tokens', '/console/assets/main-ABC123.js'])('the console is not at %s', async (path) => {
    const answer = await ask(path, browser);
    expect([answer.status, String(answer.headers['content-type'])]).toEqual([404, 'text/html; charset=utf-8']);
    expect((await ask(path)).status).toBe(404);
  });

  it('it is nowhere led to: a browser is led to the account page, which does not name it', async () => {
    const session = await app().signIn();
    const led = async (path: string, headers: Record<string, string>) => (await ask(path, { ...browser, ...headers })).headers.location;
    expect(await led('/', {})).toBe('/user/login/?next=%2Fuser%2Faccount');
    expect(await led('/', session)).toBe('/user/account');
    expect(await led('/user/login/', session)).toBe('/user/account');
    const { email, password } = app().owner;
    expect((await app().request('POST', '/user/login', { form: { email, password } })).headers.location).toBe('/user/account');
    expect((await app().request('GET', '/user/account', { headers: session })).text).not.toContain('/console');
  });
});

describe('A folder', () => {
  const app = runningApp();

  it('whose page does not say where it is fails the start rather than every page below a path', async () => {
    const folder = await builtConsole('');
    expect(() => app().get(ConsoleFiles).load(folder)).toThrow('<base href="/console/">');
    await rm(folder, { recursive: true });
  });
});
