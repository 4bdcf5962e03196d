import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/users/{id}/password-resets/{resetId} answers 403', () => {
  const app = runningApp();

  it('to administrators about an owner, and to anyone who is not even one', async () => {
    const path = `/v1/users/${app().owner.id}/password-resets/x`;
    const [administrator, manager] = [await app().register('administrator'), await app().register('manager')];
    expectProblem(await app().request('DELETE', path, { headers: await app().signIn(administrator) }), 403, 'role/above-own');
    expectProblem(await app().request('DELETE', path, { headers: await app().signIn(manager) }), 403, 'permission/denied');
  });
});
