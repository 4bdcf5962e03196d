import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

const names = ['می\u200cخواهم', 'ක්\u200dෂ', '👩\u200d👩\u200d👧\u200d👦', '🏳️\u200d🌈'];
const invisible = ['ro\u200bbot', 'robot\u200d', '\u200crobot', 'ro\u202ebot', '\ufeffrobot', 'ro\u00adbot'];

describe('A name', () => {
  const app = runningApp();
  const routes: readonly (readonly [string, string, (name: string) => object])[] = [
    ['POST', '/v1/service-accounts', (name) => ({ name, role: 'annotator' })],
    ['POST', '/v1/tokens', (name) => ({ name, kind: 'personal' })],
    ['POST', '/v1/verifiers', (name) => ({ name })],
    ['POST', '/v1/users', (firstName) => ({ firstName, email: `${Math.random().toString(36).slice(2)}@example.org`, role: 'annotator' })],
  ];

  it.each(routes)('is taken by %s %s as it is written in any script, and not with what nobody sees', async (method, path, bodyOf) => {
    const headers = await app().signIn();
    await app().request('PATCH', '/v1/organization', { headers, body: { serviceAccountAllowance: 50 } });
    for (const name of names) {
      const { status, text } = await app().request(method, path, { headers, body: bodyOf(name) });
      expect(`${status}`).toBe('201');
      expect(text).toContain(name);
    }
    for (const name of invisible) {
      const answer = await app().request(method, path, { headers, body: bodyOf(name) });
      expectProblem(answer, 400, 'request/invalid', [path === '/v1/users' ? 'firstName' : 'name']);
    }
  });
});

describe('A byte-order mark', () => {
  const app = runningApp();

  it.each(['/v1/tokens', '/v1/sessions'])('before a JSON body is none of it: POST %s', async (path) => {
    const { email, password } = app().owner;
    const body = path === '/v1/tokens' ? { kind: 'personal' } : { email, password };
    const headers = path === '/v1/tokens' ? await app().signIn() : {};
    expect((await app().request('POST', path, { headers, rawBody: `\ufeff${JSON.stringify(body)}` })).status).toBe(201);
  });

  it('is refused under /api, as Label Studio refuses it', async () => {
    const rawBody = `\ufeff${JSON.stringify({ refresh: (await app().tokensOf()).personal })}`;
    const { status, body } = await app().request('POST', '/api/token/refresh', { rawBody });
    expect([status, body.detail]).toEqual([400, expect.stringContaining('JSON parse error')]);
  });
});

describe('A password', () => {
  const app = runningApp();

  it.each(['\n', '\t', '\u0000', '\u0085'])('with %j in it is refused wherever one is set', async (character) => {
    const password = `quiet-Heron-57${character}harbour-lanes`;
    const headers = await app().signIn();
    const code = 'password/control-character';
    const body = { email: `x${character.codePointAt(0)}@example.org`, role: 'annotator', password };
    expectProblem(await app().request('POST', '/v1/users', { headers, body }), 422, code);
    const own = { currentPassword: app().owner.password, newPassword: password };
    expectProblem(await app().request('PUT', '/v1/users/me/password', { headers, body: own }), 422, code);
  });
});
