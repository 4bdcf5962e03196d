import { afterAll, beforeAll, describe, it } from '@jest/globals';
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
});
