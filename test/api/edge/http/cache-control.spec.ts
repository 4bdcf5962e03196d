import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { runningApp } from '../../../support/running-app.js';

/** What is the same for everybody, and says so; the console may not have been built. */
const shared: Readonly<Record<string, string>> = {
  'GET /.well-known/jwks.json 200': 'public, max-age=300',
  'GET /console 200': 'no-cache',
  'GET /console/* 200': 'no-cache',
};

describe('An answer is kept by no cache', () => {
  const app = runningApp();
  let routes: Route[];
  beforeAll(() => {
    routes = routesOf(app().get(DiscoveryService));
  });
  const isFollowed = ({ path }: Route) => path === '/v1/activity/replay';

  it('whatever route gives it, to whom it is given, and whatever it says', async () => {
    const statuses = new Set<number>();
    for (const route of routes.filter((route) => !isFollowed(route))) {
      const name = `${route.method} ${route.path}`;
      const session = await app().signIn();
      const path = route.path.replace(/\/v1\/users\/\{id\}/, `/v1/users/${app().owner.id}`).replace(/\{\w+\}/g, 'none');
      for (const headers of [{}, session]) {
        const answer = await app().request(route.method, path, { headers });
        const expected = shared[`${name} ${answer.status}`] ?? 'no-store';
        expect(`${name} ${answer.status} ${answer.headers['cache-control']}`).toBe(`${name} ${answer.status} ${expected}`);
        statuses.add(answer.status);
      }
    }
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 404]));
  });

  it('neither those that carry a secret: sign-ins by either way, exchanges, links and new tokens', async () => {
    const person = await app().register('administrator');
    const { email, password } = person;
    const { personal, access } = await app().tokensOf(person);
    const bearer = { authorization: `Bearer ${access}` };
    const headers = await app().signIn(person);
    const answers = [
      await app().request('POST', '/v1/sessions', { body: { email, password } }),
      await app().request('POST', '/user/login/', { form: { email, password } }),
      await app().request('POST', '/v1/sessions/current/confirm', { headers, body: { password } }),
      await app().request('POST', '/api/token/refresh/', { body: { refresh: personal } }),
      await app().request('POST', '/api/token/rotate/', { headers: bearer, body: { refresh: personal } }),
      await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn(person) }),
    ];
    expect(answers.map(({ status, headers }) => [status, headers['cache-control']])).toEqual(
      [201, 302, 204, 200, 200, 201].map((status) => [status, 'no-store']),
    );
  });
});
