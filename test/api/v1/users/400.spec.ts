import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/users answers 400 (SR-36)', () => {
  const app = runningApp();

  it.each([
    ['no body member at all', {}, ['email', 'role']],
    ['an e-mail address that is no text', { email: 7, role: 'manager' }, ['email']],
    ['a role that there is not', { email: 'a@example.com', role: 'root' }, ['role']],
    ['a role in a list', { email: 'a@example.com', role: ['manager'] }, ['role']],
    ['a name with a line break', { email: 'a@example.com', role: 'manager', firstName: 'a\nb' }, ['firstName']],
    ['an empty name', { email: 'a@example.com', role: 'manager', lastName: '' }, ['lastName']],
    ['a name of 201 characters', { email: 'a@example.com', role: 'manager', lastName: 'x'.repeat(201) }, ['lastName']],
    ['a member that there is not', { email: 'a@example.com', role: 'manager', isAdmin: true }, ['isAdmin']],
    ['an id of its own choice', { id: 'me', email: 'a@example.com', role: 'manager' }, ['id']],
  ])('for %s', async (_what, body, members) => {
    const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body });
    expectProblem(answer, 400, 'request/invalid', members);
  });

  it.each(['limit=0', 'limit=201', 'limit=ten', 'limit=1.5', 'limit=1&limit=2', 'unknown=1', `cursor=${'x'.repeat(101)}`])(
    'for the query %s',
    async (query) => {
      const answer = await app().request('GET', `/v1/users?${query}`, { headers: await app().signIn() });
      expect(`${answer.status} ${answer.body.code}`).toBe('400 request/invalid');
    },
  );
});
