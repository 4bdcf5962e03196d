import { describe, expect, it } from '@jest/globals';
import { chooseOwnPassword } from '../../../support/own-password.js';
import { isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users answers 201', () => {
  const app = runningApp();

  it('with the person, who can sign in with the password', async () => {
    const person = {
      email: ' New@Example.com ',
      role: 'manager',
      firstName: 'Ada',
      lastName: 'Lovelace',
      password: 'a-long-and-quiet-river',
    };
    const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body: person });
    expect(answer.status).toBe(201);
    expect(answer.headers['keyledger-position']).toEqual(position);
    const { id, number } = answer.body;
    expect(answer.body).toEqual({
      id: uuid,
      number,
      email: 'new@example.com',
      firstName: 'Ada',
      lastName: 'Lovelace',
      role: 'manager',
      disabled: false,
      createdAt: isoTime,
    });
    const signedIn = await app().request('POST', '/v1/sessions', { body: { email: 'new@example.com', password: person.password } });
    expect(signedIn.body.userId).toBe(id);
  });

  it('with numbers that grow with each person', async () => {
    const owner = await app().signIn();
    const register = async (email: string) =>
      (await app().request('POST', '/v1/users', { headers: owner, body: { email, role: 'annotator' } })).body.number;
    const first = await register('one@example.com');
    expect(await register('two@example.com')).toBe(first + 1);
  });

  it('to an API credential, for somebody below administrator and without a password', async () => {
    const { access } = await app().tokensOf();
    const body = { email: 'by-api@example.com', role: 'manager' };
    expect((await app().request('POST', '/v1/users', { headers: { authorization: `Bearer ${access}` }, body })).status).toBe(201);
  });

  it('for another owner, who owns from then on', async () => {
    const body = { email: 'owner-2@example.com', role: 'owner', password: 'a-long-and-quiet-river' };
    const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body });
    expect(answer.body.role).toBe('owner');
    const theirs = await app().signIn(await chooseOwnPassword(app(), body));
    expect((await app().request('PATCH', '/v1/organization', { headers: theirs, body: { serviceAccountAllowance: 2 } })).status).toBe(200);
  });
});
