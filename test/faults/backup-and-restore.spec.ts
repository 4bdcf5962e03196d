import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { projectRoot } from '../support/project-files.js';
import { ServerProcess } from '../support/start-server.js';

const run = promisify(execFile);
const testMs = 90_000;

describe('A backup', () => {
  let root: string;
  let server: ServerProcess;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-'));
    server = await ServerProcess.start({ directory: join(root, 'data') });
  });
  afterEach(async () => {
    await server.remove();
    await rm(root, { recursive: true, force: true });
  });

  const keyledger = async (args: string[], directory = server.directory) => {
    const env = { PATH: process.env.PATH, KEYLEDGER_DATA_DIR: directory };
    return run(process.execPath, [join(projectRoot, 'dist/apps/api/src/cli/main.js'), ...args], { env }).then(
      ({ stdout }) => ({ code: 0, output: stdout }),
      (error) => ({ code: error.code, output: `${error.stdout}${error.stderr}` }),
    );
  };
  const auth = async (access: string) => (await fetch(`${server.url}/v1/auth`, { headers: { authorization: `Bearer ${access}` } })).status;
  const issue = async (client: Client) => {
    const { body } = await client.request('POST', '/v1/tokens', { kind: 'personal' });
    const refreshed = await client.request('POST', '/api/token/refresh', { refresh: body.credential });
    return { id: body.token.id, credential: body.credential as string, access: refreshed.body.access as string };
  };
  /** The data directory as a restore leaves it: log and vault from the backup, keys from elsewhere. */
  async function restored(): Promise<void> {
    await server.stop();
    await cp(join(server.directory, 'keys'), join(root, 'keys'), { recursive: true });
    const register = join(root, 'erased');
    await cp(join(server.directory, 'erased'), register).catch(() => {});
    await rm(server.directory, { recursive: true, force: true });
    expect(await keyledger(['restore', '--from', join(root, 'backup'), '--erased', register])).toMatchObject({ code: 0 });
    await cp(join(root, 'keys'), join(server.directory, 'keys'), { recursive: true });
  }

  it(
    'is made of a stopped directory alone, and never holds a key',
    async () => {
      expect((await keyledger(['backup', '--to', join(root, 'backup')])).output).toContain('in use by another process');
      await server.stop();
      expect(await keyledger(['backup', '--to', join(root, 'backup')])).toMatchObject({ code: 0 });
      expect((await readdir(join(root, 'backup'), { recursive: true })).sort()).toEqual([
        'log',
        'log/events.db',
        'vault',
        'vault/vault.db',
      ]);
      const copies = await Promise.all(['log/events.db', 'vault/vault.db'].map((file) => readFile(join(root, 'backup', file))));
      for (const name of await readdir(join(server.directory, 'keys'))) {
        const key = Buffer.from((await readFile(join(server.directory, 'keys', name), 'utf8')).trim(), 'base64url');
        for (const copy of copies) expect(copy.includes(key)).toBe(false);
      }
      expect((await keyledger(['backup', '--to', join(root, 'backup')])).output).toContain('already');
      expect((await keyledger(['verify-log'])).output).toMatch(/The log is whole; it ends at position \d+\./);
    },
    testMs,
  );

  it(
    'that is put back in secret stops the start: revoked tokens do not come back unnoticed (SR-55)',
    async () => {
      const client = await Client.signIn(server);
      const token = await issue(client);
      await server.stop();
      await keyledger(['backup', '--to', join(root, 'backup')]);
      await server.restart();
      await (await Client.signIn(server)).request('DELETE', `/v1/tokens/${token.id}`);
      expect(await auth(token.access)).toBe(401);
      await restored();
      const started = await ServerProcess.launch({ directory: server.directory });
      expect((await started.exited()).code).toBe(1);
      expect(started.output).toMatch(/ends at position \d+, but this installation had reached \d+: revocations in between are lost/);
    },
    testMs,
  );

  it(
    'that is put back and declared is recorded, voids every credential from before, and erases again who was erased',
    async () => {
      const client = await Client.signIn(server);
      const { body: person } = await client.request('POST', '/v1/users', { email: 'forget-me@example.org', role: 'manager' });
      const token = await issue(client);
      await server.stop();
      await keyledger(['backup', '--to', join(root, 'backup')]);
      await server.restart();
      const later = await Client.signIn(server);
      await later.request('DELETE', `/v1/tokens/${token.id}`);
      await later.request('POST', `/v1/users/${person.id}/disable`);
      expect((await later.request('POST', `/v1/users/${person.id}/erase`)).status).toBe(200);
      await restored();
      await server.remove();
      server = await ServerProcess.start({ directory: server.directory, environment: { KEYLEDGER_DECLARE_RESTORE: 'true' } });
      expect(await auth(token.access)).toBe(401);
      expect((await client.request('GET', '/v1/users/me').catch(() => ({ status: 401 }))).status).toBe(401);
      const again = await Client.signIn(server);
      expect((await again.request('GET', `/v1/users/${person.id}`)).body).toMatchObject({ email: null, disabled: true });
      const fresh = await issue(again);
      expect(await auth(fresh.access)).toBe(200);
      await server.restart();
      expect(await auth(fresh.access)).toBe(200);
    },
    testMs,
  );
});
