import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { integration } from '../support/integration.js';
import { projectRoot } from '../support/project-files.js';
import { ServerProcess } from '../support/server-process.js';

const password = 'another-long-and-quiet-river';

integration('c-compiler', 'A disk that fails', (compiler) => {
  let directory: string;
  let control: string;
  let server: ServerProcess;
  let client: Client;
  /** The addresses of everybody whose registration was acknowledged, in that order. */
  let people: string[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    control = join(directory, 'control');
    const library = join(directory, 'failing-disk.so');
    execFileSync(compiler, ['-shared', '-fPIC', '-o', library, join(projectRoot, 'test/faults/failing-disk.c'), '-ldl']);
    const environment = { LD_PRELOAD: library, FAILING_DISK: control, KEYLEDGER_LOG_LEVEL: 'fatal' };
    server = await ServerProcess.start({ environment });
    client = await Client.signIn(server);
    people = [server.ownerEmail];
  });
  beforeEach(async () => {
    // No answer waits for a read model, and what is expected concerns those that have caught up.
    await expectEverybody();
  });
  afterEach(() => rm(control, { force: true }));
  afterAll(async () => {
    await server.remove();
    await rm(directory, { recursive: true, force: true });
  });

  const health = (path: string) => fetch(`${server.url}/health/${path}`).then(({ status }) => status);
  const expectEverybody = async () => expect(await client.emails()).toEqual(people);
  const register = (email: string, password?: string) =>
    client.request('POST', '/v1/users', { email, role: 'annotator', ...(password && { password }) }).then(
      ({ status }) => {
        if (status === 201) people.push(email);
        return status;
      },
      () => 0,
    );
  const expectRefused = async (mark: string, given?: string) => {
    for (let i = 0; i < 3; i += 1) expect(await register(`${mark}-${i}@example.org`, given)).toBe(503);
  };
  /** After a restart everything that was acknowledged is there, and nothing that was refused. */
  const expectAfterRestart = async () => {
    await server.restart();
    client = await Client.signIn(server);
    await expectEverybody();
  };

  /** Asks for the verdict on an access token made from an issued personal token. */
  const authOf = async (issued: { body: { credential: string } }) => {
    const { access } = (await client.request('POST', '/api/token/refresh', { refresh: issued.body.credential })).body;
    return async () => (await fetch(`${server.url}/v1/auth`, { headers: { authorization: `Bearer ${access}` } })).status;
  };

  it.each(['full', 'short'])(
    'while it is %s refuses writes, answers reads and is not ready, and takes writes again when there is room',
    async (fault) => {
      await writeFile(control, `${fault} /events.db`);
      await expectRefused(fault);
      await expectEverybody();
      expect([await health('ready'), await health('live')]).toEqual([503, 200]);
      await rm(control);
      await eventually(async () => expect(await health('ready')).toBe(200));
      expect(await register(`after-${fault}@example.org`)).toBe(201);
    },
  );

  it('while it has no room for the vault refuses what needs it, and creates nobody without a password that was to have one', async () => {
    await writeFile(control, 'full /vault.db');
    await expectRefused('secret', password);
    await rm(control);
    expect(await register('after-secret@example.org', password)).toBe(201);
  });

  it('while it has no room for the read models takes writes, verifies, answers no list from before them, and catches up', async () => {
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
    await expectEverybody();
  });

  it('whose sync of the log takes long holds up anyone who writes, and nobody else', async () => {
    const auth = await authOf(await client.request('POST', '/v1/tokens', { kind: 'personal' }));
    await writeFile(control, 'slow /events.db');
    const before = [...people];
    const registered = register('slowly@example.org');
    for (let i = 0; i < 50; i += 1) expect(await auth()).toBe(200);
    expect(await client.emails()).toEqual(before);
    expect([await health('live'), people]).toEqual([200, before]);
    await rm(control);
    expect(await registered).toBe(201);
    await expectEverybody();
  });

  it('while it has no room for jobs and last uses goes on without them, and does them when there is room (SR-56)', async () => {
    const { body: person } = await client.request('POST', '/v1/users', { email: 'leaver@example.org', role: 'manager' });
    people.push('leaver@example.org');
    await writeFile(control, 'full /jobs.db');
    expect((await client.request('POST', `/v1/users/${person.id}/disable`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const completed = async () => (await client.request('GET', '/v1/activity?type=CascadeCompleted')).body.items.length;
    expect(await completed()).toBe(0);
    await writeFile(control, 'full /token-uses.db');
    await eventually(async () => expect(await completed()).toBe(1), 200);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await rm(control);
    await expectAfterRestart();
  });

  it('while it is full for every file refuses writes, answers reads, stops when it is told to, and starts again', async () => {
    await writeFile(control, `full ${server.directory}`);
    await expectRefused('everywhere');
    await expectEverybody();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await rm(control);
    await expectAfterRestart();
  });

  it.each(['/events.db', '/vault.db'])(
    'whose sync of %s fails once is never trusted again: nothing more is acknowledged, the process ends, the next start has all (SR-50)',
    async (file) => {
      const part = file.slice(1, -3);
      for (let i = 0; i < 3; i += 1) expect(await register(`${part}-before-${i}@example.org`, password)).toBe(201);
      await writeFile(control, `sync ${file}`);
      const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => register(`${part}-${i}@example.org`, password)));
      expect(answers.filter((status) => status === 201)).toEqual([]);
      expect((await server.exited()).code).toBe(1);
      expect(server.output).toContain('Keyledger stops:');
      await server.restart();
      client = await Client.signIn(server);
      const found = await client.emails();
      expect(found).toEqual(expect.arrayContaining(people));
      // What was written before the sync failed may be there without having been acknowledged.
      people = found;
    },
  );
});
