import { describe, expect, it } from '@jest/globals';
import { ended, lengthen } from '../../../support/operation.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/projections/{name}/rebuild answers 409', () => {
  const app = runningApp();

  it('while another operation is in progress, and not any more once that has ended', async () => {
    const headers = await app().signIn();
    await lengthen(app());
    const rebuild = (name: string) => app().request('POST', `/v1/projections/${name}/rebuild`, { headers });
    const [first, second] = await Promise.all([rebuild('activity-log'), rebuild('deadlines')]);
    expectProblem(second, 409, 'operation/in-progress');
    await ended(app(), headers, first.body.id);
    expect((await rebuild('deadlines')).status).toBe(202);
  });
});
