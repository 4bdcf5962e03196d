import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/sessions/current/confirm answers 204', () => {
  const app = runningApp();

  it('and for 15 minutes the session may do what gives rights', async () => {
    const person = app().owner;
    const headers = await app().signIn();
    app().clock.advance(15 * 60);
    const issue = () => app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } });
    expectProblem(await issue(), 403, 'permission/confirmation-required');
    const answer = await app().request('POST', '/v1/sessions/current/confirm', { headers, body: { password: person.password } });
    expect(answer.status).toBe(204);
    app().clock.advance(15 * 60 - 5);
    expect((await issue()).status).toBe(201);
    app().clock.advance(10);
    expect((await issue()).status).toBe(403);
  });
});
