import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

const lists = ['/v1/users', '/v1/tokens', '/v1/service-accounts', '/v1/activity', '/v1/sessions', '/v1/verifiers'];

describe('Whatever stands in the query of a list (SR-26, SR-36)', () => {
  const app = runningApp();

  it.each([
    ...['0', '-1', '201', '1.5', '1e2', '0x10', '%205', '', 'ten', 'true', 'Infinity', '9'.repeat(40)].map((limit) => `limit=${limit}`),
    'limit=1&limit=2',
    'limit[]=1',
    'cursor=',
    `cursor=${'a'.repeat(101)}`,
    'cursor=a&cursor=b',
    'sort=secret',
    '__proto__=1',
    'constructor=1',
    'prototype[role]=owner&prototype=1',
  ])('%s is refused', async (query) => {
    const headers = await app().signIn();
    for (const list of lists) {
      const answer = await app().request('GET', `${list}?${query}`, { headers });
      expect(`${list} ${answer.status} ${answer.body.code}`).toBe(`${list} 400 request/invalid`);
    }
  });

  it('a prototype key is refused where nothing else reads the form', async () => {
    const { email, password } = app().owner;
    const form = `email=${email}&password=${password}&__proto__=1`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    expectProblem(await app().request('POST', '/user/login/', { headers, rawBody: form }), 400, 'request/invalid');
  });
});
