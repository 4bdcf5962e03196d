import { describe, expect, it } from '@jest/globals';
import { ReadModels } from '#projections/read-models/read-models';
import { ended, lengthen } from '../../../support/operation.js';
import { expectProblem, isoTime, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/projections/{name}/rebuild', () => {
  const app = runningApp();

  describe('answers 202', () => {
    const app = runningApp();
    const rebuild = async (headers: Record<string, string>) => app().request('POST', '/v1/projections/user-directory/rebuild', { headers });
    const recorded = async (headers: Record<string, string>) =>
      (await app().request('GET', '/v1/activity?type=ReadModelRebuilt', { headers })).body.items;

    it('with the operation, which ends with what was compared, and is recorded', async () => {
      const headers = await app().signIn();
      const { status, body } = await rebuild(headers);
      expect(status).toBe(202);
      const begun = { id: uuid, kind: 'rebuild', subject: 'user-directory', startedAt: isoTime };
      expect(body).toEqual({ ...begun, state: 'running', done: 0, total: 0, endedAt: null, result: null, problem: null });
      const operation = await ended(app(), headers, body.id);
      expect(operation).toMatchObject({ ...begun, state: 'done', endedAt: isoTime, result: { differed: false } });
      expect(operation.done).toBeGreaterThan(0);
      expect(operation.result.tables).toEqual([
        { table: 'users', live: operation.result.tables[0].rebuilt, rebuilt: { rows: 1, digest: expect.any(String) } },
      ]);
      const [event] = await recorded(headers);
      expect(event).toMatchObject({ actor: { id: app().owner.id }, details: { projection: 'user-directory', differed: false } });
    });

    it('and what somebody changed in the database behind the server is found, told and healed', async () => {
      const headers = await app().signIn();
      const database = app().get<ReadModels>(ReadModels as never);
      await database.of<{ users: { claimed: number } }>().updateTable('users').set({ claimed: 0 }).execute();
      expect((await app().request('GET', '/v1/users', { headers })).body.items).toEqual([]);
      const operation = await ended(app(), headers, (await rebuild(headers)).body.id);
      expect(operation.result.differed).toBe(true);
      expect((await app().request('GET', '/v1/users', { headers })).body.items).toHaveLength(1);
      expect((await recorded(headers))[0].details.differed).toBe(true);
    });

    it('to an access token of an owner, since a schedule has no password and nothing is given', async () => {
      const { access } = await app().tokensOf();
      const headers = { authorization: `Bearer ${access}` };
      expect((await ended(app(), headers, (await rebuild(headers)).body.id)).state).toBe('done');
    });

    it('with the same operation to anyone who asks for the same again, and a stop of the server ends it', async () => {
      const headers = await app().signIn();
      await lengthen(app());
      const [one, other] = await Promise.all([rebuild(headers), rebuild(headers)]);
      expect(other.body.id).toBe(one.body.id);
      await app().restart();
      expect((await app().request('GET', '/v1/users', { headers })).body.items).toHaveLength(1);
      expect((await app().request('GET', `/v1/operations/${one.body.id}`, { headers })).status).toBe(404);
    });
  });

  describe('answers 403', () => {
    it('to the owner of any organization but the first, and to anyone who is no owner', async () => {
      for (const stranger of [(await app().secondOrganization()).owner, await app().register('administrator')]) {
        const headers = await app().signIn(stranger);
        expectProblem(await app().request('POST', '/v1/projections/user-directory/rebuild', { headers }), 403, 'permission/denied');
      }
    });
  });

  describe('answers 404', () => {
    it('for a name that no read model has, nor any of its tables', async () => {
      const headers = await app().signIn();
      for (const name of ['users', 'nothing', '__proto__', 'user-directory%20']) {
        expectProblem(await app().request('POST', `/v1/projections/${name}/rebuild`, { headers }), 404, 'projection/not-found');
      }
    });
  });

  describe('answers 409', () => {
    it('while another operation is in progress, and not any more once that has ended', async () => {
      const headers = await app().signIn();
      await lengthen(app());
      const rebuild = (name: string) => app().request('POST', `/v1/projections/${name}/rebuild`, { headers });
      const [first, second] = await Promise.all([rebuild('activity-log'), rebuild('deadlines')]);
      expectProblem(second, 409, 'operation/in-progress');
      await ended(app(), headers, first.body.id);
      expect((await rebuild('deadlines')).status).toBe(202);
    });
  });
});
