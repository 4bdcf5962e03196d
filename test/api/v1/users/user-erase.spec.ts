import { describe, expect, it } from '@jest/globals';
import { chooseOwnPassword } from '../../../support/own-password.js';
import { expectProblem, isoTime } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/erase', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('and name and address are gone everywhere, while the record of what happened stays', async () => {
      const body = {
        email: 'forget-me@example.com',
        role: 'manager',
        firstName: 'Ignatius',
        lastName: 'Rumpelstilz',
        password: 'a-long-and-quiet-river',
      };
      const headers = await app().signIn();
      const { id } = (await app().request('POST', '/v1/users', { headers, body })).body;
      await app().tokensOf({ id, organizationId: '', ...(await chooseOwnPassword(app(), body)) });
      await app().request('POST', `/v1/users/${id}/disable`, { headers });
      const answer = await app().request('POST', `/v1/users/${id}/erase`, { headers });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        id,
        email: null,
        firstName: null,
        lastName: null,
        role: 'manager',
        disabled: true,
        createdAt: isoTime,
      });
      for (const path of ['/v1/users?limit=200', `/v1/users/${id}`, '/v1/activity?limit=200', '/v1/activity/replay?opened=true']) {
        const { text } = await app().request('GET', path, { headers });
        for (const word of ['forget-me', 'Ignatius', 'Rumpelstilz']) expect(text).not.toContain(word);
      }
      const { items } = (await app().request('GET', `/v1/activity?subject=${id}&limit=200`, { headers })).body;
      expect(items.map(({ type }: { type: string }) => type)).toEqual(
        expect.arrayContaining(['PersonalDataErased', 'UserDisabled', 'TokenIssued', 'UserRegistered']),
      );
    });

    it('and the address is free for somebody else', async () => {
      const headers = await app().signIn();
      const register = () => app().request('POST', '/v1/users', { headers, body: { email: 'again@example.com', role: 'manager' } });
      const { id } = (await register()).body;
      await app().request('POST', `/v1/users/${id}/disable`, { headers });
      await app().request('POST', `/v1/users/${id}/erase`, { headers });
      const second = await register();
      expect(second.status).toBe(201);
      expect(second.body.id).not.toBe(id);
    });

    it('again for somebody who was erased already', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn();
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
      for (let i = 0; i < 2; i += 1) expect((await app().request('POST', `/v1/users/${person.id}/erase`, { headers })).status).toBe(200);
    });
  });

  describe('answers 403', () => {
    it('to administrators, and to an API credential of an owner', async () => {
      const person = await app().register('manager');
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: await app().signIn() });
      const path = `/v1/users/${person.id}/erase`;
      expectProblem(
        await app().request('POST', path, { headers: await app().signIn(await app().register('administrator')) }),
        403,
        'permission/denied',
      );
      const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
      expectProblem(await app().request('POST', path, { headers }), 403, 'permission/confirmation-required');
    });
  });

  describe('answers 409', () => {
    it('for somebody who is not disabled, with nothing erased', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn();
      expectProblem(await app().request('POST', `/v1/users/${person.id}/erase`, { headers }), 409, 'user/not-disabled');
      expect((await app().request('GET', `/v1/users/${person.id}`, { headers })).body.email).toBe(person.email);
    });

    it('to anyone who means to erase themselves', async () => {
      expectProblem(await app().request('POST', `/v1/users/${app().owner.id}/erase`, { headers: await app().signIn() }), 409, 'user/self');
    });
  });
});
