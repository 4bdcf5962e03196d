import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/users answers 403', () => {
  const app = runningApp();

  it.each(['annotator', 'reviewer', 'manager', 'auditor'] as const)('to a registering %s', async (role) => {
    const headers = await app().signIn(await app().register(role));
    const answer = await app().request('POST', '/v1/users', { headers, body: { email: 'new@example.com', role: 'annotator' } });
    expectProblem(answer, 403, 'permission/denied');
  });

  it.each(['owner', 'auditor'] as const)('to an administrator who registers an %s', async (role) => {
    const headers = await app().signIn(await app().register('administrator'));
    const answer = await app().request('POST', '/v1/users', { headers, body: { email: `new-${role}@example.com`, role } });
    expectProblem(answer, 403, 'role/above-own');
  });

  it.each([{ role: 'manager', password: 'a-long-and-quiet-river' }, { role: 'administrator' }, { role: 'owner' }, { role: 'auditor' }])(
    'to an API credential that registers %p',
    async (person) => {
      const { access } = await app().tokensOf();
      const answer = await app().request('POST', '/v1/users', {
        headers: { authorization: `Bearer ${access}` },
        body: { email: 'n@example.com', ...person },
      });
      expectProblem(answer, 403, 'permission/confirmation-required');
    },
  );

  it.each(['annotator', 'reviewer', 'manager'] as const)('to a listing %s', async (role) => {
    const headers = await app().signIn(await app().register(role));
    expectProblem(await app().request('GET', '/v1/users', { headers }), 403, 'permission/denied');
  });
});
