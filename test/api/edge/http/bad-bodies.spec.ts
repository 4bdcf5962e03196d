import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../../support/events.js';
import { runningApp } from '../../../support/running-app.js';
import type { Answer } from '../../../support/test-app.js';

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** What no route expects, whatever it expects. */
const bodies: readonly (readonly [string, string | Buffer])[] = [
  ['no JSON', '{not json'],
  ['half of it', '{"kind":"personal"'],
  ['two of it', '{}{}'],
  ['a text', '"personal"'],
  ['a number', '42'],
  ['true', 'true'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a list of bodies', '[{"kind":"personal"}]'],
  ['a member that there is not', '{"isAdmin":true}'],
  ['a prototype', '{"__proto__":{"role":"owner"}}'],
  ['a prototype in a member', '{"name":{"__proto__":{"x":1}}}'],
  ['a constructor', '{"constructor":{"prototype":{"x":1}}}'],
  ['an escaped prototype', '{"\\u005f_proto__":{"role":"owner"}}'],
  ['the same member twice', '{"kind":"personal","kind":"legacy"}'],
  ['a number beyond all counting', '{"personalAccessTokenTtlDays":1e400}'],
  ['too many levels', deep(21)],
  ['ten thousand levels', deep(9_000)],
  ['a NUL', '{"kind":"personal\u0000"}'],
  ['half a surrogate pair', '{"name":"\\ud800"}'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['UTF-16', Buffer.from('{"kind":"personal"}', 'utf16le')],
  ['a byte-order mark alone', '\ufeff'],
  ['two byte-order marks', '\ufeff\ufeff{"kind":"personal"}'],
  ['a byte-order mark within', '{\ufeff"kind":"personal"}'],
  ['a comment', '{"kind":"personal" /* or not */}'],
  ['single quotes', "{'kind':'personal'}"],
  ['NaN', '{"personalAccessTokenTtlDays":NaN}'],
  ['only blanks', ' \n\t '],
];

/** Label Studio ignores unknown members; where no member is required, a body of unknown ones changes nothing. */
const ofNoMemberOfOurs: readonly (string | Buffer)[] = ['{"isAdmin":true}', '{"name":"\\ud800"}'];

describe('Whatever body is sent to whichever route (SR-20, SR-26)', () => {
  const app = runningApp();
  let routes: Route[];
  let before: number;
  const events = async () =>
    (await readEverything(app().get(EventStore), null)).filter(({ stream }) => !stream.startsWith('activity-')).length;
  beforeAll(async () => {
    routes = routesOf(app().get(DiscoveryService)).filter(({ body }) => body !== null);
    expect(routes.length).toBeGreaterThan(8);
  });

  const isProblem = ({ body, headers }: Answer) =>
    /json/.test(String(headers['content-type'])) && typeof (body.title ?? body.detail ?? body.errors?.[0]?.message) === 'string';

  it.each(bodies)('%s is refused with a clear answer, and nothing is written', async (_what, rawBody) => {
    const headers = await app().signIn();
    before = await events();
    for (const { method, path } of routes) {
      const answer = await app().request(method, path.replace(/\{\w+\}/g, app().owner.id), { headers, rawBody });
      const name = `${method} ${path}`;
      if (ofNoMemberOfOurs.includes(rawBody) && path === '/api/jwt/settings') {
        expect(answer.status).toBe(200);
        continue;
      }
      expect(`${name} ${answer.status >= 400 && answer.status < 500}`).toBe(`${name} true`);
      expect(isProblem(answer) || path.startsWith('/user/')).toBe(true);
    }
    expect(await events()).toBe(before);
  });

  it.each([
    ['text/plain', 415],
    ['application/xml', 415],
    ['application/json; charset=utf-16', 400],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['nonsense', 415],
  ])('of the type %s is refused on the native surface', async (type, status) => {
    const headers = { ...(await app().signIn()), 'content-type': type };
    const answer = await app().request('POST', '/v1/tokens', { headers, rawBody: 'kind=personal' });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, title: expect.any(String) });
  });

  it('larger than 64 KiB is refused with 413, on both surfaces', async () => {
    const rawBody = JSON.stringify({ kind: 'personal', name: 'x'.repeat(65_536) });
    const headers = await app().signIn();
    expect((await app().request('POST', '/v1/tokens', { headers, rawBody })).body).toMatchObject({ status: 413 });
    expect((await app().request('POST', '/api/token/refresh', { rawBody })).body).toMatchObject({ status_code: 413 });
  });
});
