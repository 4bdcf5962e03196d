import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkClock, checkNode } from '#cli/doctor/host-checks';
import { openSqlite } from '#sqlite/sqlite-driver';
import { eventually } from '../support/eventually.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { Operator } from './operator.js';

interface Finding {
  readonly check: string;
  readonly status: string;
  readonly detail: string;
  readonly remedy?: string;
}

describe('keyledger doctor', () => {
  let server: ServerInProcess;
  let operator: Operator;
  beforeAll(async () => {
    server = await ServerInProcess.start();
    operator = await Operator.at(server.url, { KEYLEDGER_DATA_DIR: server.directory });
  });
  afterAll(async () => {
    await server.remove();
    await operator.leave();
  });

  async function examine(args: string[] = [], environment: Record<string, string> = {}) {
    const { code, output } = await operator.run(['doctor', '--json', ...args], { environment });
    const findings = JSON.parse(output) as Finding[];
    const bad = findings.filter(({ status }) => status !== 'ok').map(({ check, status }) => `${check} ${status}`);
    return { code, bad, of: (check: string) => findings.find((finding) => finding.check === check) as Finding };
  }

  it('finds nothing wrong with a running server, and changes nothing of its data', async () => {
    // Right after the start the read models may still be catching up.
    const { of } = await eventually(async () => {
      const found = await examine();
      expect({ code: found.code, bad: found.bad }).toEqual({ code: 0, bad: [] });
      return found;
    });
    expect(of('data directory').detail).toContain(`process ${server.pid}`);
    expect(of('log').detail).toMatch(/ends at position \d+/);
    expect(of('names').detail).toContain('No two service accounts');
    expect((await examine(['--deep'])).of('log').detail).toContain('intact');
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });

  it('prints for people a line for each check, and what to do below what is wrong', async () => {
    const { code, output } = await operator.run(['doctor', '--url', 'http://127.0.0.1:9']);
    expect(code).toBe(1);
    expect(output).toMatch(/^ok {4}node +Node \d/m);
    expect(output).toMatch(/^fail {2}server +No server answers at .*\n +→ /m);
  });

  it('names the server that it asked, and where it has its address from', async () => {
    expect((await examine()).of('server').detail).toBe(`The server at ${server.url} (from KEYLEDGER_URL) is ready.`);
    expect((await examine(['--url', `${server.url}/keys`])).of('server').detail).toContain(`${server.url}/keys (from --url) answers 404`);
    const unnamed = { KEYLEDGER_URL: '', PORT: new URL(server.url).port, HOST: '127.0.0.1' };
    expect((await examine([], unnamed)).of('server')).toEqual({
      check: 'server',
      status: 'ok',
      detail: `The server at ${server.url} (from HOST and PORT) is ready.`,
    });
    expect((await examine([], { ...unnamed, PORT: '9' })).of('server').detail).toContain('http://127.0.0.1:9 (from HOST and PORT)');
  });

  it('tells a healthy server of another data directory from the one of this', async () => {
    const other = await ServerInProcess.start();
    expect((await examine(['--url', other.url])).of('server')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('not the one of this data directory'),
    });
    await other.remove();
  });

  it('names a setting that cannot be used, and one that leads nowhere', async () => {
    expect((await examine([], { PORT: 'http' })).of('configuration')).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('PORT'),
    });
    expect((await examine([], { KEYLEDGER_DATA_DIRS: 'x' })).of('configuration').detail).toContain('KEYLEDGER_DATA_DIR may be meant');
    expect((await examine([], { KEYLEDGER_COLOUR: 'x' })).of('configuration')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('KEYLEDGER_COLOUR'),
    });
    const wide = { HOST: '0.0.0.0', KEYLEDGER_PUBLIC_URL: 'https://localhost' };
    expect((await examine([], wide)).bad).toContain('public URL warn');
    const plain = { HOST: '0.0.0.0', KEYLEDGER_ALLOW_PLAIN_HTTP: 'true' };
    expect((await examine([], plain)).of('public URL').detail).toContain('unencrypted');
    expect((await examine([], { KEYLEDGER_PUBLIC_URL: 'https://keys.example.org/base' })).bad).not.toContain('public URL warn');
  });

  it('names a file that others can read, and how to mend it', async () => {
    const path = join(server.directory, 'keys/pepper-1');
    await chmod(path, 0o644);
    const { code, bad, of } = await examine();
    expect({ code, bad }).toEqual({ code: 1, bad: ['file modes fail', 'keys fail'] });
    expect(of('file modes')).toMatchObject({ detail: `Other users can read ${path}.`, remedy: expect.stringContaining('chmod -R go-rwx') });
    await chmod(path, 0o600);
  });

  it('tells of events that a read model had to leave out', async () => {
    await server.stop();
    const database = openSqlite(join(server.directory, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
    database.exec("INSERT INTO parked_events VALUES ('user-directory', 3, 'why')");
    expect((await examine()).of('read models').detail).toContain('whole log');
    expect((await examine()).bad).toEqual(['read models warn', 'server warn']);
    database.exec('DELETE FROM parked_events');
    database.close();
  });

  it('does not mind a stopped server, nor a directory that is not there yet', async () => {
    const stopped = await examine();
    expect(stopped).toMatchObject({ code: 0, bad: ['server warn'] });
    expect(stopped.of('data directory').detail).toContain('no server uses it');
    const empty = await mkdtemp(join(tmpdir(), 'keyledger-'));
    expect(await examine(['--data-dir', join(empty, 'none')])).toMatchObject({ code: 0, bad: ['data directory warn', 'server warn'] });
    expect(await examine(['--data-dir', empty])).toMatchObject({ code: 0, bad: ['data directory warn', 'server warn'] });
    await rm(empty, { recursive: true });
  });

  it('goes on where it cannot tell whether a server runs', async () => {
    const odd = await mkdtemp(join(tmpdir(), 'keyledger-'));
    await writeFile(join(odd, 'lock.db'), 'of something else'.repeat(100), { mode: 0o600 });
    const { code, bad, of } = await examine(['--data-dir', odd]);
    expect({ code, bad }).toEqual({ code: 1, bad: ['data directory fail', 'server warn'] });
    expect(of('data directory').remedy).toContain('lock.db');
    // What cannot be opened is not damaged: nobody is told to restore a backup over it.
    await rm(join(odd, 'lock.db'));
    await mkdir(join(odd, 'events.db'), { mode: 0o700 });
    expect((await examine(['--data-dir', odd])).of('log').remedy).toBe('Run this as the user of the server.');
    await rm(odd, { recursive: true });
  });

  it('finds other keys, another vault, a cut-off log and a changed event', async () => {
    const key = join(server.directory, 'keys/email-digest-key');
    const own = await readFile(key);
    await writeFile(key, `${Buffer.alloc(32, 7).toString('base64url')}\n`);
    expect((await examine()).of('keys')).toMatchObject({ status: 'fail', detail: expect.stringContaining('email-digest-key') });
    await writeFile(key, own);

    const vault = openSqlite(join(server.directory, 'vault.db'), { journalMode: 'delete', synchronous: 'full' });
    vault.exec("BEGIN; DELETE FROM secrets WHERE purpose = 'signing-key'");
    vault.exec('COMMIT');
    vault.close();
    expect((await examine()).of('vault').status).toBe('fail');

    const log = openSqlite(join(server.directory, 'events.db'), { journalMode: 'wal', synchronous: 'full' });
    log.exec("UPDATE events SET body = replace(body, 'true', 'True') WHERE position = 1");
    const { code, of } = await examine(['--deep']);
    expect({ code, log: of('log') }).toMatchObject({ code: 1, log: { status: 'fail', detail: expect.stringContaining('position 1') } });
    log.exec('DELETE FROM events WHERE position = (SELECT max(position) FROM events)');
    log.close();
    expect((await examine()).of('log').detail).toMatch(/position|missing/);
  });
});

describe('Its checks of the host', () => {
  it('know which Node is enough', () => {
    for (const version of ['20.19.0', '22.0.0', '24.21.0']) expect(checkNode(version).status).toBe('ok');
    for (const version of ['18.20.0', '20.18.9']) expect(checkNode(version).status).toBe('fail');
  });

  it('notice a clock that was never set, and one that is behind what was already written', () => {
    const now = new Date('2030-01-01T00:00:00Z');
    expect(checkClock(now, '2029-12-31T23:59:59.000Z').status).toBe('ok');
    expect(checkClock(now, '2030-01-01T00:04:00.000Z').status).toBe('ok');
    expect(checkClock(now, '2030-01-01T00:06:00.000Z').status).toBe('fail');
    expect(checkClock(new Date('1970-01-02T00:00:00Z'), null).status).toBe('fail');
  });
});
