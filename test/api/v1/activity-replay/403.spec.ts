import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/activity/replay answers 403', () => {
  const app = runningApp();

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
