import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { rawAnswer } from '../../../support/raw-http.js';
import { runningApp } from '../../../support/running-app.js';

/** What clients write above nothing. */
const types = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=UTF-8',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/html',
  'application/octet-stream',
  'application/json',
];

describe('An empty body, of whatever type', () => {
  const app = runningApp();
  let routes: Route[];
  let port: number;
  beforeAll(async () => {
    port = Number(new URL(await app().listen()).port);
    routes = routesOf(app().get(DiscoveryService)).filter(({ method }) => method !== 'GET');
    expect(routes.length).toBeGreaterThan(30);
  });

  it('is no body, on each route that takes a method with one', async () => {
    const authorization = `Bearer ${(await app().tokensOf(await app().register('annotator'))).access}`;
    for (const { method, path } of routes) {
      const url = path.replace(/\{\w+\}/g, 'none');
      const without = await app().request(method, url, { headers: { authorization } });
      for (const type of types) {
        const answer = await app().request(method, url, {
          headers: { authorization, 'content-type': type, 'content-length': '0' },
          rawBody: '',
        });
        expect(`${method} ${path} ${type} ${answer.status}`).toBe(`${method} ${path} ${type} ${without.status}`);
        // A form that is refused comes back as a page, which has no code.
        if (!path.startsWith('/user')) expect(answer.body?.code).toBe(without.body?.code);
      }
    }
  });

  it.each([...types.filter((type) => !type.startsWith('multipart')), null])(
    'is none either where its length is told last: %s',
    async (type) => {
      const { access } = await app().tokensOf();
      const head = ['POST /v1/users/none/enable HTTP/1.1', 'Host: a', 'Connection: close', `Authorization: Bearer ${access}`];
      const lines = [...head, 'Transfer-Encoding: chunked', ...(type ? [`Content-Type: ${type}`] : [])];
      const status = async (chunks: string) => (await rawAnswer(port, `${lines.join('\r\n')}\r\n\r\n${chunks}`)).slice(9, 12);
      expect(await status('0\r\n\r\n')).toBe('403');
      if (type !== 'application/json') expect(await status('3\r\na=b\r\n0\r\n\r\n')).toBe('415');
    },
  );
});
