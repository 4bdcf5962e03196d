import { inspect } from 'node:util';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../../support/events.js';
import { runningApp } from '../../../support/running-app.js';
import type { Answer } from '../../../support/test-app.js';

/** A member that no route knows, and that appears in no answer except a refusal. */
const surplus = 'surplus-member';
const canary = 'surplus-value';
const nobody = '00000000-0000-4000-8000-000000000000';

const isStrict = ({ path }: Route) => path.startsWith('/v1/') && path !== '/v1/auth';
const isLenient = ({ path }: Route) => /^\/(api|oauth)\//.test(path);
const isQuestion = ({ method }: Route) => method === 'GET';
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

/** Without these the routes refuse a request for what it lacks. */
const requiredQueries: Readonly<Record<string, string>> = { 'DELETE /v1/sessions': '?others=true' };

describe('What a route does not declare (SR-36)', () => {
  const app = runningApp();
  let routes: Route[];
  beforeAll(() => {
    routes = routesOf(app().get(DiscoveryService));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const decided = async () =>
    (await readEverything(app().get(EventStore), null)).filter(({ stream }) => !/^(activity|token)-/.test(stream)).length;
  /** The owner's session was confirmed a moment ago, so that only the request itself can be refused. */
  const call = ({ method, path }: Route, headers: Record<string, string>, query: string, sent: { body?: unknown; rawBody?: string } = {}) =>
    app().request(method, path.replace(/\{\w+\}/g, nobody) + query, { headers, ...sent });
  const refused = (route: Route, { status, body }: Answer) =>
    `${nameOf(route)} ${status} ${body?.code} ${Object.keys(body?.members ?? {}).join()}`;

  it('is looked for on every route that is served', () => {
    expect(routes.filter(isStrict).length).toBeGreaterThan(35);
    expect(routes.filter(isLenient).length).toBeGreaterThan(10);
    expect(routes.filter((route) => isStrict(route) && route.body === null && !isQuestion(route)).length).toBeGreaterThan(10);
  });

  it.each([surplus, 'dryRun', '__proto__', 'constructor'])(
    'on /v1 is 400 and named in the query, and nothing is done: %s',
    async (name) => {
      const [headers, before] = [await app().signIn(), await decided()];
      for (const route of routes.filter(isStrict)) {
        expect(refused(route, await call(route, headers, `?${name}=true`))).toBe(`${nameOf(route)} 400 request/invalid ${name}`);
      }
      expect(await decided()).toBe(before);
    },
  );

  it('on /v1 is 400 and named in the body, and nothing is done', async () => {
    const [headers, before] = [await app().signIn(), await decided()];
    for (const route of routes.filter(isStrict)) {
      const { status, body } = await call(route, headers, '', { body: { [surplus]: canary } });
      const named = isQuestion(route) ? 'body' : surplus;
      expect(`${nameOf(route)} ${status} ${named in body.members}`).toBe(`${nameOf(route)} 400 true`);
    }
    expect(await decided()).toBe(before);
  });

  it.each(['[]', '[{"a":1}]', '"text"', '7', 'true'])('on /v1 is 400 as a body of a route that takes none: %s', async (rawBody) => {
    const headers = await app().signIn();
    for (const route of routes.filter((route) => isStrict(route) && route.body === null)) {
      expect(refused(route, await call(route, headers, '', { rawBody }))).toBe(`${nameOf(route)} 400 request/invalid body`);
    }
  });

  it('on /v1 is not what clients send who always send an object: an empty one is no body', async () => {
    for (const route of routes.filter((route) => isStrict(route) && route.body === null && !isQuestion(route))) {
      const query = requiredQueries[nameOf(route)] ?? '';
      expect(refused(route, await call(route, await app().signIn(), query, { body: {} }))).not.toContain('request/invalid');
    }
  });

  it('on /api and /oauth is ignored, and reaches no handler', async () => {
    const executed = [jest.spyOn(app().get(CommandBus), 'execute'), jest.spyOn(app().get(QueryBus), 'execute')];
    const headers = await app().signIn();
    const issue = async () => (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body.credential;
    // A token that one request ended must not be the body of the next.
    const known = async () => ({ refresh: await issue(), token: await issue(), api_token_ttl_days: 30 });
    for (const route of routes.filter(isLenient)) {
      for (const query of [`?${surplus}=${canary}`, `?__proto__=${canary}`]) {
        const withSurplus = isQuestion(route) ? {} : { body: { ...(await known()), [surplus]: canary } };
        const without = isQuestion(route) ? {} : { body: await known() };
        const [answer, plain] = [await call(route, headers, query, withSurplus), await call(route, headers, '', without)];
        expect(`${nameOf(route)} ${answer.status}`).toBe(`${nameOf(route)} ${plain.status}`);
        expect(Object.keys(answer.body ?? {})).toEqual(Object.keys(plain.body ?? {}));
      }
    }
    const seen = inspect(
      executed.flatMap(({ mock }) => mock.calls),
      { depth: 12, maxStringLength: null },
    );
    expect(seen).toContain('RotateToken');
    expect(seen).not.toContain(canary);
  });

  it('is ignored in the query wherever else a route answers', async () => {
    const others = routes.filter((route) => !isStrict(route) && !isLenient(route));
    expect(others.map(({ path }) => path)).toEqual(expect.arrayContaining(['/v1/auth', '/health/live', '/user/login', '/docs']));
    for (const route of others) {
      const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
      for (const query of [`?${surplus}=${canary}`, '?__proto__=1', '?constructor=1&next=/x']) {
        const [plain, asked] = [
          await app().request(route.method, route.path, { headers }),
          await app().request(route.method, route.path + query, { headers }),
        ];
        expect(`${nameOf(route)} ${asked.status}`).toBe(`${nameOf(route)} ${plain.status}`);
      }
    }
  });
});
