import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import type { Access } from '#api/edge/authentication/access';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { runningApp } from '../support/running-app.js';

const url = 'https://keys.example.org';

describe('A page of another site that a signed-in person visits', () => {
  const app = runningApp({ KEYLEDGER_PUBLIC_URL: url, KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const host = { host: 'keys.example.org' };
  const show = async (headers: Record<string, string>, method = 'GET') =>
    app().request(method, '/api/current-user/token', { headers: { ...host, ...headers } });
  const decided = async () => (await readEverything(app().get(EventStore), null)).filter(({ type }) => type === 'TokenIssued').length;
  let session: { cookie: string };
  beforeAll(async () => {
    session = await app().signIn(await app().register('manager'));
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://evil.example.org' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': '' },
    { 'sec-fetch-site': 'cross-site', origin: url },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://keys.example.org.evil.example' },
    { origin: 'https://keys.example.org:8443' },
    { origin: '' },
  ])('mints and reads no token with %p (SR-25)', async (headers) => {
    const before = await decided();
    for (const method of ['GET', 'HEAD']) expect([403, 405]).toContain((await show({ ...session, ...headers } as never, method)).status);
    const answer = await show({ ...session, ...headers } as never);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ detail: 'A browser page of another site may not do this.' });
    expect(await decided()).toBe(before);
  });

  it('stops neither our own page nor a program that signed in by form and reads the token, as an old client does', async () => {
    const first = await show(session);
    expect(first.status).toBe(200);
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: url }, { origin: 'https://KEYS.example.org:443' }]) {
      expect((await show({ ...session, ...headers } as never)).body).toEqual(first.body);
    }
    // A credential in a header is sent by no browser on its own.
    const headers = { authorization: `Token ${first.body.token}`, 'sec-fetch-site': 'cross-site' };
    expect((await show(headers)).body).toEqual(first.body);
  });

  describe('of all questions', () => {
    const credential = /\b(kl_(sa|se|pr|rs)_\w{20,}|[0-9a-f]{40}|ey[\w-]+\.ey[\w-]+\.[\w-]+)\b/;
    const questions = (): Route[] => routesOf(app().get(DiscoveryService)).filter(({ method }) => method === 'GET');
    const isGuarded = (route: Route): route is Route & { access: Access } => !!route.access && 'roles' in route.access;

    it('those that say that they do more than read are refused, and the others answer with no credential', async () => {
      const owner = await app().signIn();
      await show(owner);
      await app().request('POST', '/v1/tokens', { headers: { ...host, ...owner }, body: { kind: 'personal' } });
      const asked: string[] = [];
      for (const route of questions().filter(isGuarded)) {
        if (route.path === '/v1/activity/replay') continue;
        const path = route.path.replace(/\/v1\/users\/\{id\}/, `/v1/users/${app().owner.id}`).replace(/\{\w+\}/g, 'none');
        const answer = await app().request('GET', path, { headers: { ...host, ...owner, 'sec-fetch-site': 'cross-site' } });
        if (route.access.act !== 'read') asked.push(`${route.path} ${answer.status}`);
        else expect(`${route.path} ${credential.exec(answer.text)?.[0]}`).toBe(`${route.path} undefined`);
      }
      expect(asked).toEqual(['/api/current-user/token 403']);
    });
  });
});
