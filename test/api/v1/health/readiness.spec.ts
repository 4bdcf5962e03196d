import { describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/readiness', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('to an owner of the first organization, with each part of readiness', async () => {
      const { status, body } = await app().request('GET', '/v1/readiness', { headers: await app().signIn() });
      expect(status).toBe(200);
      expect(body.status).toBe('ok');
      expect(body.checks).toContainEqual({ check: 'store', ok: true, since: isoTime, problem: null });
    });

    it('also while the server is not ready: the answer is about it', async () => {
      const session = await app().signIn();
      app().clock.set(3600);
      const { status, body } = await app().request('GET', '/v1/readiness', { headers: session });
      expect([status, body.status]).toEqual([200, 'not-ready']);
      const clock = { check: 'clock', ok: false, since: isoTime, problem: expect.stringMatching(/differently by 3600 s/) };
      expect(body.checks).toContainEqual(clock);
    });
  });

  describe('answers 403', () => {
    const app = runningApp();

    it('to an administrator, and to an owner of another organization: it is about the installation', async () => {
      const { owner } = await app().secondOrganization();
      for (const person of [await app().register('administrator'), owner]) {
        const answer = await app().request('GET', '/v1/readiness', { headers: await app().signIn(person) });
        expectProblem(answer, 403, 'permission/denied');
      }
    });
  });
});
