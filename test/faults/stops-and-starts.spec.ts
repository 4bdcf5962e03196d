import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { ServerProcess } from '../support/server-process.js';
import { TestApp } from '../support/test-app.js';

describe('A server that is told to stop while it writes', () => {
  it.each([1, 2])('with %d signals keeps everything that it acknowledged', async (signals) => {
    const server = await ServerProcess.start();
    const writer = await Client.signIn(server);
    const acknowledged: string[] = [];
    const writing = Array.from({ length: 8 }, async (_, part) => {
      for (let i = 0; i < 200; i += 1) {
        const email = `w${part}-${i}@example.org`;
        const status = await writer.register(email);
        if (status === 201) acknowledged.push(email);
        else return;
      }
    });
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(0));
    for (let i = 0; i < signals; i += 1) process.kill(server.pid, 'SIGTERM');
    const exit = await server.exited();
    await Promise.all(writing);
    expect(exit).toEqual({ code: 0, signal: null });
    const again = await ServerInProcess.start({ directory: server.directory });
    const reader = await Client.signIn(again);
    for (const email of acknowledged.slice(-20)) expect(await reader.register(email)).toBe(409);
    await again.remove();
    await server.remove();
  });
});

describe('A server that is told to stop while connections are open', () => {
  const question = 'GET /v1/auth HTTP/1.1\r\nHost: a\r\n\r\n';

  const halves = [question.slice(0, -9), 'POST /oauth/introspect HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\ntok'];

  it('ends in order: at once for those on which nothing is asked, and for half a request when it has had its time', async () => {
    const server = await ServerInProcess.start();
    const closed: string[] = [];
    for (const bytes of [...halves, '', question]) {
      const socket = connect(server.port, '127.0.0.1').on('error', () => {});
      socket.resume().on('close', () => closed.push(halves.includes(bytes) ? 'half' : 'idle'));
      await once(socket, 'connect');
      socket.write(bytes);
    }
    // The server answers on a newer connection once it has accepted these, and has read what was sent on them.
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    await server.stop();
    await eventually(() => expect(closed).toEqual(['idle', 'idle', 'half', 'half']));
    await server.remove();
  });

  it('on which one request follows another, loses no answer, and tells each client with one to go', async () => {
    const server = await ServerInProcess.start();
    const agent = new Agent({ keepAlive: true });
    const answered = Array(20).fill(0);
    const askUntilTold = async (client: number) => {
      for (; ; answered[client] += 1) if ((await answerFrom(server.port, agent)).headers.connection === 'close') return 'told';
    };
    const clients = answered.map((_, client) => askUntilTold(client).catch((error) => String(error)));
    // A connection that the server has not accepted yet is lost when it stops.
    await eventually(() => expect(Math.min(...answered)).toBeGreaterThan(1));
    await server.stop();
    expect(new Set(await Promise.all(clients))).toEqual(new Set(['told']));
    agent.destroy();
    await server.remove();
  });

  /** The whole answer to a GET without a credential. */
  const answerFrom = (port: number, agent: Agent) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: '/v1/auth', agent }, (answer) => answer.resume().on('end', () => resolve(answer))).on(
        'error',
        reject,
      );
    });
});

describe('A server whose files do not fit', () => {
  let root: string;
  let kept: string;
  /** Of somebody else. */
  let other: string;
  let directory: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-'));
    [kept, other, directory] = ['kept', 'other', 'used'].map((name) => join(root, name));
    for (const to of [kept, other]) {
      const app = await TestApp.start();
      await app.restart(() => cp(app.directory, to, { recursive: true }));
      await app.close();
    }
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  beforeEach(async () => {
    await rm(directory, { recursive: true, force: true });
    await cp(kept, directory, { recursive: true });
  });
  const path = (...parts: string[]) => join(directory, ...parts);
  const write = (text: string, ...parts: string[]) => writeFile(path(...parts), text);
  const garbage = randomBytes(40).toString('latin1');
  const keysThere = () => readdir(path('keys')).catch(() => null);
  const refusals: [string, () => Promise<unknown>, RegExp][] = [
    ['a pepper is missing', () => rm(path('keys', 'pepper-1')), /pepper-1 is missing/],
    ['all keys are missing', () => rm(path('keys'), { recursive: true }), /is missing/],
    ['a key is cut short', () => write('x', 'keys', 'key-encryption-key'), /does not hold 32 bytes/],
    ['a key is empty', () => write('', 'keys', 'email-digest-key'), /does not hold 32 bytes/],
    ['a key can be read by others', () => chmod(path('keys', 'email-digest-key'), 0o644), /can be read by other users/],
    [
      'one key stands in the place of another',
      async () => write(await readFile(path('keys', 'pepper-1'), 'utf8'), 'keys', 'key-encryption-key'),
      /key-encryption-key is not the one/,
    ],
    [
      'the keys are those of another installation',
      () => cp(join(other, 'keys'), path('keys'), { recursive: true, force: true }),
      /is not the one that this log was begun with/,
    ],
    ['the vault is that of another installation', () => cp(join(other, 'vault.db'), path('vault.db')), /The vault \(vault\.db\)/],
    ['the vault is gone', () => rm(path('vault.db')), /The vault \(vault\.db\)/],
    ['the vault is no database', () => write(garbage.repeat(500), 'vault.db'), /The vault \(vault\.db\)/],
    ['the log is gone', () => rm(path('events.db')), /newer events are missing/],
    [
      'the log and its head are gone',
      async () => {
        await rm(path('events.db'));
        await rm(path('head'));
      },
      /There is no event log, but these keys belong to one/,
    ],
    ['the log is no database', () => write(garbage.repeat(500), 'events.db'), /is damaged/],
    ['the head is garbage', () => write(garbage, 'head'), /newer events are missing|another digest/],
    [
      'the log is that of another installation',
      () => cp(join(other, 'events.db'), path('events.db')),
      /not the one whose head was written|newer events are missing/,
    ],
  ];

  const filesThere = async () => ({ files: await readdir(directory), keys: await keysThere() });

  it.each(refusals)('does not start when %s, says so in one sentence, and changes nothing', async (_what, damage, sentence) => {
    await damage();
    const before = await filesThere();
    const problem = await TestApp.over(directory).then(
      () => '',
      ({ message }: Error) => message,
    );
    expect(problem).toMatch(sentence);
    expect(problem).not.toContain('\n');
    const after = await filesThere();
    expect(after.files).toEqual(expect.arrayContaining(before.files));
    expect(after.keys).toEqual(before.keys);
  });

  it('says of any such problem, as a process, that it cannot start, and ends with 1', async () => {
    await rm(path('keys', 'pepper-1'));
    const started = await ServerProcess.launch({ directory });
    expect((await started.exited()).code).toBe(1);
    expect(started.output).toMatch(/^Keyledger cannot start: .*pepper-1 is missing.*\n$/);
  });

  it.each([
    ['the read models are gone', ['read-models.db']],
    ['the read models, the jobs and the last uses are gone', ['read-models.db', 'jobs.db', 'token-uses.db']],
    ['the head is gone', ['head']],
  ])('starts when %s, and has what it had', async (_what, names) => {
    for (const name of names) await rm(path(name));
    await expectWhole();
  });

  it('starts when the read models, the jobs and the last uses are no databases, and has what it had', async () => {
    for (const name of ['read-models.db', 'jobs.db', 'token-uses.db']) await write(garbage.repeat(500), name);
    await expectWhole();
  });

  async function expectWhole(): Promise<void> {
    const app = await TestApp.over(directory);
    const { body } = await app.request('GET', '/v1/users', { headers: await app.signIn() });
    expect(body.items.map(({ email }: { email: string }) => email)).toEqual([app.owner.email]);
    await app.close();
  }
});

describe('A pepper that was added', () => {
  it('is the one under which new credentials are recognised, and is missed when it is taken away or changed', async () => {
    const app = await TestApp.start();
    const key = join(app.directory, 'keys', 'pepper-2');
    const writePepper = (pepper = randomBytes(32)) => writeFile(key, `${pepper.toString('base64url')}\n`, { mode: 0o600 });
    const pepper = randomBytes(32);
    await app.restart(() => writePepper(pepper));
    const headers = await app.signIn();
    const isSignedIn = async () => (await app.request('GET', '/v1/users/me', { headers })).status === 200;
    await app.restart();
    expect(await isSignedIn()).toBe(true);
    for (const change of [() => rm(key), () => writePepper()]) {
      await expect(app.restart(change)).rejects.toThrow(/The key file pepper-2 is not the one/);
    }
    await app.restart(() => writePepper(pepper));
    expect(await isSignedIn()).toBe(true);
    await app.close();
  });
});
