import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/service-accounts answers 400', () => {
  const app = runningApp();

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  it.each([
    ['no name', { role: 'manager' }, ['name']],
    ['an empty name', { name: '', role: 'manager' }, ['name']],
    ['a name of blanks', { name: '   ', role: 'manager' }, ['name']],
    ['a name of 201 characters', { name: 'x'.repeat(201), role: 'manager' }, ['name']],
    ['a name with a NUL', { name: 'a\u0000b', role: 'manager' }, ['name']],
    ['a name with an invisible direction mark', { name: 'a\u202eb', role: 'manager' }, ['name']],
    ['no role', { name: 'robot' }, ['role']],
    ['a role that there is not', { name: 'robot', role: 'superuser' }, ['role']],
    ['one workspace that is no list', { name: 'robot', role: 'manager', workspaceIds: 'w1' }, ['workspaceIds']],
    ['a workspace with a comma', { name: 'robot', role: 'manager', workspaceIds: ['w1,w2'] }, ['workspaceIds']],
    ['1001 projects', { name: 'robot', role: 'manager', projectIds: Array.from({ length: 1001 }, (_, i) => `p${i}`) }, ['projectIds']],
    ['a credential of its own choice', { name: 'robot', role: 'manager', credential: 'kl_sa_x' }, ['credential']],
  ])('for %s', async (_what, account, members) => {
    expectProblem(await create(account), 400, 'request/invalid', members);
    expect((await app().request('GET', '/v1/service-accounts', { headers: await app().signIn() })).body.items).toEqual([]);
  });
});
