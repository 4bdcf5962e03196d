import { describe, expect, it } from '@jest/globals';
import { problemOf } from '#api/edge/http/problem';
import { sections } from '#api/edge/refusals/explained-refusals';
import { type RefusalCode, refusals } from '#domain/refusal';
import { expectPage } from '../../../support/page.js';
import { readProjectFile } from '../../../support/project-files.js';
import { runningApp } from '../../../support/running-app.js';
import { ServerInProcess } from '../../../support/server-in-process.js';
import { TestApp } from '../../../support/test-app.js';

const codes = Object.keys(refusals) as RefusalCode[];
const typeOf = (code: RefusalCode, publicUrl: string) => new URL(String(problemOf({ status: 400, code, detail: '' }, '', publicUrl).type));

describe('The type of a problem', () => {
  it('is an address of a server that anybody may open, at the section of its code', async () => {
    const server = await ServerInProcess.start();
    const problem = (await (await fetch(`${server.url}/v1/users/me`)).json()) as { type: string };
    expect(problem.type).toBe(`${server.url}/docs/refusals#credential-missing`);
    const page = await fetch(problem.type);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<section id="credential-missing">');
    await server.remove();
  });

  it('begins with the address that clients know, whatever host they asked for, the hot route included', async () => {
    const app = await TestApp.start({ KEYLEDGER_PUBLIC_URL: 'https://tokens.example/keyledger/' });
    for (const path of ['/v1/users/me', '/v1/auth', '/oauth/introspect']) {
      const method = path.startsWith('/oauth') ? 'POST' : 'GET';
      const form = path.startsWith('/oauth') ? { token: 'x' } : undefined;
      const { body } = await app.request(method, path, { headers: { host: 'evil.example' }, form });
      expect(body.type).toMatch(/^https:\/\/tokens\.example\/keyledger\/docs\/refusals#credential-/);
    }
    await app.close();
  });

  it('leads to a section for every code there is, and stays the same for each', async () => {
    const app = await TestApp.start();
    const { text } = await app.request('GET', '/docs/refusals');
    for (const code of codes) {
      const { pathname, hash } = typeOf(code, 'http://127.0.0.1');
      expect([pathname, hash]).toEqual(['/docs/refusals', `#${code.replace('/', '-')}`]);
      expect(text.split(`<section id="${hash.slice(1)}">`)).toHaveLength(2);
    }
    expect(text.match(/<section /g)).toHaveLength(codes.length);
    await app.close();
  });
});

describe('GET /docs/refusals', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('to anybody with the page', async () => expectPage(await app().request('GET', '/docs/refusals')));
  });
});

describe('Each section', () => {
  const app = runningApp();

  it('says what the code means, where it comes from and what to do, in whole sentences of its own', () => {
    expect(sections.map(({ code }) => code)).toEqual(codes);
    for (const { cause, remedy } of sections) {
      for (const text of [cause, remedy]) expect(text).toMatch(/^[A-Z`][^\n]{15,}\.$/);
      expect((cause + remedy).split('`').length % 2).toBe(1);
      expect(cause).not.toBe(remedy);
    }
    expect(new Set(sections.map(({ cause }) => cause)).size).toBe(sections.length);
  });

  it('is on the page as text, with no sign that a browser would read as markup', async () => {
    const { text } = await app().request('GET', '/docs/refusals');
    expect(text).toContain('<code>Authorization: Bearer &lt;access token&gt;</code>');
    const tags = new Set([...text.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag));
    const frame = ['a', 'body', 'head', 'header', 'html', 'link', 'main', 'meta', 'nav', 'path', 'style', 'svg', 'title'];
    const own = [...frame, 'b', 'code', 'h1', 'h2', 'p', 'section', 'small'].sort();
    expect([...tags].sort()).toEqual(own);
  });

  it('is in the reference under the same anchor, with its status', () => {
    const reference = readProjectFile('docs/reference/refusals.md');
    for (const { anchor, code, status } of sections) {
      const [, section = ''] = reference.split(`<a id="${anchor}"></a>`);
      expect(section.slice(0, 400)).toMatch(new RegExp(`## \`${code}\`[^]*Status ${status}\\.`));
    }
  });

  it('names only routes that there are, and settings that there are', async () => {
    const { body } = await app().request('GET', '/openapi.json');
    const { settings } = await import('#installation/config');
    const said = sections.map(({ cause, remedy }) => cause + remedy).join('\n');
    const routes = [...said.matchAll(/`(?:(?:GET|POST) )?(\/[\w/.-]+)`/g)].map(([, path]) => path).filter((path) => path !== '/ready');
    expect(routes.length).toBeGreaterThan(2);
    expect(routes.filter((path) => !body.paths[path] && !body.paths[`${path}/`])).toEqual([]);
    expect([...said.matchAll(/KEYLEDGER_\w+/g)].map(([name]) => name).filter((name) => !(name in settings))).toEqual([]);
  });
});
