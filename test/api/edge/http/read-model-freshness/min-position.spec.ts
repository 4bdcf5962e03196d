import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../../support/problem.js';
import { runningApp } from '../../../../support/running-app.js';

describe('A request that names a least position', () => {
  const app = runningApp();
  const at = (position: string) => ({ 'keyledger-min-position': position });

  it('is answered at once when the position was reached: people may carry it from a write to any read', async () => {
    const session = await app().signIn();
    const written = await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } });
    const position = String(written.headers['keyledger-position']);
    for (const path of ['/v1/tokens', '/v1/activity', '/api/token/', '/v1/users/me']) {
      expect((await app().request('GET', path, { headers: { ...session, ...at(position) } })).status).toBe(200);
    }
    const access = await app().exchange(written.body.credential);
    const headers = { authorization: `Bearer ${access}`, ...at(position) };
    expect((await app().request('GET', '/v1/auth', { headers })).status).toBe(200);
  });

  it('waits for what is about to happen', async () => {
    const session = await app().signIn();
    const [log, now] = String(
      (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } })).headers['keyledger-position'],
    ).split(':');
    const waiting = app().request('GET', '/v1/users/me', { headers: { ...session, ...at(`${log}:${BigInt(now) + 1n}`) } });
    await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } });
    expect((await waiting).status).toBe(200);
  });

  it('is refused after two seconds, and told to come back, when it was not reached (SR-30)', async () => {
    const session = await app().signIn();
    const [log] = String(
      (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } })).headers['keyledger-position'],
    ).split(':');
    const position = at(`${log}:9999999`);
    const [list, auth] = await Promise.all([
      app().request('GET', '/v1/users/me', { headers: { ...session, ...position } }),
      app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${(await app().tokensOf()).access}`, ...position } }),
    ]);
    for (const answer of [list, auth]) {
      expectProblem(answer, 503, 'service/not-caught-up');
      expect(answer.headers['retry-after']).toBe('1');
    }
  });

  it.each(['x', '5', '-1', '00000000-0000-4000-8000-000000000000:5', ':', `${'9'.repeat(400)}`, 'a:b:c'])(
    'that is %s is refused',
    async (position) => {
      expectProblem(
        await app().request('GET', '/v1/users/me', { headers: { ...(await app().signIn()), ...at(position) } }),
        400,
        'activity/position-invalid',
      );
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: 'Bearer x', ...at(position) } })).status).toBe(503);
      expect((await app().request('GET', '/api/version', { headers: at(position) })).body.status_code).toBe(400);
    },
  );
});
