import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogView } from '#event-store/embedded/log-view';
import { readEverything } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { projectRoot } from '../support/project-files.js';
import { ServerProcess } from '../support/server-process.js';
import { TestApp } from '../support/test-app.js';

describe('A worker in a process of its own', () => {
  let directory: string;
  let child: ChildProcess | null;
  let output: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    child = null;
    output = '';
  });
  afterEach(async () => {
    if (child?.exitCode === null) child.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  });

  function run(): Promise<unknown[]> {
    const env = { PATH: process.env.PATH, KEYLEDGER_DATA_DIR: directory };
    child = spawn(process.execPath, ['dist/programs/worker.js'], { cwd: projectRoot, env });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    return once(child, 'close');
  }
  /** The recorded cascades, by their causes. */
  function recordedOf(causeId: string): string[] {
    const view = LogView.ofUsed(directory);
    try {
      return view.stream(`cascade-${causeId}`).map(({ type }) => type);
    } finally {
      view.close();
    }
  }

  it('records what a server had no time to record, and ends when it is told to', async () => {
    const app = await TestApp.over(directory);
    const person = await app.register('manager');
    await app.tokensOf(person);
    const headers = await app.signIn();
    // The process dies right after the disabling is stored.
    app.dieAfter(app.appends() + 1);
    await app.request('POST', `/v1/users/${person.id}/disable`, { headers });
    const disabled = (await readEverything(app.store, null)).find(({ type }) => type === 'UserDisabled');
    await app.restart(async () => {
      expect(recordedOf(`${disabled?.id}`)).toEqual([]);
      const ended = run();
      await eventually(async () => expect(recordedOf(`${disabled?.id}`)).toEqual(['TokensSuspended', 'CascadeCompleted']));
      child?.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(output).toBe(`The worker of Keyledger runs (data in ${directory}).\n`);
    });
    await app.close();
  });

  it('is refused a directory that a server uses', async () => {
    const server = await ServerProcess.start({ directory });
    expect(await run()).toEqual([1, null]);
    expect(output).toContain('Keyledger cannot start');
    expect(output).toContain(directory);
    expect(output).not.toContain('    at ');
    await server.stop();
  });

  it('begins no log: that is for a server', async () => {
    expect(await run()).toEqual([1, null]);
    expect(output).toBe(`Keyledger cannot start: There is no log in ${directory} yet: the server begins it.\n`);
  });
});
