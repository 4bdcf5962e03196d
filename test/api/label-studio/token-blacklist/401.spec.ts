import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/token/blacklist answers 401', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('without a credential, even for a whole valid token, which goes on working', async () => {
    const { personal } = await app.tokensOf();
    const answer = await app.request('POST', '/api/token/blacklist/', { body: { refresh: personal } });
    expectEnvelope(answer, 401, 'Authentication credentials were not provided.');
    expect(answer.headers['www-authenticate']).toBe('Token');
    expect((await app.request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(200);
  });
});
