import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/service-accounts answers 403', () => {
  const app = runningApp();

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  it.each(['annotator', 'reviewer', 'manager', 'auditor'] as const)('to a creating %s', async (role) => {
    expectProblem(
      await create({ name: 'robot', role: 'annotator' }, await app().signIn(await app().register(role))),
      403,
      'permission/denied',
    );
  });
  it.each(['owner', 'auditor'] as const)('to an administrator who makes an %s', async (role) => {
    expectProblem(await create({ name: 'robot', role }, await app().signIn(await app().register('administrator'))), 403, 'role/above-own');
  });
  it('to an API credential', async () => {
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    expectProblem(await create({ name: 'robot', role: 'annotator' }, headers), 403, 'permission/confirmation-required');
  });
});
