import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /api/token/refresh answers 413', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('for a body over 64 KiB, whatever says how long it is', async () => {
    const refresh = 'x'.repeat(70_000);
    expect((await app.request('POST', '/api/token/refresh/', { body: { refresh } })).status).toBe(413);
    expect((await app.request('POST', '/api/token/refresh/', { form: { refresh } })).status).toBe(413);
  });
});
