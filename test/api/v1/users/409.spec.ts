import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users answers 409', () => {
  const app = runningApp();

  it('for an address that somebody has, however it is typed and in whichever organization', async () => {
    const { owner } = await app().secondOrganization();
    for (const email of ['OWNER@example.com', ' owner@example.com', owner.email]) {
      const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { email, role: 'manager' } });
      expectProblem(answer, 409, 'email/taken');
    }
  });

  it('for all but one of those who take the same address at once', async () => {
    const headers = await app().signIn();
    const body = { email: 'wanted@example.com', role: 'manager' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => app().request('POST', '/v1/users', { headers, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    const { items } = (await app().request('GET', '/v1/users?limit=200', { headers })).body;
    expect(items.filter(({ email }: { email: string }) => email === body.email)).toHaveLength(1);
  });
});
