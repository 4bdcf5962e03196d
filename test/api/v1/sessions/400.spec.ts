import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/sessions answers 400', () => {
  const app = runningApp();

  it.each([
    [{}, ['email', 'password']],
    [{ email: 'owner@example.com' }, ['password']],
    [{ email: 'owner@example.com', password: ['a-long-and-quiet-river'] }, ['password']],
    [{ email: { $ne: null }, password: 'x' }, ['email']],
    [{ email: 'owner@example.com', password: '' }, ['password']],
    [{ email: 'owner@example.com', password: 'x'.repeat(1025) }, ['password']],
    [{ email: 'owner@example.com', password: 'x', remember: true }, ['remember']],
  ])('for %p', async (body, members) => {
    expectProblem(await app().request('POST', '/v1/sessions', { body }), 400, 'request/invalid', members);
  });
});
