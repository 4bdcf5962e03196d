import { describe, expect, it } from '@jest/globals';
import { ended, lengthen } from '../../../support/operation.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/backups answers 409', () => {
  const app = runningApp();

  it('while a read model is rebuilt, and not any more once that has ended', async () => {
    const headers = await app().signIn();
    await lengthen(app());
    const rebuild = app().request('POST', '/v1/projections/activity-log/rebuild', { headers });
    const [begun, refused] = await Promise.all([rebuild, app().request('POST', '/v1/backups', { headers })]);
    expectProblem(refused, 409, 'operation/in-progress');
    await ended(app(), headers, begun.body.id);
    expect((await app().request('POST', '/v1/backups', { headers })).status).toBe(202);
  });
});
