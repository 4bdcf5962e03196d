import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ended, lengthen } from '../../../support/operation.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/backups answers 202', () => {
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
