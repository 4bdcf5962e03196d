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
      expect(answer.text).toContain('action="/v1/password-resets"');
    });
  });
});

describe('GET /user/password-reset.js', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('to anybody with the script, which sends the secret in a body to where the form says', async () => {
      const { status, headers, text } = await app().request('GET', '/user/password-reset.js');
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch('text/javascript');
      expect(text).toContain('fetch(form.action');
    });
  });
});
