import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataDirectoryInUse, holdDataDirectory, lockDataDirectory } from '#event-store/embedded/data-directory';
import { Client } from '../support/client.js';
import { ServerProcess } from '../support/server-process.js';
import { Operator } from './operator.js';

describe('What only looks at a data directory', () => {
  let root: string;
  let operator: Operator;
  /** As a clean stop leaves it, and as a kill in the midst of writing does, with all that is newest in the write-ahead log. */
  const left = { stopped: '', killed: '' };
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'keyledger-'));
    const server = await ServerProcess.start({ directory: join(root, 'data') });
    operator = await Operator.at(server.url);
    const client = await Client.signIn(server);
    for (let i = 0; i < 5; i += 1) await client.register(`person-${i}@example.org`);
    await server.kill9();
    left.killed = join(root, 'killed');
    cpSync(server.directory, left.killed, { recursive: true });
    await server.restart();
    await server.stop();
    left.stopped = server.directory;
  });
  afterAll(async () => {
    await operator.leave();
    rmSync(root, { recursive: true, force: true });
  });

  const contentOf = (directory: string) =>
    readdirSync(directory, { recursive: true })
      .map(String)
      .sort()
      .map((name) => {
        const path = join(directory, name);
        const { mode, mtimeMs, size } = statSync(path);
        const digest = statSync(path).isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
        return { name, mode, mtimeMs, size, digest };
      });

  describe.each(['stopped', 'killed'] as const)('that a %s server left behind', (how) => {
    it.each([['verify-log'], ['doctor', '--deep'], ['doctor']])('leaves every file as it is, and makes none (%s %s)', async (...args) => {
      const before = contentOf(left[how]);
      const { code } = await operator.run([...args, '--data-dir', left[how]]);
      expect(code).toBe(0);
      expect(contentOf(left[how])).toEqual(before);
    });

    it('finds the end of the log, also where it is only in the write-ahead log', async () => {
      const wal = statSync(join(left[how], 'events.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
      expect(wal > 0).toBe(how === 'killed');
      const { output } = await operator.run(['verify-log', '--data-dir', left[how], '--json']);
      expect(JSON.parse(output)).toEqual({ position: endOf(left[how]), isMarkKnown: true });
    });
  });

  it('works where the keys are elsewhere, and says that it did not look at the mark', async () => {
    const copy = join(root, 'without-keys');
    cpSync(left.stopped, copy, { recursive: true });
    rmSync(join(copy, 'keys'), { recursive: true });
    const { code, output } = await operator.run(['verify-log', '--data-dir', copy]);
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('was not compared') });
  });

  it('keeps a server from beginning to write meanwhile, and writes nothing for it', () => {
    const before = contentOf(left.stopped);
    const held = holdDataDirectory(left.stopped);
    expect(() => lockDataDirectory(left.stopped)).toThrow(DataDirectoryInUse);
    held.release();
    expect(contentOf(left.stopped)).toEqual(before);
    const lock = lockDataDirectory(left.stopped);
    expect(() => holdDataDirectory(left.stopped)).toThrow(DataDirectoryInUse);
    lock.release();
  });
});

/** As `head` remembers it. */
const endOf = (directory: string) => Number(readFileSync(join(directory, 'head')).readBigUInt64BE(0));
