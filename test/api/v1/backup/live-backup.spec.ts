import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { LiveBackup } from '#api/features/backup/live-backup';
import { SetPassword } from '#api/features/users/password.commands';
import { SqliteVault } from '#credentials/sqlite-vault';
import { eventTypes } from '#domain/events';
import * as User from '#domain/user';
import { Clock } from '#event-store/clock';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { Ledger } from '#event-store/ledger';
import { Config } from '#installation/config';
import { openReadOnly } from '#sqlite/sqlite-driver';
import { lengthen } from '../../../support/operation.js';
import { type Person, TestApp } from '../../../support/test-app.js';

const nobody = new AbortController().signal;

describe('A backup of a running server', () => {
  let app: TestApp;
  let backups: LiveBackup;
  let vault: SqliteVault;
  beforeEach(async () => {
    app = await TestApp.start();
    backups = app.get(LiveBackup);
    vault = app.get<SqliteVault>(SqliteVault as never);
  });
  afterEach(() => app.close());

  const changePassword = (person: Person) =>
    app
      .get(CommandBus)
      .execute(new SetPassword(person.id, `a-new-and-long-password-${Math.random()}`, app.origin(person.organizationId), null));
  const make = () => backups.make(() => {}, nobody);

  /** People whose password hash the copied log names and the copied vault does not have. */
  async function without(directory: string, people: readonly Person[]): Promise<string[]> {
    const store = await EmbeddedEventStore.open({ directory: join(directory, 'log') });
    const ledger = new Ledger(store, app.get(Clock), eventTypes);
    const copied = openReadOnly(join(directory, 'vault/vault.db'));
    const isThere = (id: string | null) => copied.prepare('SELECT 1 FROM secrets WHERE id = ?').get(id) !== undefined;
    const missing: string[] = [];
    for (const { id } of people) {
      const { state } = await ledger.on(User.stream(id)).load();
      if (state.status === 'absent' || !isThere(state.passwordId)) missing.push(id);
    }
    copied.close();
    await store.close();
    return missing;
  }

  it('has every secret that its log names, although one was replaced between the copy of the log and that of the vault', async () => {
    const person = await app.register('manager');
    const copyTo = vault.copyTo.bind(vault);
    let attempts = 0;
    vault.copyTo = async (path) => {
      attempts += 1;
      if (attempts === 1) await changePassword(person);
      return copyTo(path);
    };
    const { directory } = await make();
    expect(attempts).toBe(2);
    expect(await without(directory, [app.owner, person])).toEqual([]);
  });

  it('comes to an end although secrets are replaced all the time', async () => {
    const person = await app.register('manager');
    const copyTo = vault.copyTo.bind(vault);
    let attempts = 0;
    vault.copyTo = async (path) => {
      attempts += 1;
      await changePassword(person);
      return copyTo(path);
    };
    const { directory } = await make();
    expect(attempts).toBe(4);
    expect(await without(directory, [app.owner, person])).toEqual([]);
  });

  it('has whatever was answered before it began, and stays whole while people go on writing', async () => {
    const before = await Promise.all(Array.from({ length: 10 }, () => app.register('annotator')));
    await lengthen(app);
    let isOver = false;
    const writing = (async () => {
      for (let i = 0; !isOver; i += 1) await changePassword(before[i % before.length]);
    })();
    const { directory, endsAt } = await make();
    isOver = true;
    await writing;
    expect(endsAt).toBeGreaterThan(1000);
    expect(await without(directory, before)).toEqual([]);
  });

  it('leaves nothing behind when the server stops in its midst, nor what a killed process left', async () => {
    await lengthen(app);
    const ending = new AbortController();
    await expect(backups.make(() => ending.abort(), ending.signal)).rejects.toThrow('abort');
    const folder = join(app.directory, 'backups');
    expect(await readdir(folder)).toEqual([]);
    await mkdir(join(folder, '2030-01-01T00-00-00-000Z.unfinished/log'), { recursive: true });
    await writeFile(join(folder, 'notes.txt'), 'of the operator');
    const { directory } = await make();
    expect((await readdir(folder)).sort()).toEqual([directory.split('/').at(-1), 'notes.txt'].sort());
  });

  it('says what is in the way, and goes where it is told to', async () => {
    const elsewhere = join(app.directory, 'elsewhere');
    await writeFile(elsewhere, 'a file');
    const config = Config.from({ KEYLEDGER_DATA_DIR: app.directory, KEYLEDGER_BACKUP_DIR: elsewhere });
    const there = new LiveBackup(config, vault, app.get(Clock));
    await expect(there.make(() => {}, nobody)).rejects.toThrow(elsewhere);
    await chmod(elsewhere, 0o600);
    const further = Config.from({ KEYLEDGER_DATA_DIR: app.directory, KEYLEDGER_BACKUP_DIR: join(app.directory, 'far/away') });
    const { directory } = await new LiveBackup(further, vault, app.get(Clock)).make(() => {}, nobody);
    expect(directory).toContain('far/away');
  });
});
