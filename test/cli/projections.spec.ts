import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqlite } from '#sqlite/sqlite-driver';
import { ServerInProcess } from '../support/server-in-process.js';
import { Operator } from './operator.js';

const names = ['user-directory', 'token-directory', 'service-account-directory', 'allowance-requests', 'deadlines', 'activity-log'];

describe('keyledger projections', () => {
  let server: ServerInProcess;
  let owner: Operator;
  beforeAll(async () => {
    server = await ServerInProcess.start();
    owner = await Operator.at(server.url);
    await owner.signIn(server);
  });
  afterAll(async () => {
    await server.remove();
    await owner.leave();
  });

  const projectionsOf = (rows: { name?: string; projection?: string }[]) => rows.map((row) => row.name ?? row.projection);
  const inDirectory = () => ['--data-dir', server.directory];
  /** Somebody changes a row behind the back of a stopped server. */
  function harm(): void {
    const database = openSqlite(join(server.directory, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
    database.exec("UPDATE users SET organization_id = 'another'");
    database.close();
  }

  it('lists and rebuilds those of a running server, one or all', async () => {
    const listed = await owner.json(['projections', 'list']);
    expect(projectionsOf(listed)).toEqual(names);
    expect(await owner.json(['projections', 'rebuild', 'deadlines'])).toMatchObject([{ projection: 'deadlines', differed: false }]);
    expect(projectionsOf(await owner.json(['projections', 'rebuild', '--all']))).toEqual(names);
    expect(await owner.does(['projections', 'rebuild', 'user-directory'])).toMatch(/^PROJECTION .*\nuser-directory +users +1 +1 +false\n$/);
  });

  it('wants either a name or all, and a name that exists', async () => {
    expect((await owner.run(['projections', 'rebuild'])).code).toBe(2);
    expect((await owner.run(['projections', 'rebuild', 'deadlines', '--all'])).code).toBe(2);
    expect((await owner.run(['projections', 'rebuild', 'nothing'])).code).toBe(5);
    expect((await owner.run(['projections', 'rebuild', 'nothing', ...inDirectory()])).code).toBe(5);
    expect((await owner.run(['projections', 'rebuild', '--all', ...inDirectory()])).code).toBe(6);
  });

  it('opens a log of which the keys know nothing as little as a server does', async () => {
    await server.stop();
    const elsewhere = join(server.directory, 'other-keys');
    for (const args of [['list'], ['rebuild', '--all']]) {
      const environment = { KEYLEDGER_KEYS_DIR: elsewhere };
      const { code, output, errors } = await owner.run(['projections', ...args, ...inDirectory()], { environment });
      expect({ code, output, errors }).toEqual({ code: 7, output: '', errors: expect.stringContaining(elsewhere) });
    }
    await server.restart();
  });

  it('finds and heals what was changed behind the back of the server, running or stopped, and exits with 8', async () => {
    await server.stop();
    harm();
    expect(projectionsOf(await owner.json(['projections', 'list', ...inDirectory()]))).toEqual(names);
    const stopped = await owner.run(['projections', 'rebuild', '--all', ...inDirectory(), '--json']);
    expect(stopped.code).toBe(8);
    const differing = JSON.parse(stopped.output).filter(({ differed }: { differed: boolean }) => differed);
    expect(projectionsOf(differing)).toEqual(['user-directory']);
    expect((await owner.run(['projections', 'rebuild', '--all', ...inDirectory()])).code).toBe(0);
    harm();
    await server.restart();
    expect(await owner.json(['users', 'list'])).toEqual([]);
    const { code, errors } = await owner.run(['projections', 'rebuild', 'user-directory']);
    expect({ code, errors }).toEqual({
      code: 8,
      errors: expect.stringContaining('The stored user-directory differed from what the log gives'),
    });
    expect(await owner.json(['users', 'list'])).toHaveLength(1);
  });
});
