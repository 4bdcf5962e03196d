import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/{id}/password-resets answers 403', () => {
  const app = runningApp();

  it('to everybody but owners and administrators, and to those about somebody above them', async () => {
    const person = await app().register('annotator');
    const path = `/v1/users/${person.id}/password-resets`;
    for (const role of ['annotator', 'reviewer', 'manager', 'auditor'] as const) {
      expectProblem(
        await app().request('GET', path, { headers: await app().signIn(await app().register(role)) }),
        403,
        'permission/denied',
      );
    }
    const headers = await app().signIn(await app().register('administrator'));
    expectProblem(await app().request('GET', `/v1/users/${app().owner.id}/password-resets`, { headers }), 403, 'role/above-own');
  });
});
