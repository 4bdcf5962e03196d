import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';

describe('GET /favicon.ico', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('to anybody with a picture', async () => {
      const { status, headers, text } = await app().request('GET', '/favicon.ico');
      expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml']);
      expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    });
  });
});

describe('GET /user/pages.js', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('to anybody with a script that makes no markup of a text', async () => {
      const { status, headers, text } = await app().request('GET', '/user/pages.js');
      expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
      expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(/);
    });
  });
});
