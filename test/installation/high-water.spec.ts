import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { restore } from '#api/features/backup/backup';
import { logMarkIn, SqliteVault } from '#credentials/sqlite-vault';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { NO_STREAM } from '#event-store/event-store';
import { HighWater } from '#installation/high-water';
import { MarkText } from '#installation/mark-text';
import { openReadOnly } from '#sqlite/sqlite-driver';
import { draft } from '../support/events.js';

const key = Buffer.alloc(32, 3);
const onFatal = (error: unknown) => {
  throw error;
};

describe('The mark of the log', () => {
  let directory: string;
  let keys: string;
  let vault: SqliteVault;
  let store: EmbeddedEventStore;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    keys = join(directory, 'keys');
    await mkdir(keys);
    vault = SqliteVault.open(join(directory, 'vault.db'));
    store = await EmbeddedEventStore.open({ directory });
  });
  afterEach(async () => {
    await store.close();
    vault.close();
    await rm(directory, { recursive: true, force: true });
  });

  let appended = 0;
  const append = async () => {
    const { position } = await store.append(`stream-${appended++}`, NO_STREAM, [draft()]);
    return position;
  };

  it('is beside the keys before anybody is answered who wrote', async () => {
    const highWater = new HighWater(keys, vault, key);
    await append();
    await highWater.follow(store, onFatal);
    for (let n = 0; n < 20; n += 1) {
      const position = await append();
      const [found] = await highWater.found();
      expect(found).toMatchObject({ kind: 'authentic', position, mark: store.mark() });
    }
    await highWater.close();
    expect(await vault.logMark()).toBeUndefined();
  });

  it('says of an empty log that it was empty, and is a line that is as long whatever it says', async () => {
    const highWater = new HighWater(keys, vault, key);
    highWater.begin();
    expect(await highWater.found()).toMatchObject([{ kind: 'authentic', position: 0n, mark: '' }]);
    const before = await readFile(highWater.path, 'latin1');
    await append();
    await highWater.follow(store, onFatal);
    const after = await readFile(highWater.path, 'latin1');
    await highWater.close();
    expect(after).not.toBe(before);
    expect([after.length, after.indexOf('\n')]).toEqual([before.length, before.length - 1]);
    // A sector of a disk is written whole, or not at all.
    expect(after.length).toBeLessThanOrEqual(512);
  });

  it('is told from one that was changed anywhere, and from one under another key', () => {
    const marks = new MarkText(key);
    const text = marks.of({ position: 42n, mark: 'here' });
    const { length } = text.trimEnd();
    expect(marks.read(text, 'path')).toEqual({ kind: 'authentic', path: 'path', position: 42n, mark: 'here' });
    expect(new MarkText(Buffer.alloc(32)).read(text, 'path').kind).toBe('unauthentic');
    // The last character of the code stands for four bits alone.
    for (let at = 0; at < length - 1; at += 1) {
      const other = text[at] === 'A' ? 'B' : 'A';
      expect(marks.read(text.slice(0, at) + other + text.slice(at + 1), 'path').kind).toBe('unauthentic');
    }
    for (const cut of ['', ' ', '\n', text.slice(0, length / 2), text.slice(1)]) expect(marks.read(cut, 'path').kind).toBe('unauthentic');
  });

  it('is known for what it is when version 0.1.0 wrote it', () => {
    const logId = '01a20f10-424b-70c7-933c-4fba3d0785f5';
    const old = { kind: 'old', path: 'path', logId, position: 42n };
    expect(new MarkText(key).read(`${logId} 00000000000000000042\n`, 'path')).toEqual(old);
    // An older program writes over what a newer one left.
    expect(new MarkText(key).read(`${logId} 00000000000000000042\nthe rest of a longer one\n`, 'path')).toEqual(old);
  });

  describe('where nothing can be written beside the keys', () => {
    // As the super-user, whom no mode keeps out, nobody can write into a folder of the kernel.
    const readOnly = () => (process.getuid?.() === 0 ? '/sys' : join(directory, 'read-only'));
    beforeEach(async () => {
      if (process.getuid?.() !== 0) await mkdir(readOnly(), { mode: 0o500 });
    });

    it('lies in the vault, from the beginning and at the end', async () => {
      const highWater = new HighWater(readOnly(), vault, key);
      highWater.begin();
      expect(await highWater.found()).toMatchObject([{ kind: 'authentic', path: 'vault.db', position: 0n }]);
      await append();
      await highWater.follow(store, onFatal);
      const position = await append();
      await store.close();
      await highWater.close();
      expect(await highWater.found()).toMatchObject([{ kind: 'authentic', path: 'vault.db', position, mark: expect.stringMatching(/./) }]);
    });

    it('is in no vault that is put back', async () => {
      await vault.putLogMark('of then');
      await append();
      await store.close();
      vault.close();
      const [source, target] = [join(directory, 'backup'), join(directory, 'restored')];
      for (const [part, file] of [
        ['log', 'events.db'],
        ['vault', 'vault.db'],
      ]) {
        await mkdir(join(source, part), { recursive: true });
        await writeFile(join(source, part, file), await readFile(join(directory, file)));
      }
      await restore(target, source, join(source, 'erased'));
      const [from, to] = [source, target].map((folder) => openReadOnly(join(folder, folder === source ? 'vault/vault.db' : 'vault.db')));
      expect([logMarkIn(from), logMarkIn(to)]).toEqual(['of then', undefined]);
      from.close();
      to.close();
      vault = SqliteVault.open(join(target, 'vault.db'));
    });
  });
});
