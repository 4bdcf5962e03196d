import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Config } from '#installation/config';
import { type ServerOptions, ServerProcess } from '../support/server-process.js';

const running: ServerProcess[] = [];
afterEach(async () => {
  // The directory of one may be lent to another, so the newest goes first.
  for (const server of running.splice(0).reverse()) await server.remove();
});

async function start(options?: ServerOptions): Promise<ServerProcess> {
  const server = await ServerProcess.start(options);
  running.push(server);
  return server;
}

async function launch(options: ServerOptions): Promise<ServerProcess> {
  const server = await ServerProcess.launch(options);
  running.push(server);
  return server;
}

const signIn = (server: ServerProcess) =>
  fetch(`${server.url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: server.ownerEmail, password: server.ownerPassword }),
  });

/** Everything below the folder, with its permission bits in octal. */
async function modesUnder(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const modes = names.map(async (name) => [name, ((await lstat(join(folder, name))).mode & 0o777).toString(8)]);
  return Object.fromEntries(await Promise.all(modes));
}

describe('Starting', () => {
  it.each(['main', 'npm-start'] as const)(
    'by %s serves, lets the first owner sign in, prints no password, and SIGTERM ends it in order',
    async (by) => {
      const server = await start({ by });
      expect((await signIn(server)).status).toBe(201);
      expect(server.output).toContain(server.url);
      // Any other end, that of a drain that took too long among them, has another code.
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      expect(server.output).not.toContain(server.ownerPassword);
    },
  );

  it.each(['http', '-1', '65536', '80.5', ' '])('says in a sentence that the port %p is wrong', (port) =>
    expect(() => Config.from({ PORT: port })).toThrow(/PORT.*whole number from \d+ to 65535/),
  );

  it('says in a sentence what is wrong with a setting, and makes nothing', async () => {
    const server = await launch({ environment: { PORT: 'http' } });
    expect(await server.exited()).toEqual({ code: 1, signal: null });
    expect(server.output).toMatch(/PORT.*whole number from \d+ to 65535/);
    expect(server.output).not.toMatch(/^\s+at /m);
    expect(await readdir(server.directory)).toEqual([]);
  });

  it('refuses a data directory that another process uses, by name, and the first lives on', async () => {
    const first = await start();
    const second = await launch({ directory: first.directory });
    expect(await second.exited()).toEqual({ code: 1, signal: null });
    expect(second.output).toContain(first.directory);
    expect(second.output).toMatch(/in use/);
    expect(second.output).not.toMatch(/^\s+at /m);
    expect((await signIn(first)).status).toBe(201);
    await first.restart();
    expect((await signIn(first)).status).toBe(201);
  });

  it('lets two race for one new directory: exactly one serves', async () => {
    const first = await launch({});
    const second = await launch({ directory: first.directory });
    const outcomes = await Promise.allSettled([first.ready(), second.ready()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = outcomes[0].status === 'fulfilled' ? first : second;
    expect((await signIn(winner)).status).toBe(201);
  });
});

describe('The data directory', () => {
  it('is for its owner only, whatever the umask, while the server runs and after it was killed, and keeps what was written', async () => {
    const server = await start({ umask: 0 });
    await signIn(server);
    const modes = await modesUnder(server.directory);
    const loose = (found: Record<string, string>) => Object.entries(found).filter(([, mode]) => mode !== '600' && mode !== '700');
    expect(Object.values(modes).filter((mode) => mode === '600').length).toBeGreaterThan(3);
    expect(loose(modes)).toEqual([]);
    await server.kill9();
    expect(loose(await modesUnder(server.directory))).toEqual([]);
    expect(((await lstat(server.directory)).mode & 0o777).toString(8)).toBe('700');
    await server.restart();
    expect((await signIn(server)).status).toBe(201);
    await server.stop();
    expect(loose(await modesUnder(server.directory))).toEqual([]);
  });
});

describe('What it prints', () => {
  it('leads to a generated password in a file, where nobody watches a terminal, once', async () => {
    const server = await start({ environment: { KEYLEDGER_BOOTSTRAP_PASSWORD: '' } });
    expect(server.output).toContain('owner-password.txt');
    expect(server.output).not.toContain('/environ');
    expect((await modesUnder(server.directory))['owner-password.txt']).toBe('600');
    await server.restart();
    expect(server.output).not.toContain('owner-password.txt');
    expect(server.output).not.toMatch(/password/i);
  });
});
