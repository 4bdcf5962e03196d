import { describe, expect, it } from '@jest/globals';
import { makeKey } from '../../../support/api-keys.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PATCH /v1/api-keys/{id}', () => {
  const app = runningApp();
  const patch = (id: string, body: unknown, headers: Record<string, string>) =>
    app().request('PATCH', `/v1/api-keys/${id}`, { headers, body });

  describe('answers 200', () => {
    it('with another name, which lists show, too', async () => {
      const { id, headers } = await makeKey(app());
      expect((await patch(id, { name: 'weekly' }, headers)).body).toMatchObject({ id, name: 'weekly', createdBy: app().owner.id });
      expect((await app().request('GET', `/v1/api-keys/${id}`, { headers: await app().signIn() })).body.name).toBe('weekly');
    });

    it('to any credential that takes addresses away', async () => {
      const { id, headers } = await makeKey(app(), { allowedIpCidrs: ['127.0.0.0/8', '10.0.0.0/8'] });
      const { status, body } = await patch(id, { allowedIpCidrs: ['127.0.0.1', '10.1.0.0/16'] }, headers);
      expect(status).toBe(200);
      expect(body.allowedIpCidrs).toEqual(['127.0.0.1', '10.1.0.0/16']);
    });

    it('with nothing recorded where nothing changes', async () => {
      const { id, headers } = await makeKey(app(), { allowedIpCidrs: ['127.0.0.1'] });
      const appends = app().appends();
      expect((await patch(id, { name: 'nightly', allowedIpCidrs: ['127.0.0.1'] }, headers)).status).toBe(200);
      expect(app().appends()).toBe(appends);
    });
  });

  describe('answers 403', () => {
    it.each([
      ['an address is added', ['127.0.0.1', '192.0.2.1']],
      ['a network becomes wider', ['126.0.0.0/7']],
      ['the list goes', []],
    ])('to an API key where %s', async (_how, allowedIpCidrs) => {
      const { id, headers } = await makeKey(app(), { allowedIpCidrs: ['127.0.0.1'] });
      expectProblem(await patch(id, { allowedIpCidrs }, headers), 403, 'permission/confirmation-required');
      expect((await patch(id, { allowedIpCidrs }, await app().signIn())).status).toBe(200);
    });
  });

  describe('answers 404', () => {
    it('for somebody else’s key', async () => {
      const { id } = await makeKey(app());
      const headers = await app().signIn(await app().register('manager'));
      expectProblem(await patch(id, { name: 'mine' }, headers), 404, 'token/not-found');
    });
  });

  describe('answers 409', () => {
    it('for a key of somebody who was erased, whatever is to be changed', async () => {
      const person = await app().register('manager');
      const { id } = await makeKey(app(), { allowedIpCidrs: ['127.0.0.1'] }, await app().signIn(person));
      const headers = await app().signIn();
      for (const act of ['disable', 'erase']) await app().request('POST', `/v1/users/${person.id}/${act}`, { headers });
      for (const body of [{ name: 'other' }, { allowedIpCidrs: ['127.0.0.1'] }, {}]) {
        expectProblem(await patch(id, body, headers), 409, 'user/erased');
      }
      expect((await app().request('POST', `/v1/api-keys/${id}/rotate`, { headers })).status).toBe(409);
    });

    it('for a key that was deleted', async () => {
      const { id } = await makeKey(app());
      const headers = await app().signIn();
      await app().request('DELETE', `/v1/api-keys/${id}`, { headers });
      expectProblem(await patch(id, { name: 'late' }, headers), 409, 'token/revoked');
    });
  });

  describe('answers 412', () => {
    it('where somebody changed the key since', async () => {
      const { id } = await makeKey(app());
      const headers = await app().signIn();
      const tag = String((await app().request('GET', `/v1/api-keys/${id}`, { headers })).headers.etag);
      await patch(id, { name: 'other' }, headers);
      expectProblem(await patch(id, { name: 'third' }, { ...headers, 'if-match': tag }), 412, 'request/precondition-failed');
    });
  });
});
