import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { RouteTable } from '#api/edge/http/route-table';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../../support/events.js';
import { runningApp } from '../../../support/running-app.js';

const someId = '00000000-0000-4000-8000-000000000000';
/** Of a credential, or of what is shown once. */
const secret = /kl_[a-z]{2}_|"token":"[0-9a-f]{40}"|eyJ[\w-]+\.[\w-]+\.[\w-]+/;

describe('HEAD', () => {
  const app = runningApp();
  let gets: Route[];
  let headers: Record<string, string>;
  beforeAll(async () => {
    gets = routesOf(app().get(DiscoveryService)).filter(({ method }) => method === 'GET');
    await app().enableLegacyTokens();
    headers = await app().signIn();
  });
  const pathOf = ({ path }: Route) => path.replace(/\{\w+\}/g, someId);
  const everything = () => readEverything(app().get(EventStore), null);
  const methodsOf = (route: Route) => app().get(RouteTable).methodsOf(pathOf(route));

  it('is not allowed where GET streams, is an export or shows a secret, and else is', () => {
    const without = gets.filter((route) => !methodsOf(route).includes('HEAD')).map(({ path }) => path);
    expect(without).toEqual(['/api/current-user/token', '/v1/activity', '/v1/activity/replay']);
    expect(gets.filter(({ answers }) => answers !== null).map(({ path }) => path)).toEqual(without);
  });

  it('is refused with 405 and the methods that there are', async () => {
    for (const route of gets.filter(({ answers }) => answers !== null)) {
      for (const path of [pathOf(route), `${pathOf(route)}/`]) {
        const answer = await app().request('HEAD', path, { headers });
        expect(`${path} ${answer.status} ${answer.headers.allow}`).toBe(`${path} 405 ${methodsOf(route).join(', ')}`);
      }
    }
  });

  it('records nothing on any route, also where GET does', async () => {
    for (const route of gets) {
      const before = await everything();
      await app().request('HEAD', pathOf(route), { headers });
      const made = (await everything()).slice(before.length).map(({ type }) => `${route.path} ${type}`);
      expect(made).toEqual([]);
    }
  });

  it('is declared away wherever a GET streams, records or shows what looks like a credential', async () => {
    await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } });
    for (const route of gets.filter(({ answers }) => answers === null)) {
      const before = await everything();
      const answer = await app().request('GET', pathOf(route), { headers });
      const made = (await everything()).slice(before.length).map(({ type }) => type);
      const isStream = String(answer.headers['content-type']).includes('ndjson') || answer.headers['transfer-encoding'] === 'chunked';
      expect(`${route.path} ${made} ${isStream} ${secret.exec(answer.text)?.[0]}`).toBe(`${route.path}  false undefined`);
    }
  });
});
