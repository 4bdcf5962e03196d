import { describe, expect, it } from '@jest/globals';
import { BackupRefused } from '#api/features/backup/backup';
import { Operations } from '#api/features/operations/operations';
import { ended } from '../../../support/operation.js';
import { expectProblem, isoTime } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/operations/{operation}', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with how far it has got, to every owner and credential that may read', async () => {
      const { body } = await app().request('POST', '/v1/projections/deadlines/rebuild', { headers: await app().signIn() });
      const authorization = `Bearer ${(await app().tokensOf(await app().register('owner'))).access}`;
      const answer = await app().request('GET', `/v1/operations/${body.id}`, { headers: { authorization } });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ id: body.id, kind: 'rebuild', subject: 'deadlines', startedAt: isoTime, problem: null });
    });

    it('with why it failed', async () => {
      const headers = await app().signIn();
      const before = await app().request('POST', '/v1/projections/deadlines/rebuild', { headers });
      await ended(app(), headers, before.body.id);
      const { id } = app()
        .get(Operations)
        .begin('backup', 'log and vault', () => Promise.reject(new BackupRefused('There is a backup already.')));
      const operation = await ended(app(), headers, id);
      expect(operation).toMatchObject({ state: 'failed', endedAt: isoTime, result: null, problem: 'There is a backup already.' });
    });
  });

  describe('answers 403', () => {
    it('to the owner of any organization but the first, and to anyone who is no owner', async () => {
      for (const stranger of [(await app().secondOrganization()).owner, await app().register('administrator')]) {
        const headers = await app().signIn(stranger);
        expectProblem(await app().request('GET', '/v1/operations/x', { headers }), 403, 'permission/denied');
      }
    });
  });

  describe('answers 404', () => {
    it('for one that this process never ran', async () => {
      const headers = await app().signIn();
      expectProblem(
        await app().request('GET', '/v1/operations/01a20ee3-62fa-7410-995e-fe22c701e936', { headers }),
        404,
        'operation/not-found',
      );
    });
  });
});
