import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/sessions answers 401', () => {
  const app = runningApp();

  const wrong = 'not-the-right-password';

  it('alike for a wrong password, an unknown address, none at all, and somebody who has no password (SR-45)', async () => {
    await app().request('POST', '/v1/users', {
      headers: await app().signIn(),
      body: { email: 'no-password@example.com', role: 'manager' },
    });
    for (const email of ['owner@example.com', 'nobody@example.com', 'no address', 'no-password@example.com']) {
      const answer = await app().request('POST', '/v1/sessions', { body: { email, password: wrong } });
      expectProblem(answer, 401, 'sign-in/failed');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('to somebody who is disabled, though the password is right', async () => {
    const person = await app().register('manager');
    await app().request('POST', `/v1/users/${person.id}/disable`, { headers: await app().signIn() });
    const { email, password } = person;
    expectProblem(await app().request('POST', '/v1/sessions', { body: { email, password } }), 401, 'sign-in/failed');
  });

  it('to a right password that is changed while it is checked: no session begins with the old one', async () => {
    const person = await app().register('manager');
    const session = await app().signIn(person);
    const body = { currentPassword: person.password, newPassword: 'another-long-password' };
    let changed = 0;
    app().interruptBefore('TokenIssued', async () => {
      changed = (await app().request('PUT', '/v1/users/me/password', { headers: session, body })).status;
    });
    const { email, password } = person;
    const answer = await app().request('POST', '/v1/sessions', { body: { email, password } });
    expect(changed).toBe(204);
    expectProblem(answer, 401, 'sign-in/failed');
    expect((await app().request('GET', '/v1/sessions', { headers: session })).body.items).toHaveLength(1);
  });

  it('to a service account, which cannot sign in', async () => {
    const body = { name: 'robot@example.com', role: 'manager' };
    const { credential } = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body })).body;
    for (const password of [credential, wrong]) {
      expectProblem(await app().request('POST', '/v1/sessions', { body: { email: 'robot@example.com', password } }), 401, 'sign-in/failed');
    }
  });

  it('and the failure is in the activity log, without password or e-mail address', async () => {
    await app().request('POST', '/v1/sessions', { body: { email: 'owner@example.com', password: wrong } });
    const { body, text } = await app().request('GET', '/v1/activity?type=SignInFailed', { headers: await app().signIn() });
    const details = body.items.map((item: { details: object }) => item.details);
    expect(details).toContainEqual({ reason: 'wrong-password', userId: app().owner.id, ip: '127.0.0.1' });
    expect(text).not.toContain(wrong);
    expect(text).not.toContain('@example.com');
  });
});
