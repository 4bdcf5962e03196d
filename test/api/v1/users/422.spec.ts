import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users answers 422', () => {
  const app = runningApp();

  it.each(['nobody', 'a@b', 'ada@example.com.', '\u0430da@example.com', 'ada@example.com\nbcc:x@example.com', '"a b"@example.com'])(
    'for %p, which is no address here',
    async (email) => {
      const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { email, role: 'manager' } });
      expectProblem(answer, 422, 'email/invalid');
    },
  );

  it.each([
    ['short', 'password/too-short'],
    ['\u00e9'.repeat(600), 'password/too-long'],
    ['passwordpassword', 'password/too-common'],
  ] as const)('for the password %p', async (password, code) => {
    const body = { email: 'weak@example.com', role: 'manager', password };
    expectProblem(await app().request('POST', '/v1/users', { headers: await app().signIn(), body }), 422, code);
    expect(
      (await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { email: body.email, role: 'manager' } })).status,
    ).toBe(201);
    const other = await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { email: body.email, role: 'manager' } });
    expect(other.status).toBe(409);
    await forget(body.email);
  });

  /** Makes the address free again for the next row. */
  async function forget(email: string): Promise<void> {
    const headers = await app().signIn();
    const { items } = (await app().request('GET', '/v1/users', { headers })).body;
    const { id } = items.find((item: { email: string }) => item.email === email);
    await app().request('POST', `/v1/users/${id}/disable`, { headers });
    expect((await app().request('POST', `/v1/users/${id}/erase`, { headers })).status).toBe(200);
  }
});
