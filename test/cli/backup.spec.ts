import { readdirSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { backup } from '#api/features/backup/backup';
import { openSqlite } from '#sqlite/sqlite-driver';
import { Client } from '../support/client.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { Operator } from './operator.js';

describe('keyledger backup', () => {
  let root: string;
  let server: ServerInProcess;
  let owner: Operator;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-'));
    server = await ServerInProcess.start({ directory: join(root, 'data') });
    owner = await Operator.at(server.url, { KEYLEDGER_DATA_DIR: server.directory });
    await owner.signIn(server);
  });
  afterAll(async () => {
    await server.remove();
    await owner.leave();
    await rm(root, { recursive: true, force: true });
  });

  const restore = (from: string, to: string) => owner.run(['restore', '--from', from, '--data-dir', to]);
  /** Changes one event behind its digest. */
  function harm(directory: string): void {
    const log = openSqlite(join(directory, 'events.db'), { journalMode: 'delete', synchronous: 'full' });
    log.exec("UPDATE events SET body = replace(body, 'true', 'True') WHERE position = 3");
    log.close();
  }

  it('wants to know of which, and to where', async () => {
    expect((await owner.run(['backup'])).code).toBe(2);
    expect((await owner.run(['backup', '--running', '--to', join(root, 'x')])).code).toBe(2);
    expect((await owner.run(['backup', '--to', join(root, 'x')])).code).toBe(6);
  });

  it('is made by a running server while people write, holds no key, and is served again once it was restored and declared', async () => {
    const client = await Client.signIn(server);
    expect(await client.register('before@example.org')).toBe(201);
    const writing = (async () => {
      for (let i = 0; i < 40; i += 1) await client.register(`meanwhile-${i}@example.org`);
    })();
    const { directory, endsAt } = await owner.json(['backup', '--running']);
    await writing;
    expect(endsAt).toBeGreaterThan(0);
    const copies = await Promise.all(['log/events.db', 'vault/vault.db'].map((file) => readFile(join(directory, file))));
    for (const name of await readdir(join(server.directory, 'keys'))) {
      const key = Buffer.from((await readFile(join(server.directory, 'keys', name), 'utf8')).trim(), 'base64url');
      for (const copy of copies) expect(copy.includes(key)).toBe(false);
    }

    const target = join(root, 'restored');
    expect(await restore(directory, target)).toMatchObject({ code: 0 });
    expect(await owner.run(['verify-log', '--data-dir', target])).toMatchObject({
      code: 0,
      output: expect.stringContaining(`${endsAt}`),
    });
    await cp(join(server.directory, 'keys'), join(target, 'keys'), { recursive: true });
    const restored = await ServerInProcess.start({ directory: target, environment: { KEYLEDGER_DECLARE_RESTORE: 'true' } });
    expect(await (await Client.signIn(restored)).emails()).toContain('before@example.org');
    await restored.remove();
    expect(await client.register('after@example.org')).toBe(201);
  });

  it('is put back by one at a time: neither takes away what the other made', async () => {
    const [made] = await readdir(join(server.directory, 'backups'));
    const directory = join(server.directory, 'backups', made);
    const target = join(root, 'one-at-a-time');
    const codes = await Promise.all(Array.from({ length: 4 }, async () => (await restore(directory, target)).code));
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    expect(codes.filter((code) => code === 1)).toHaveLength(3);
    expect((await owner.run(['verify-log', '--data-dir', target])).code).toBe(0);
    expect(await readdir(target)).toContain('vault.db');
  });

  it('is removed by the operator of the host alone, but for the newest, and never one that is younger than a day', async () => {
    const folder = join(server.directory, 'backups');
    const today = await readdir(folder);
    const old = [1, 2, 3, 4].map((day) => `2020-01-0${day}T03-00-00-000Z`);
    for (const name of [...old, 'of-somebody-else']) await mkdir(join(folder, name, 'log'), { recursive: true });
    const prune = (keep: string) => owner.run(['backup', 'prune', '--keep', keep, '--json', '--data-dir', server.directory]);
    for (const keep of ['0', '-1', 'all', '']) expect((await prune(keep)).code).toBe(2);
    expect((await owner.run(['backup', 'prune'])).code).toBe(2);
    const { output } = await prune(String(today.length + 2));
    expect(JSON.parse(output)).toEqual({ directory: folder, removed: old.slice(0, 2) });
    expect((await readdir(folder)).sort()).toEqual([...old.slice(2), ...today, 'of-somebody-else'].sort());
    await prune('1');
    expect((await readdir(folder)).sort()).toEqual([...today, 'of-somebody-else'].sort());
  });

  it('refuses to copy damage, and leaves nothing that could be taken for a backup', async () => {
    const damaged = join(root, 'damaged');
    const sound = join(root, 'sound');
    await server.stop();
    await cp(server.directory, damaged, { recursive: true });
    expect((await owner.run(['backup', '--to', sound])).code).toBe(0);
    await server.restart();
    harm(damaged);
    const { code, errors } = await owner.run(['backup', '--to', join(root, 'copy'), '--data-dir', damaged]);
    expect({ code, errors }).toMatchObject({ code: 7, errors: expect.stringContaining('position 3') });
    expect((await readdir(join(root, 'copy'), { recursive: true })).filter((name) => name.endsWith('.db'))).toEqual([]);

    harm(join(sound, 'log'));
    const target = join(root, 'never');
    expect(await restore(sound, target)).toMatchObject({ code: 7, errors: expect.stringContaining('position 3') });
    expect(await readdir(target)).toEqual([]);
  });

  it('says so where a file is no database at all', async () => {
    const [from, source] = [join(root, 'foreign'), join(root, 'foreign-backup')];
    const parts = [join(source, 'log'), join(source, 'vault')];
    for (const folder of [from, ...parts]) await mkdir(folder, { recursive: true });
    for (const path of [join(from, 'events.db'), join(parts[0], 'events.db'), join(parts[1], 'vault.db')])
      await writeFile(path, 'of something else'.repeat(500));
    for (const args of [
      ['verify-log', '--data-dir', from],
      ['backup', '--to', join(root, 'no-copy'), '--data-dir', from],
      ['restore', '--from', source, '--data-dir', join(root, 'nothing')],
    ]) {
      const { code, errors } = await owner.run(args);
      expect([args[0], code, errors]).toEqual([args[0], 7, expect.stringMatching(/^keyledger: .*is damaged.*file is not a database.*\n$/)]);
    }
    await writeFile(join(from, 'events.db'), '');
    expect(await owner.run(['verify-log', '--data-dir', from])).toMatchObject({ code: 7, errors: expect.stringContaining('damaged') });
  });

  describe('of a stopped server', () => {
    beforeAll(() => server.stop());
    afterAll(() => server.restart());
    const here = (name: string) => join(root, name);

    it('has its name when it is whole, and begins anew where one was interrupted', async () => {
      const names = new Set<string>();
      const look = () => {
        for (const name of readdirSync(here('kept'), { recursive: true })) names.add(String(name));
      };
      await mkdir(here('kept/log'), { recursive: true });
      await writeFile(here('kept/log/events.db.unfinished'), 'half of it');
      await backup(server.directory, here('kept'), look);
      expect([...names]).toContain('log/events.db.unfinished');
      expect([...names].filter((name) => name.endsWith('.db'))).toEqual([]);
      expect((await readdir(here('kept'), { recursive: true })).sort()).toEqual(['log', 'log/events.db', 'vault', 'vault/vault.db']);
    });

    it('takes nothing away that was there before it', async () => {
      await mkdir(here('apart/vault'), { recursive: true });
      await writeFile(here('apart/vault/vault.db'), 'of an earlier backup, whose log was moved away');
      const { code, errors } = await owner.run(['backup', '--to', here('apart')]);
      expect({ code, errors }).toMatchObject({ code: 1, errors: expect.stringContaining('vault.db') });
      expect(await readFile(here('apart/vault/vault.db'), 'utf8')).toContain('earlier');
    });

    it('is only read when it is restored', async () => {
      expect((await owner.run(['backup', '--to', here('sealed')])).code).toBe(0);
      for (const name of ['log/events.db', 'vault/vault.db']) await chmod(here(`sealed/${name}`), 0o400);
      expect((await restore(here('sealed'), here('again'))).code).toBe(0);
      expect((await stat(here('sealed/vault/vault.db'))).mode & 0o777).toBe(0o400);
    });
  });
});
