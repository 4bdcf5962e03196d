import { describe, expect, it } from '@jest/globals';
import { Passwords } from '#credentials/password';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import type { Person } from '../../../support/test-app.js';

describe('PUT /v1/users/me/password', () => {
  const app = runningApp();

  describe('answers 204', () => {
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

    describe('but of what happens while the new password is hashed', () => {
      const deeds = {
        'another new password, in another session': async (person: Person) => {
          const body = { currentPassword: person.password, newPassword: 'the-one-that-was-first' };
          expect((await app().request('PUT', '/v1/users/me/password', { headers: await app().signIn(person), body })).status).toBe(204);
        },
        'a disabling': async ({ id }: Person) => void (await act(id, 'disable')),
        'a disabling that is over again': async ({ id }: Person) => {
          await act(id, 'disable');
          await act(id, 'enable');
        },
        'a revocation of everything': async ({ id }: Person) => void (await act(id, 'revoke-tokens')),
      };
      const act = async (id: string, deed: string) => app().request('POST', `/v1/users/${id}/${deed}`, { headers: await app().signIn() });

      it.each(Object.keys(deeds) as (keyof typeof deeds)[])('%s is not undone', async (deed) => {
        const person = await app().register('manager');
        const headers = await app().signIn(person);
        const passwords = app().get(Passwords);
        const hash = passwords.hash.bind(passwords);
        passwords.hash = async (text) => {
          passwords.hash = hash;
          await deeds[deed](person);
          return hash(text);
        };
        const body = { currentPassword: person.password, newPassword: 'another-long-password' };
        expectProblem(await app().request('PUT', '/v1/users/me/password', { headers, body }), 401, 'credential/invalid');
        await expect(app().signIn({ email: person.email, password: body.newPassword })).rejects.toThrow('401');
      });

      it('the same session can do it once only', async () => {
        const person = await app().register('manager');
        const headers = await app().signIn(person);
        const change = (newPassword: string) =>
          app().request('PUT', '/v1/users/me/password', { headers, body: { currentPassword: person.password, newPassword } });
        const answers = await Promise.all([change('a-kettle-on-the-hill'), change('a-hill-on-the-kettle')]);
        expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
        expectProblem(answers.find(({ status }) => status === 409) as (typeof answers)[number], 409, 'password/changed');
        expect((await app().request('GET', '/v1/users/me', { headers })).status).toBe(200);
      });
    });
  });

  describe('answers 400', () => {
    it.each([
      [{}, ['currentPassword', 'newPassword']],
      [{ currentPassword: 'x', newPassword: ['another-long-password'] }, ['newPassword']],
    ])('for %p', async (body, members) => {
      const answer = await app().request('PUT', '/v1/users/me/password', { headers: await app().signIn(), body });
      expectProblem(answer, 400, 'request/invalid', members);
    });
  });

  describe('answers 403', () => {
    it('for a wrong current password, and to an API credential', async () => {
      const person = await app().register('manager');
      const body = { currentPassword: 'not-the-right-password', newPassword: 'another-long-password' };
      expectProblem(
        await app().request('PUT', '/v1/users/me/password', { headers: await app().signIn(person), body }),
        403,
        'password/wrong',
      );
      const headers = { authorization: `Bearer ${(await app().tokensOf(person)).access}` };
      const right = { ...body, currentPassword: person.password };
      expectProblem(await app().request('PUT', '/v1/users/me/password', { headers, body: right }), 403, 'permission/denied');
    });
  });

  describe('answers 422', () => {
    it.each([
      ['short', 'password/too-short'],
      ['aaaaaaaaaaaaaaaaaaaa', 'password/too-common'],
    ] as const)('for the new password %p', async (newPassword, code) => {
      const person = await app().register('manager');
      const body = { currentPassword: person.password, newPassword };
      expectProblem(await app().request('PUT', '/v1/users/me/password', { headers: await app().signIn(person), body }), 422, code);
      await app().signIn(person);
    });
  });
});
