import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/token/rotate answers 401', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('without a credential', async () => {
    const { personal } = await app.tokensOf();
    const answer = await app.request('POST', '/api/token/rotate/', { body: { refresh: personal } });
    expectEnvelope(answer, 401, 'Authentication credentials were not provided.');
  });

  it('for a bad access token, in the words of the library that the original asks here', async () => {
    const { personal } = await app.tokensOf();
    for (const credential of ['nonsense', 'a.b.c', personal]) {
      const headers = { authorization: `Bearer ${credential}` };
      const answer = await app.request('POST', '/api/token/rotate', { headers, body: { refresh: personal } });
      expectEnvelope(answer, 401, 'Given token not valid for any token type');
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="api"');
    }
  });
});
