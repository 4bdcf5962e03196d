import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/token/refresh answers 405', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('to %s', async (method) => {
    const answer = await app.request(method, '/api/token/refresh/');
    expectEnvelope(answer, 405, `Method "${method}" not allowed.`);
    expect(answer.headers.allow).toBe('POST');
  });
});
