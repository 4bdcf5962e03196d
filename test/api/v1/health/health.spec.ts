import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('GET /health', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it.each(['/health', '/health/'])('at %s to anybody, as Label Studio does', async (path) => {
      expect((await app().request('GET', path)).body).toEqual({ status: 'UP' });
    });
  });
});

describe('GET /health/live', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('to anybody, with no more than that the process is there', async () => {
      const { status, body } = await app().request('GET', '/health/live');
      expect([status, body]).toEqual([200, { status: 'ok' }]);
    });
  });
});

describe('GET /health/ready', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('to anybody, with no more than that the process can be asked', async () => {
      const { status, body } = await app().request('GET', '/health/ready');
      expect([status, body]).toEqual([200, { status: 'ok' }]);
    });
  });

  describe('answers 503', () => {
    const app = runningApp({ KEYLEDGER_READY_FREE_MIB: '1000000000' });

    it('to anybody, with no word of what is wrong', async () => {
      const { status, body } = await app().request('GET', '/health/ready');
      expect(status).toBe(503);
      expect(Object.keys(body)).toEqual(['status']);
      expect(body.status).not.toBe('ok');
    });
  });
});
