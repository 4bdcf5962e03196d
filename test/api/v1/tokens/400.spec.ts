import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens answers 400', () => {
  const app = runningApp();

  it.each([
    ['no kind', {}, ['kind']],
    ['another kind', { kind: 'session' }, ['kind']],
    ['a kind in a list', { kind: ['personal'] }, ['kind']],
    ['a name with a control character', { kind: 'personal', name: 'a\u0007b' }, ['name']],
    ['an empty name', { kind: 'personal', name: '' }, ['name']],
    ['a time that is none', { kind: 'personal', expiresAt: 'tomorrow' }, ['expiresAt']],
    ['a time that is a number', { kind: 'personal', expiresAt: 1924992000 }, ['expiresAt']],
    ['a day that there is not', { kind: 'personal', expiresAt: '2030-02-30T00:00:00Z' }, ['expiresAt']],
    ['a week', { kind: 'personal', expiresAt: '2030-W50-1' }, ['expiresAt']],
    ['a time that depends on where the server stands', { kind: 'personal', expiresAt: '2030-02-01T00:00:00' }, ['expiresAt']],
    ['a legacy token with a name', { kind: 'legacy', name: 'mine' }, ['name']],
    ['a legacy token with an end', { kind: 'legacy', expiresAt: '2030-01-01' }, ['expiresAt']],
    ['a name of blanks', { kind: 'personal', name: '  ' }, ['name']],
    ['an owner', { kind: 'personal', ownerId: 'somebody' }, ['ownerId']],
  ])('for %s', async (_what, body, members) => {
    expectProblem(await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body }), 400, 'request/invalid', members);
  });
});
