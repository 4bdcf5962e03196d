import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import type { Access } from '#api/edge/authentication/access';
import { Dialects } from '#api/edge/http/dialects';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { runningApp } from '../../../support/running-app.js';
import { ownerPassword } from '../../../support/test-app.js';

const noBody = '00000000-0000-4000-8000-000000000000';
const chosen = 'seven-herons-over-the-lake';

describe('Somebody whose password another person chose', () => {
  const app = runningApp();
  const registered = async (email: string) => {
    const body = { email, role: 'administrator', password: ownerPassword };
    expect((await app().request('POST', '/v1/users', { headers: await app().signIn(), body })).status).toBe(201);
    return { email, password: ownerPassword };
  };
  const signedIn = async (person: { email: string; password: string }) => {
    const answer = await app().request('POST', '/v1/sessions', { body: person });
    return { answer, headers: await app().signIn(person) };
  };
  let guarded: (Route & { access: Access })[];
  beforeAll(() => {
    const takesSessions = ({ path }: Route) => app().get(Dialects).at(path).takes?.('session') ?? true;
    guarded = routesOf(app().get(DiscoveryService)).filter(
      (route): route is Route & { access: Access } => !!route.access && 'roles' in route.access && takesSessions(route),
    );
  });

  it('hears so on signing in, and may see who they are, sign out and choose another, and nothing else', async () => {
    const { answer, headers } = await signedIn(await registered('ada@example.org'));
    expect(answer.body).toMatchObject({ passwordChangeRequired: true });
    const admitted: string[] = [];
    for (const { method, path } of guarded) {
      if (['/v1/sessions/current', '/user/logout', '/v1/auth'].includes(path)) continue;
      const { status, body } = await app().request(method, path.replace(/\{\w+\}/g, noBody), { headers });
      const isRefused = status === 403 && ['permission/password-change-required'].includes(body.code);
      const isRefusedInEnvelope = status === 403 && /^Somebody else chose your password/.test(body.detail ?? '');
      if (!isRefused && !isRefusedInEnvelope) admitted.push(`${method} ${path}`);
    }
    expect(admitted.sort()).toEqual(['GET /v1/users/me', 'POST /user/password', 'PUT /v1/users/me/password']);
    expect((await app().request('DELETE', '/v1/sessions/current', { headers })).status).toBe(204);
  });

  it('is refused in the envelope of Label Studio by its routes', async () => {
    const { headers } = await signedIn(await registered('eve@example.org'));
    const { status, body } = await app().request('GET', '/api/current-user/token', { headers });
    expect([status, body.status_code, body.exc_info]).toEqual([403, 403, null]);
  });

  it('goes on with the same session once they chose one', async () => {
    const { headers } = await signedIn(await registered('grace@example.org'));
    const change = { currentPassword: ownerPassword, newPassword: chosen };
    expect((await app().request('PUT', '/v1/users/me/password', { headers, body: change })).status).toBe(204);
    expect((await app().request('GET', '/v1/users', { headers })).status).toBe(200);
    const { answer } = await signedIn({ email: 'grace@example.org', password: chosen });
    expect(answer.body).not.toHaveProperty('passwordChangeRequired');
  });

  it('is still asked after a restart', async () => {
    const person = await registered('joan@example.org');
    await app().restart();
    expect((await signedIn(person)).answer.body).toMatchObject({ passwordChangeRequired: true });
  });

  it('is led by the form to a page that asks for the new one, and on from there', async () => {
    const person = await registered('hedy@example.org');
    const entered = await app().request('POST', '/user/login/', { form: person });
    expect([entered.status, entered.headers.location]).toEqual([302, '/user/password']);
    expect((await app().request('GET', '/user/password')).text).toContain('name="newPassword"');
    const headers = await app().signIn(person);
    const common = await app().request('POST', '/user/password', {
      headers,
      form: { currentPassword: ownerPassword, newPassword: 'Summer2026Summer2026' },
    });
    expect([common.status, common.text.includes('a guesser tries early')]).toEqual([422, true]);
    const wrong = await app().request('POST', '/user/password', { headers, form: { currentPassword: 'x', newPassword: chosen } });
    expect([wrong.status, wrong.text.includes('name="newPassword"')]).toEqual([403, true]);
    const changed = await app().request('POST', '/user/password', {
      headers,
      form: { currentPassword: ownerPassword, newPassword: chosen },
    });
    expect([changed.status, changed.headers.location]).toEqual([302, '/console/']);
    const again = await app().request('POST', '/user/login/', { form: { ...person, password: chosen } });
    expect(again.headers.location).toBe('/console/');
  });
});

describe('A password that nobody else chose', () => {
  const app = runningApp();

  it('asks for no change: of the first owner, set with a link, or set on the host', async () => {
    const made = await app().request('POST', '/v1/users', {
      headers: await app().signIn(),
      body: { email: 'ada@example.org', role: 'manager' },
    });
    const asked = await app().request('POST', `/v1/users/${made.body.id}/password-reset`, { headers: await app().signIn() });
    const redeemed = { secret: asked.body.link.split('#')[1], newPassword: chosen };
    expect((await app().request('POST', '/v1/password-resets', { body: redeemed })).status).toBe(204);
    for (const person of [app().owner, { email: 'ada@example.org', password: chosen }, await app().register('reviewer')]) {
      const { body } = await app().request('POST', '/v1/sessions', { body: { email: person.email, password: person.password } });
      expect(body).not.toHaveProperty('passwordChangeRequired');
    }
  });
});
