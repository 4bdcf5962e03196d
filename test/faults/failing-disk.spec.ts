import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { integration } from '../support/integration.js';
import { projectRoot } from '../support/project-files.js';
import { ServerProcess } from '../support/start-server.js';

const password = 'another-long-and-quiet-river';

integration('c-compiler', 'A disk that fails', (compiler) => {
  let directory: string;
  let control: string;
  let environment: Record<string, string>;
  let server: ServerProcess;
  let client: Client;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    control = join(directory, 'control');
    const library = join(directory, 'failing-disk.so');
    execFileSync(compiler, ['-shared', '-fPIC', '-o', library, join(projectRoot, 'test/faults/failing-disk.c'), '-ldl']);
    environment = { LD_PRELOAD: library, FAILING_DISK: control, KEYLEDGER_LOG_LEVEL: 'fatal' };
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  afterEach(async () => {
    await rm(control, { force: true });
    await server.remove();
  });

  const health = (path: string) => fetch(`${server.url}/health/${path}`).then(({ status }) => status);
  const start = async () => {
    server = await ServerProcess.start({ environment });
    client = await Client.signIn(server);
    expect(await client.register('before@example.org')).toBe(201);
    // No answer waits for a read model, and the checks below concern those that have caught up.
    expect(await client.emails()).toContain('before@example.org');
  };
  /** After a restart everything that was acknowledged is there, and nothing that was refused. */
  const expectAfterRestart = async (emails: string[]) => {
    await server.restart();
    expect(await (await Client.signIn(server)).emails()).toEqual(emails);
  };
  const registerWithPassword = async (email: string) =>
    (await client.request('POST', '/v1/users', { email, role: 'annotator', password })).status;

  /** Asks for the verdict on an access token made from an issued personal token. */
  const authOf = async (issued: { body: { credential: string } }) => {
    const { access } = (await client.request('POST', '/api/token/refresh', { refresh: issued.body.credential })).body;
    return async () => (await fetch(`${server.url}/v1/auth`, { headers: { authorization: `Bearer ${access}` } })).status;
  };

  it.each(['full', 'short'])(
    'while it is %s refuses writes, answers reads and is not ready, and takes writes again when there is room',
    async (fault) => {
      await start();
      await writeFile(control, `${fault} /events.db`);
      for (let i = 0; i < 5; i += 1) expect(await client.register(`full-${i}@example.org`)).toBe(503);
      expect(await client.emails()).toEqual([server.ownerEmail, 'before@example.org']);
      expect([await health('ready'), await health('live')]).toEqual([503, 200]);
      await rm(control);
      await eventually(async () => expect(await health('ready')).toBe(200));
      expect(await client.register('after@example.org')).toBe(201);
      await expectAfterRestart([server.ownerEmail, 'before@example.org', 'after@example.org']);
    },
  );

  it('while it is full for every file refuses writes, answers reads, stops when it is told to, and starts again', async () => {
    await start();
    await writeFile(control, `full ${server.directory}`);
    for (let i = 0; i < 5; i += 1) expect(await client.register(`full-${i}@example.org`)).toBe(503);
    expect(await client.emails()).toEqual([server.ownerEmail, 'before@example.org']);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await rm(control);
    await expectAfterRestart([server.ownerEmail, 'before@example.org']);
  });

  it('while it has no room for the vault refuses what needs it, and creates nobody without a password that was to have one', async () => {
    await start();
    await writeFile(control, 'full /vault.db');
    for (let i = 0; i < 3; i += 1) expect(await registerWithPassword(`full-${i}@example.org`)).toBe(503);
    await rm(control);
    expect(await registerWithPassword('after@example.org')).toBe(201);
    await expectAfterRestart([server.ownerEmail, 'before@example.org', 'after@example.org']);
  });

  it('while it has no room for the read models takes writes, verifies, answers no list from before them, and catches up', async () => {
    await start();
    const issued = await client.request('POST', '/v1/tokens', { kind: 'personal' });
    const auth = await authOf(issued);
    await writeFile(control, 'full /read-models.db');
    expect((await client.request('DELETE', `/v1/users/me`)).status).toBe(405);
    expect((await client.request('PATCH', '/v1/organization', { personalAccessTokenTtlDays: 30 })).status).toBe(200);
    expect(await auth()).toBe(200);
    expect((await client.request('GET', '/v1/users')).status).toBe(503);
    expect((await client.request('DELETE', `/v1/tokens/${issued.body.token.id}`)).status).toBe(204);
    expect(await auth()).toBe(401);
    await rm(control);
    expect(await client.emails()).toEqual([server.ownerEmail, 'before@example.org']);
    await expectAfterRestart([server.ownerEmail, 'before@example.org']);
  });

  it('while it has no room for jobs and last uses goes on without them, and does them when there is room (SR-56)', async () => {
    await start();
    const { body: person } = await client.request('POST', '/v1/users', { email: 'leaver@example.org', role: 'manager' });
    await writeFile(control, 'full /jobs.db');
    expect((await client.request('POST', `/v1/users/${person.id}/disable`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const completed = async () => (await client.request('GET', '/v1/activity?type=CascadeCompleted')).body.items.length;
    expect(await completed()).toBe(0);
    await writeFile(control, 'full /token-uses.db');
    await eventually(async () => expect(await completed()).toBe(1), 200);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });

  it('whose sync of the log takes long holds up anyone who writes, and nobody else', async () => {
    await start();
    const auth = await authOf(await client.request('POST', '/v1/tokens', { kind: 'personal' }));
    await writeFile(control, 'slow /events.db');
    let isRegistered = false;
    const registered = client.register('after@example.org').finally(() => {
      isRegistered = true;
    });
    for (let i = 0; i < 50; i += 1) expect(await auth()).toBe(200);
    expect(await client.emails()).toEqual([server.ownerEmail, 'before@example.org']);
    expect([await health('live'), isRegistered]).toEqual([200, false]);
    await rm(control);
    expect(await registered).toBe(201);
    expect(await client.emails()).toEqual([server.ownerEmail, 'before@example.org', 'after@example.org']);
  });

  it.each(['/events.db', '/vault.db'])(
    'whose sync of %s fails once is never trusted again: nothing more is acknowledged, the process ends, the next start has all (SR-50)',
    async (file) => {
      await start();
      const acknowledged = ['before@example.org'];
      for (let i = 0; i < 3; i += 1)
        if ((await registerWithPassword(`before-${i}@example.org`)) === 201) acknowledged.push(`before-${i}@example.org`);
      await writeFile(control, `sync ${file}`);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) => registerWithPassword(`failing-${i}@example.org`).catch(() => 0)),
      );
      expect(answers.filter((status) => status === 201)).toEqual([]);
      expect((await server.exited()).code).toBe(1);
      expect(server.output).toContain('Keyledger stops:');
      await server.restart();
      expect(await (await Client.signIn(server)).emails()).toEqual(expect.arrayContaining(acknowledged));
    },
  );
});
