import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/token/blacklist answers 400', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('when the token is not there', async () => {
    const answer = await app.request('POST', '/api/token/blacklist/', { headers: await app.signIn(), body: {} });
    expectEnvelope(answer, 400, 'Validation error', { refresh: ['This field is required.'] });
  });
});
