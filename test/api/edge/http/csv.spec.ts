import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { csvRow } from '#api/edge/http/csv';
import { routesOf } from '#api/edge/openapi/routes';
import { makeKey } from '../../../support/api-keys.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

const lists = {
  '/v1/activity': 'expand=names',
  '/v1/api-keys': 'scope=organization',
  '/v1/service-accounts': '',
  '/v1/tokens': 'scope=organization',
  '/v1/users': 'kind=all',
} as const;

/** Reads fields as RFC 4180 has them: quotes are doubled within a quoted one, and rows end with CR and LF. */
function rowsOf(csv: string): string[][] {
  const rows = csv.match(/(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/g) ?? [];
  expect(rows.join('')).toBe(csv);
  return rows.map((row) =>
    [...`,${row.slice(0, -2)}`.matchAll(/,("(?:[^"]|"")*"|[^",]*)/g)].map(([, field]) =>
      field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
    ),
  );
}

/** What a cell says of a member of an item, as `owner.name`. */
function written(item: unknown, column: string): string {
  // biome-ignore lint/suspicious/noExplicitAny: an item of any list.
  const value = column.split('.').reduce((within: any, member) => within?.[member], item);
  return value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

describe('A list as CSV', () => {
  const app = runningApp();
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = await app().signIn();
    await makeKey(app(), { allowedIpCidrs: ['192.0.2.0/24', '198.51.100.0/24'] });
    const account = { name: 'exporter', role: 'annotator', workspaceIds: ['w1', 'w2'] };
    expect((await app().request('POST', '/v1/service-accounts', { headers, body: account })).status).toBe(201);
  });
  const get = (path: string, more: Record<string, string> = {}) => app().request('GET', path, { headers: { ...headers, ...more } });
  const nameToken = async (name: string) =>
    expect((await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal', name } })).status).toBe(201);

  it('is what tokens, users, service accounts, API keys and the activity are answered as, and is declared so', () => {
    const routes = routesOf(app().get(DiscoveryService));
    const declaring = routes.filter(({ returned }) => returned?.some(({ type }) => type === 'text/csv'));
    expect(declaring.map(({ method, path }) => `${method} ${path}`)).toEqual(Object.keys(lists).map((path) => `GET ${path}`));
    for (const { returned } of declaring) expect(returned?.map(({ type }) => type)).toEqual(['application/json', 'text/csv']);
  });

  it.each(Object.entries(lists))(
    'has at %s, where Accept or format asks for it, a column for each member and what JSON says in each',
    async (path, query) => {
      const { items } = (await get(`${path}?${query}`)).body;
      const byAccept = await get(`${path}?${query}`, { accept: 'text/csv' });
      const byFormat = await get(`${path}?format=csv&${query}`);
      for (const { status, headers: answered, text } of [byAccept, byFormat]) {
        expect([status, answered['content-type'], answered.vary]).toEqual([200, 'text/csv; charset=utf-8', 'Accept']);
        expect(answered.link).toBeUndefined();
        const [columns, ...rows] = rowsOf(text);
        expect(rows.length).toBeGreaterThan(0);
        expect(new Set(columns.map((column) => column.split('.')[0]))).toEqual(new Set(items.flatMap(Object.keys)));
        expect(rows).toEqual(items.map((item: unknown) => columns.map((column) => written(item, column))));
      }
    },
  );

  it('flattens objects with dots and writes lists as JSON', async () => {
    const [columns, row] = rowsOf((await get('/v1/service-accounts?format=csv')).text);
    const cells = Object.fromEntries(columns.map((column, index) => [column, row[index]]));
    expect(cells).toMatchObject({
      name: 'exporter',
      workspaceIds: '["w1","w2"]',
      'token.owner.kind': 'service-account',
      'token.lastUse.at': '',
    });
    expect(columns).toEqual(expect.arrayContaining(['token.lastUse.userAgent', 'token.previous.endsAt', 'token.createdBy.name']));
  });

  it('is led in by an apostrophe wherever a cell would be a formula, and quoted where it has to be', async () => {
    const names = ['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', 'two, with "quotes"'];
    for (const name of names) await nameToken(name);
    const { text } = await get('/v1/tokens?format=csv&kind=personal&sort=createdAt');
    const [columns, ...rows] = rowsOf(text);
    expect(rows.map((row) => row[columns.indexOf('name')])).toEqual([...names.slice(0, 4).map((name) => `'${name}`), names[4]]);
    expect(text).toContain(',"\'=HYPERLINK(""http://x"",""y"")",');
    expect(text).toContain(',"two, with ""quotes""",');
    expect(csvRow(['\ttab', '\rCR', -1, null, true])).toBe(`'\ttab,"'\rCR",-1,,true\r\n`);
  });

  it('leads to the next page with a Link header that keeps the filters, and to none after the last', async () => {
    const names = ['paged 1', 'paged 2', 'paged 3', 'paged 4', 'paged 5'];
    for (const name of names) await nameToken(name);
    const found: string[] = [];
    let pages = 0;
    for (let path: string | null = '/v1/tokens?format=csv&q=paged&sort=createdAt&limit=2'; path !== null; pages += 1) {
      const answer = await get(path);
      const [columns, ...rows] = rowsOf(answer.text);
      found.push(...rows.map((row) => row[columns.indexOf('name')]));
      const next = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers.link ?? ''));
      path = next ? new URL(next[1], `http://localhost${path}`).href.replace('http://localhost', '') : null;
    }
    expect([found, pages]).toEqual([names, 3]);
  });

  it.each([
    ['text/csv', '', 'text/csv; charset=utf-8'],
    ['text/csv, */*', '', 'text/csv; charset=utf-8'],
    ['text/csv, application/json;q=0.5', '', 'text/csv; charset=utf-8'],
    ['text/csv;q=0.5, application/json', '', 'application/json; charset=utf-8'],
    ['text/csv, application/json', '', 'application/json; charset=utf-8'],
    ['text/csv;q=0', '', 'application/json; charset=utf-8'],
    ['*/*', '', 'application/json; charset=utf-8'],
    ['text/csv', '?format=json', 'application/json; charset=utf-8'],
    ['application/json', '?format=csv', 'text/csv; charset=utf-8'],
  ])('with Accept: %s and %p is answered where it is wanted most: %s', async (accept, query, type) => {
    const answer = await get(`/v1/users${query}`, { accept });
    expect([answer.headers['content-type'], answer.headers.vary]).toEqual([type, 'Accept']);
  });

  it('has its row of names also where nothing is found', async () => {
    expect(rowsOf((await get('/v1/users?format=csv&q=nobody-of-this-name')).text)).toHaveLength(1);
  });

  it('of an export is recorded as one', async () => {
    await get('/v1/activity?export=true&type=UserRegistered&format=csv');
    const { items } = (await get('/v1/activity?type=ActivityExported')).body;
    expect(items.map(({ details }: { details: { filter: object } }) => details.filter)).toEqual([{ type: 'UserRegistered' }]);
  });

  it('of what is refused is a problem, as anywhere', async () => {
    expectProblem(await get('/v1/users?format=xml', { accept: 'text/csv' }), 400, 'request/invalid', ['format']);
    const annotator = await app().signIn(await app().register('annotator'));
    expectProblem(await get('/v1/users?format=csv', annotator), 403, 'permission/denied');
  });
});
