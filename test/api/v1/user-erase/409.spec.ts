import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/erase answers 409', () => {
  const app = runningApp();

  it('for somebody who is not disabled, with nothing erased', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn();
    expectProblem(await app().request('POST', `/v1/users/${person.id}/erase`, { headers }), 409, 'user/not-disabled');
    expect((await app().request('GET', `/v1/users/${person.id}`, { headers })).body.email).toBe(person.email);
  });

  it('to anyone who means to erase themselves', async () => {
    expectProblem(await app().request('POST', `/v1/users/${app().owner.id}/erase`, { headers: await app().signIn() }), 409, 'user/self');
  });

  it('when an erased person is to be enabled', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn();
    for (const action of ['disable', 'erase']) await app().request('POST', `/v1/users/${person.id}/${action}`, { headers });
    expectProblem(await app().request('POST', `/v1/users/${person.id}/enable`, { headers }), 409, 'user/erased');
  });
});
