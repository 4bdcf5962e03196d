import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/token/refresh answers 415', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['text/plain', 'application/xml'])('for %s', async (type) => {
    const answer = await app.request('POST', '/api/token/refresh/', { headers: { 'content-type': type }, rawBody: '{}' });
    expectEnvelope(answer, 415, `Unsupported media type "${type}" in request.`);
  });
});
