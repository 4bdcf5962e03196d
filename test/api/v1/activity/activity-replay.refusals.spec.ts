import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/activity/replay', () => {
  const app = runningApp();

  describe('answers 400', () => {
    it.each(['x', '00000000-0000-4000-8000-000000000000:1', '1'])('for the place %s, which is none of this log', async (after) => {
      expectProblem(
        await app().request('GET', `/v1/activity/replay?after=${after}`, { headers: await app().signIn() }),
        400,
        'activity/position-invalid',
      );
    });

    it.each(['follow=maybe', 'opened=1', 'speed=11'])('for %s', async (query) => {
      const answer = await app().request('GET', `/v1/activity/replay?${query}`, { headers: await app().signIn() });
      expect(`${answer.status} ${answer.body.code}`).toBe('400 request/invalid');
    });
  });

  describe('answers 403', () => {
    it.each(['annotator', 'reviewer', 'manager'] as const)('to a %s', async (role) => {
      const headers = await app().signIn(await app().register(role));
      expectProblem(await app().request('GET', '/v1/activity/replay', { headers }), 403, 'permission/denied');
    });

    it('to an auditor who wants personal data opened, and nothing is recorded as exported', async () => {
      const headers = await app().signIn(await app().register('auditor'));
      expectProblem(await app().request('GET', '/v1/activity/replay?opened=true', { headers }), 403, 'permission/denied');
      expect((await app().request('GET', '/v1/activity?type=ActivityExported', { headers })).body.items).toEqual([]);
      expect((await app().request('GET', '/v1/activity/replay', { headers })).status).toBe(200);
    });
  });

  describe('answers 429', () => {
    const following: AbortController[] = [];
    let url: Promise<string> | null = null;
    const listening = () => (url ??= app().listen());
    /** Begins to follow the log with these headers, and answers the status. */
    const follow = async (headers: Record<string, string>): Promise<number> => {
      const abort = new AbortController();
      following.push(abort);
      return (await fetch(`${await listening()}/v1/activity/replay?follow=true`, { headers, signal: abort.signal })).status;
    };
    const followTwice = async (headers: Record<string, string>) => [await follow(headers), await follow(headers)];
    const ask = (headers: Record<string, string>) => app().request('GET', '/v1/activity/replay', { headers });
    const leave = (count: number) => {
      for (const abort of following.splice(0, count)) abort.abort();
    };
    const refused = async (headers: Record<string, string>) => {
      const answer = await ask(headers);
      expectProblem(answer, 429, 'activity/replays-in-progress');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    };

    it('to a third with one credential, a fifth of one person and a ninth of all, until one of them has ended', async () => {
      const [first, second, third] = [await app().signIn(), await app().signIn(), await app().signIn()];
      const [other, another] = [await app().signIn(await app().register('auditor')), await app().signIn(await app().register('auditor'))];
      expect(await followTwice(first)).toEqual([200, 200]);
      await refused(first);
      expect(await followTwice(second)).toEqual([200, 200]);
      await refused(third);
      expect(await followTwice(other)).toEqual([200, 200]);
      expect(await followTwice(another)).toEqual([200, 200]);
      await refused(await app().signIn(await app().register('auditor')));
      leave(8);
      await eventually(async () => expect((await ask(first)).status).toBe(200));
    });

    it('never for those that have ended, or were refused', async () => {
      const headers = await app().signIn();
      for (let count = 0; count < 10; count += 1) {
        expect((await ask(headers)).status).toBe(200);
        expect((await app().request('GET', '/v1/activity/replay?after=nowhere', { headers })).status).toBe(400);
      }
    });
  });
});
