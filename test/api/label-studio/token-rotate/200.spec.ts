import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /api/token/rotate answers 200', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('with the next token; the old one and its access tokens are dead', async () => {
    const { personal, access } = await app.tokensOf(await app.register('annotator'));
    const headers = { authorization: `Bearer ${access}` };
    const { status, body } = await app.request('POST', '/api/token/rotate/', { headers, body: { refresh: personal } });
    expect([status, Object.keys(body)]).toEqual([200, ['refresh']]);
    expect((await app.request('GET', '/v1/auth', { headers })).status).toBe(401);
    expect((await app.request('POST', '/api/token/refresh/', { body: { refresh: personal } })).status).toBe(401);
    const next = await app.exchange(body.refresh);
    const again = { headers: { authorization: `Bearer ${next}` }, body: { refresh: body.refresh } };
    expect((await app.request('POST', '/api/token/rotate', again)).status).toBe(200);
  });

  it('with the lifetime that the organization grants now', async () => {
    const { personal, access } = await app.tokensOf(await app.register('annotator'));
    await app.request('PATCH', '/v1/organization', { headers: await app.signIn(), body: { personalAccessTokenTtlDays: 2 } });
    const rotation = { headers: { authorization: `Bearer ${access}` }, body: { refresh: personal } };
    const { refresh } = (await app.request('POST', '/api/token/rotate/', rotation)).body;
    const { iat, exp } = JSON.parse(Buffer.from(refresh.split('.')[1], 'base64url').toString());
    expect(exp - iat).toBe(2 * 86_400);
  });

  it('to one of two hundred that ask at once', async () => {
    const { personal, access } = await app.tokensOf(await app.register('annotator'));
    const rotation = { headers: { authorization: `Bearer ${access}` }, body: { refresh: personal } };
    const answers = await Promise.all(Array.from({ length: 200 }, () => app.request('POST', '/api/token/rotate/', rotation)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 400, 401].includes(status))).toBe(true);
    expect((await app.request('POST', '/api/token/refresh/', { body: won[0].body })).status).toBe(200);
  });
});
