import { describe, expect, it } from '@jest/globals';
import { expectPage } from '../../support/page.js';
import { runningApp } from '../../support/running-app.js';

describe('GET /user/password', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with a form that asks for the present password and a new one', async () => {
      const answer = await app().request('GET', '/user/password');
      expectPage(answer);
      for (const name of ['currentPassword', 'newPassword']) expect(answer.text).toContain(`name="${name}"`);
    });
  });
});

describe('POST /user/password', () => {
  const app = runningApp();
  const newPassword = 'another-long-password';
  const changed = async (form: Record<string, string>) => {
    const person = await app().register('manager');
    const answer = await app().request('POST', '/user/password', { headers: await app().signIn(person), form });
    return { person, answer };
  };

  describe('answers 302', () => {
    it('to the console, and the new password counts', async () => {
      const { password } = app().owner;
      const { person, answer } = await changed({ currentPassword: password, newPassword });
      expect([answer.status, answer.headers.location]).toEqual([302, '/console/']);
      await app().signIn({ email: person.email, password: newPassword });
    });
  });

  describe('answers 400', () => {
    it('with the form again without a new password', async () => {
      const { answer } = await changed({ currentPassword: app().owner.password });
      expectPage(answer, 400);
      expect(answer.text).toContain('Enter your present password and a new one.');
    });
  });

  describe('answers 401', () => {
    it('with the form again without a session, and with a way to sign in', async () => {
      const form = { currentPassword: app().owner.password, newPassword };
      const answer = await app().request('POST', '/user/password', { form });
      expectPage(answer, 401);
      expect(answer.text).toContain('href="/user/login/?next=%2Fuser%2Fpassword"');
      expect(answer.text).not.toContain(newPassword);
    });
  });

  describe('answers 403', () => {
    it('with the form again for a wrong present password', async () => {
      const { person, answer } = await changed({ currentPassword: 'not-the-right-password', newPassword });
      expectPage(answer, 403);
      expect(answer.text).toContain('role="alert"');
      await app().signIn(person);
    });

    it('to an API credential, which has no session', async () => {
      const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
      const form = { currentPassword: app().owner.password, newPassword };
      expect((await app().request('POST', '/user/password', { headers, form })).status).toBe(403);
    });
  });

  describe('answers 422', () => {
    it('with the form again for a new password that a guesser tries early', async () => {
      const { person, answer } = await changed({ currentPassword: app().owner.password, newPassword: 'aaaaaaaaaaaaaaaaaaaa' });
      expectPage(answer, 422);
      await app().signIn(person);
    });
  });
});
