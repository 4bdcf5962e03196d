import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('/api/version and /health answer 200', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['/api/version', '/api/version/'])('%s to anybody, with the release whose contract is kept', async (path) => {
    const { status, body } = await app.request('GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ release: expect.stringMatching(/^\d+\.\d+\.\d+$/), 'label-studio-os-package': expect.any(Object) });
  });

  it.each(['/health', '/health/'])('%s to anybody', async (path) => {
    expect((await app.request('GET', path)).body).toEqual({ status: 'UP' });
  });
});
