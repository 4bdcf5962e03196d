import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { routesOf } from '#api/edge/openapi/routes';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('Accept', () => {
  const app = runningApp();
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = await app().signIn();
  });
  const get = (path: string, accept?: string) => app().request('GET', path, { headers: { ...headers, ...(accept && { accept }) } });
  const unknown = ['application/xml', 'text/plain', 'image/*;q=0, application/xml', 'application/json;q=0, text/plain', 'json'];

  describe('answers 406', () => {
    it.each(unknown)('to %s on a list, and names what there is', async (accept) => {
      const answer = await get('/v1/tokens', accept);
      expectProblem(answer, 406, 'request/not-acceptable', ['Accept']);
      expect(answer.body.members.Accept).toEqual(['Accept must name one of application/json, text/csv, or a wildcard']);
      expect((await get('/v1/activity/replay', accept)).body.members.Accept[0]).toContain('application/x-ndjson');
    });

    it('on every route of ours that has something to answer, before anything is done', async () => {
      const routes = routesOf(app().get(DiscoveryService)).filter(({ path, returned, access }) => {
        const isPublic = access !== undefined && 'public' in access;
        return path.startsWith('/v1/') && path !== '/v1/auth' && returned !== null && returned.length > 0 && !isPublic;
      });
      expect(routes.length).toBeGreaterThan(40);
      const before = app().appends();
      for (const { method, path } of routes) {
        const sent = { headers: { ...headers, accept: 'application/xml' } };
        const answer = await app().request(method, path.replace(/\{\w+\}/g, app().owner.id), sent);
        expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 406`);
      }
      expect(app().appends()).toBe(before);
    });

    it('to nobody who is not signed in: that is 401, as ever', async () => {
      const answer = await app().request('GET', '/v1/tokens', { headers: { accept: 'application/xml' } });
      expectProblem(answer, 401, 'credential/missing');
    });
  });

  describe('answers 200', () => {
    it.each([
      undefined,
      '*/*',
      'application/*',
      'text/html',
      'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'application/json',
      'application/problem+json',
      'text/json',
      'APPLICATION/JSON;q=0.1, application/xml',
      'application/xml, text/csv;q=0, */*;q=0.1',
      'text/csv;q=0',
    ])('with JSON to %s', async (accept) => {
      for (const path of ['/v1/tokens', '/v1/users/me']) {
        const answer = await get(path, accept);
        expect([answer.status, String(answer.headers['content-type']).split(';')[0]]).toEqual([200, 'application/json']);
      }
    });

    it('with CSV where the address asks for it, whatever Accept says', async () => {
      const answer = await get('/v1/tokens?format=csv', 'application/xml');
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    });

    it('with lines to a program that asks a replay for JSON', async () => {
      const answer = await get('/v1/activity/replay', 'application/json');
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    });

    it('to anything on the surfaces that others defined, on pages and to a reverse proxy', async () => {
      const accept = 'application/xml';
      for (const path of ['/v1/auth', '/api/current-user/whoami', '/api/version', '/health/live', '/.well-known/jwks.json', '/docs']) {
        const { status } = await get(path, accept);
        expect(`${path} ${status}`).toBe(`${path} ${(await get(path)).status}`);
        expect(status).not.toBe(406);
      }
    });
  });
});
