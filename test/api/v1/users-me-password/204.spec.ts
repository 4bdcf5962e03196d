import { describe, expect, it } from '@jest/globals';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PUT /v1/users/me/password answers 204', () => {
  const app = runningApp();

  it('and the new password counts, the session that asked goes on, every other one ends', async () => {
    const person = await app().register('manager');
    const [one, two] = [await app().signIn(person), await app().signIn(person)];
    const { access } = await app().tokensOf(person);
    const body = { currentPassword: person.password, newPassword: 'another-long-password' };
    const answer = await app().request('PUT', '/v1/users/me/password', { headers: one, body });
    expect(answer.status).toBe(204);
    expect(answer.headers['keyledger-position']).toEqual(position);
    expect((await app().request('GET', '/v1/users/me', { headers: one })).status).toBe(200);
    expect((await app().request('GET', '/v1/users/me', { headers: two })).status).toBe(401);
    expect((await app().request('GET', '/v1/users/me', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
    await app().signIn({ email: person.email, password: body.newPassword });
    await expect(app().signIn(person)).rejects.toThrow('401');
  });
});
