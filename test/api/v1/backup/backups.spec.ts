import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ended, lengthen } from '../../../support/operation.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/backups', () => {
  describe('answers 202', () => {
    const app = runningApp();

    it('with the operation, which ends with a folder for nobody else to read, and is recorded', async () => {
      const headers = await app().signIn();
      const { status, body } = await app().request('POST', '/v1/backups', { headers });
      expect(status).toBe(202);
      expect(body).toMatchObject({ kind: 'backup', state: 'running', result: null });
      const { state, result } = await ended(app(), headers, body.id);
      expect(state).toBe('done');
      expect(result.directory.startsWith(join(app().directory, 'backups/'))).toBe(true);
      expect((await readdir(result.directory, { recursive: true })).sort()).toEqual(['log', 'log/events.db', 'vault', 'vault/vault.db']);
      for (const [name, mode] of [
        ['', '700'],
        ['log', '700'],
        ['log/events.db', '600'],
        ['vault/vault.db', '600'],
      ]) {
        expect(`${name} ${((await stat(join(result.directory, name))).mode & 0o777).toString(8)}`).toBe(`${name} ${mode}`);
      }
      const [event] = (await app().request('GET', '/v1/activity?type=BackupMade', { headers })).body.items;
      expect(event).toMatchObject({ actor: { id: app().owner.id }, details: { endsAt: String(result.endsAt) } });
    });

    it('with the one that is being made, to anyone who asks meanwhile', async () => {
      app().clock.advance(600);
      await lengthen(app());
      const headers = await app().signIn();
      const ask = () => app().request('POST', '/v1/backups', { headers });
      const [first, second] = await Promise.all([ask(), ask()]);
      expect([first.status, second.status, second.body.id]).toEqual([202, 202, first.body.id]);
      await ended(app(), headers, first.body.id);
    });
  });

  describe('answers 403', () => {
    const app = runningApp();

    it('to the owner of any organization but the first, and to anyone who is no owner, and makes none', async () => {
      for (const stranger of [(await app().secondOrganization()).owner, await app().register('administrator')]) {
        const headers = await app().signIn(stranger);
        expectProblem(await app().request('POST', '/v1/backups', { headers }), 403, 'permission/denied');
      }
      expect(await readdir(app().directory)).not.toContain('backups');
    });

    it('to every credential of an owner but a confirmed session, whatever the owners have relaxed for those that issue', async () => {
      const headers = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers, body: { apiCredentialsMayIssue: true } });
      const authorization = `Bearer ${(await app().tokensOf()).access}`;
      expectProblem(await app().request('POST', '/v1/backups', { headers: { authorization } }), 403, 'permission/denied');
      app().clock.advance(15 * 60 + 1);
      expectProblem(await app().request('POST', '/v1/backups', { headers }), 403, 'permission/confirmation-required');
      expect(await readdir(app().directory)).not.toContain('backups');
    });
  });

  describe('answers 409', () => {
    const app = runningApp();

    it('while a read model is rebuilt, and not any more once that has ended', async () => {
      const headers = await app().signIn();
      await lengthen(app());
      const rebuild = app().request('POST', '/v1/projections/activity-log/rebuild', { headers });
      const [begun, refused] = await Promise.all([rebuild, app().request('POST', '/v1/backups', { headers })]);
      expectProblem(refused, 409, 'operation/in-progress');
      await ended(app(), headers, begun.body.id);
      expect((await app().request('POST', '/v1/backups', { headers })).status).toBe(202);
    });
  });

  describe('on a disk that a copy would fill', () => {
    const app = runningApp({ KEYLEDGER_READY_FREE_MIB: '1000000000' });

    it('answers 409 and makes none', async () => {
      expectProblem(await app().request('POST', '/v1/backups', { headers: await app().signIn() }), 409, 'backup/no-room');
      expect(await readdir(join(app().directory, 'backups'))).toEqual([]);
    });
  });

  describe('answers 429', () => {
    const app = runningApp();
    const ask = async () => app().request('POST', '/v1/backups', { headers: await app().signIn() });
    const make = async () => {
      const { status, body } = await ask();
      expect(status).toBe(202);
      await ended(app(), await app().signIn(), body.id);
    };
    const folder = () => join(app().directory, 'backups');

    it('within ten minutes of another, also after a restart, and says how long to wait', async () => {
      await make();
      app().clock.advance(300);
      const refused = await ask();
      expectProblem(refused, 429, 'backup/too-soon');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(200);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(300);
      await app().restart();
      expectProblem(await ask(), 429, 'backup/too-soon');
      app().clock.advance(301);
      await make();
    });

    it('after twenty within a day, and removes none of them', async () => {
      const nowMs = app().clock.now().getTime();
      for (let hours = 1; hours <= 18; hours += 1) {
        await mkdir(join(folder(), new Date(nowMs - hours * 3_600_000).toISOString().replace(/[:.]/g, '-')));
      }
      app().clock.advance(600);
      expect(await readdir(folder())).toHaveLength(20);
      const refused = await ask();
      expectProblem(refused, 429, 'backup/too-soon');
      // The oldest backup is a day old after eighteen hours and ten minutes.
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(345 * 60);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(350 * 60);
      expect(await readdir(folder())).toHaveLength(20);
      app().clock.advance(6 * 3_600);
      await make();
      expect(await readdir(folder())).toHaveLength(21);
    });
  });
});
