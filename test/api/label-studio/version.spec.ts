import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';

describe('GET /api/version', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it.each(['/api/version', '/api/version/'])('at %s to anybody, with the release whose contract is kept', async (path) => {
      const { status, body } = await app().request('GET', path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ release: expect.stringMatching(/^\d+\.\d+\.\d+$/), 'label-studio-os-package': expect.any(Object) });
    });
  });
});
