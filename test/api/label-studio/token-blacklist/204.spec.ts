import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /api/token/blacklist answers 204', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['/api/token/blacklist', '/api/token/blacklist/'])(
    'at %s with nothing, and the token and what came of it are dead',
    async (path) => {
      const person = await app.register('annotator');
      const { personal, access } = await app.tokensOf(person);
      const headers = { authorization: `Bearer ${access}` };
      const answer = await app.request('POST', path, { headers, body: { refresh: personal } });
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(answer.headers['keyledger-position']).toBeDefined();
      expect((await app.request('GET', '/v1/auth', { headers })).status).toBe(401);
      expect((await app.request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(401);
    },
  );

  it('for the form in which a token is listed, when it is the newest generation', async () => {
    const { personal, access } = await app.tokensOf(await app.register('annotator'));
    const listed = personal.split('.').slice(0, 2).join('.');
    const headers = { authorization: `Bearer ${access}` };
    expect((await app.request('POST', '/api/token/blacklist/', { headers, form: { refresh: listed } })).status).toBe(204);
  });

  it('while personal access tokens are switched off: taking away is always possible', async () => {
    const person = await app.register('annotator');
    const { personal } = await app.tokensOf(person);
    const owner = await app.signIn();
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
    const answer = await app.request('POST', '/api/token/blacklist/', { headers: await app.signIn(person), body: { refresh: personal } });
    expect(answer.status).toBe(204);
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
  });
});
