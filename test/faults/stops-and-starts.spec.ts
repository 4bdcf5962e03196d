import { randomBytes } from 'node:crypto';
import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { ServerProcess } from '../support/start-server.js';

const testMs = 60_000;

describe('A server that is told to stop while it writes', () => {
  it.each([1, 2])(
    'with %d signals keeps everything that it acknowledged',
    async (signals) => {
      const server = await ServerProcess.start();
      const client = await Client.signIn(server);
      const acknowledged: string[] = [];
      const writing = Array.from({ length: 8 }, async (_, writer) => {
        for (let i = 0; i < 200; i += 1) {
          const email = `w${writer}-${i}@example.org`;
          const status = await client.register(email);
          if (status === 201) acknowledged.push(email);
          else return;
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (let i = 0; i < signals; i += 1) process.kill(server.pid, 'SIGTERM');
      const exit = await server.exited();
      await Promise.all(writing);
      expect(exit).toEqual({ code: 0, signal: null });
      expect(acknowledged.length).toBeGreaterThan(0);
      await server.restart();
      const again = await Client.signIn(server);
      for (const email of acknowledged.slice(-20)) expect(await again.register(email)).toBe(409);
      await server.remove();
    },
    testMs,
  );
});

describe('A server that is told to stop while connections are open', () => {
  const question = 'GET /v1/auth HTTP/1.1\r\nHost: a\r\n\r\n';

  it.each([
    ['nothing was ever sent', '', 3000],
    ['a request was answered', question, 3000],
    ['half a request was sent', question.slice(0, -9), 7500],
    ['half a question was sent', 'POST /oauth/introspect HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\ntok', 7500],
  ])(
    'on which %s, ends in order and in time',
    async (_what, bytes, withinMs) => {
      const server = await ServerProcess.start();
      const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes)).on('error', () => {});
      await wait(200);
      const toldMs = performance.now();
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      expect(performance.now() - toldMs).toBeLessThan(withinMs);
      await server.remove();
    },
    testMs,
  );

  it(
    'on which one request follows another, loses no answer, and tells each client with one to go',
    async () => {
      const server = await ServerProcess.start();
      const agent = new Agent({ keepAlive: true });
      const askUntilTold = async () => {
        for (;;) if ((await answerFrom(server.port, agent)).headers.connection === 'close') return 'told';
      };
      const clients = Array.from({ length: 20 }, () => askUntilTold().catch((error) => String(error)));
      await wait(300);
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      expect(new Set(await Promise.all(clients))).toEqual(new Set(['told']));
      agent.destroy();
      await server.remove();
    },
    testMs,
  );

  /** The whole answer to a question without a credential. */
  const answerFrom = (port: number, agent: Agent) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: '/v1/auth', agent }, (answer) => answer.resume().on('end', () => resolve(answer))).on(
        'error',
        reject,
      );
    });
});

describe('A server whose files do not fit', () => {
  let server: ServerProcess;
  let kept: string;
  beforeAll(async () => {
    server = await ServerProcess.start();
    await server.stop();
    kept = `${server.directory}-kept`;
    await cp(server.directory, kept, { recursive: true });
  }, testMs);
  afterAll(async () => {
    await server.remove();
    await rm(kept, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await rm(server.directory, { recursive: true, force: true });
    await cp(kept, server.directory, { recursive: true });
  });
  const path = (...parts: string[]) => join(server.directory, ...parts);
  const write = (text: string, ...parts: string[]) => writeFile(path(...parts), text);
  const garbage = randomBytes(40).toString('latin1');
  const keysThere = () => readdir(path('keys')).catch(() => null);
  /** A data directory of somebody else. */
  async function another(): Promise<string> {
    const other = await ServerProcess.start();
    await other.stop();
    return other.directory;
  }
  const afterAnother = async (use: (directory: string) => Promise<void>) => {
    const directory = await another();
    await use(directory);
    await rm(directory, { recursive: true });
  };

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
      () => afterAnother((other) => cp(join(other, 'keys'), path('keys'), { recursive: true, force: true })),
      /is not the one that this log was begun with/,
    ],
    [
      'the vault is that of another installation',
      () => afterAnother((other) => cp(join(other, 'vault.db'), path('vault.db'))),
      /The vault \(vault\.db\)/,
    ],
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
      () => afterAnother((other) => cp(join(other, 'events.db'), path('events.db'))),
      /not the one whose head was written|newer events are missing/,
    ],
  ];

  it.each(refusals)(
    'does not start when %s, says so in one sentence, and changes nothing',
    async (_what, damage, sentence) => {
      await damage();
      const [before, keysBefore] = [await readdir(server.directory), await keysThere()];
      const started = await ServerProcess.launch({ directory: server.directory });
      expect((await started.exited()).code).toBe(1);
      expect(started.output).toMatch(sentence);
      expect(started.output).toMatch(/^Keyledger cannot start: .*\n$/);
      expect(await readdir(server.directory)).toEqual(expect.arrayContaining(before));
      expect(await keysThere()).toEqual(keysBefore);
    },
    testMs,
  );

  it.each([
    ['the read models are gone', ['read-models.db']],
    ['the read models, the jobs and the last uses are gone', ['read-models.db', 'jobs.db', 'token-uses.db']],
    ['the head is gone', ['head']],
  ])(
    'starts when %s, and has what it had',
    async (_what, names) => {
      for (const name of names) await rm(path(name));
      await expectWhole();
    },
    testMs,
  );

  it(
    'starts when the read models, the jobs and the last uses are no databases, and has what it had',
    async () => {
      for (const name of ['read-models.db', 'jobs.db', 'token-uses.db']) await write(garbage.repeat(500), name);
      await expectWhole();
    },
    testMs,
  );

  async function expectWhole(): Promise<void> {
    const whole = await ServerProcess.start({ directory: server.directory });
    expect(await (await Client.signIn(whole)).emails()).toEqual([whole.ownerEmail]);
    await whole.stop();
  }
});

describe('A pepper that was added', () => {
  it(
    'is the one under which new credentials are recognised, and is missed when it is taken away or changed',
    async () => {
      const server = await ServerProcess.start();
      const key = join(server.directory, 'keys', 'pepper-2');
      const pepper = `${randomBytes(32).toString('base64url')}\n`;
      await server.stop();
      await writeFile(key, pepper, { mode: 0o600 });
      await server.restart();
      const client = await Client.signIn(server);
      await server.restart();
      expect((await client.request('GET', '/v1/users/me')).status).toBe(200);
      await server.stop();
      for (const change of [() => rm(key), () => writeFile(key, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })]) {
        await change();
        const started = await ServerProcess.launch({ directory: server.directory });
        expect((await started.exited()).code).toBe(1);
        expect(started.output).toMatch(/The key file pepper-2 is not the one/);
      }
      await writeFile(key, pepper, { mode: 0o600 });
      await server.restart();
      expect((await client.request('GET', '/v1/users/me')).status).toBe(200);
      await server.remove();
    },
    testMs,
  );
});
