import { describe, expect, it } from '@jest/globals';
import { expectPage } from '../../support/page.js';
import { runningApp } from '../../support/running-app.js';

describe('GET /user/password-reset', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('to anybody with one and the same page, which its script completes', async () => {
      const answer = await app().request('GET', '/user/password-reset');
      expectPage(answer);
      expect(answer.text).toContain('src="/user/password-reset.js"');
    });
  });
});

describe('GET /user/password-reset.js', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('to anybody with the script, which sends the secret to the one route that takes it', async () => {
      const { status, headers, text } = await app().request('GET', '/user/password-reset.js');
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch('text/javascript');
      expect(text).toContain('/v1/password-resets');
    });
  });
});
