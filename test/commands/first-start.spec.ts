import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from '@jest/globals';
import { integration } from '../support/integration.js';
import { type ServerOptions, ServerProcess } from '../support/server-process.js';

/** An address may have most of what a shell reads as something else. */
const email = "o'b`id`r$HOME&*@example.org";

const running: ServerProcess[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.remove();
});

async function start(options: ServerOptions): Promise<ServerProcess> {
  const server = await ServerProcess.launch(options);
  running.push(server);
  await server.ready();
  return server;
}

it('A start that finds its port taken makes nothing, so that the next is still the first, and leaves the server that has it', async () => {
  const first = await start({});
  const second = await ServerProcess.launch({ environment: { PORT: String(first.port), KEYLEDGER_BOOTSTRAP_PASSWORD: '' } });
  running.push(second);
  expect((await second.exited()).code).toBe(1);
  expect(second.output).toBe(`Keyledger cannot start: PORT is ${first.port}, but another process listens there already (EADDRINUSE).\n`);
  expect(await readdir(second.directory)).toEqual([]);
  expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
});

integration('curl', 'The three lines that the first start prints', () => {
  /** As in another terminal, which stands elsewhere and knows nothing of the server's settings. */
  const pasted = async (output: string, environment: Record<string, string> = {}) => {
    const lines = output.split('\n').slice(output.split('\n').indexOf('Try it:') + 1);
    expect(lines.slice(0, 3).map((line) => line.includes('curl '))).toEqual([true, true, true]);
    const script = lines.slice(0, 3).join('\n');
    const env = { PATH: process.env.PATH, ...environment };
    return (await promisify(execFile)('/bin/sh', ['-c', script], { cwd: tmpdir(), env })).stdout;
  };

  it('sign in, issue a token and use it, with the password that was generated', async () => {
    const server = await start({ environment: { KEYLEDGER_BOOTSTRAP_PASSWORD: '', KEYLEDGER_BOOTSTRAP_EMAIL: email } });
    expect(JSON.parse(await pasted(server.output))).toMatchObject({ id: 1, email: email.toLowerCase() });
    const password = (await readFile(join(server.directory, 'owner-password.txt'), 'utf8')).trim();
    expect(server.output).not.toContain(password);
  });

  it('do the same with a password from a file, whatever it holds, and from the environment', async () => {
    const password = `qu"ote's $HOME \\ & 100%`;
    const file = join(tmpdir(), `keyledger-password-${process.pid}`);
    await writeFile(file, password, { mode: 0o600 });
    const named = await start({ environment: { KEYLEDGER_BOOTSTRAP_PASSWORD: '', KEYLEDGER_BOOTSTRAP_PASSWORD_FILE: file } });
    expect(JSON.parse(await pasted(named.output))).toMatchObject({ id: 1 });
    await writeFile(file, `\ufeff${password}\r\n`, { mode: 0o600 });
    const edited = await start({ environment: { KEYLEDGER_BOOTSTRAP_PASSWORD: '', KEYLEDGER_BOOTSTRAP_PASSWORD_FILE: file } });
    expect(JSON.parse(await pasted(edited.output))).toMatchObject({ id: 1 });
    await writeFile(file, `${password}\r\n`, { mode: 0o600 });
    const fromWindows = await start({ environment: { KEYLEDGER_BOOTSTRAP_PASSWORD: '', KEYLEDGER_BOOTSTRAP_PASSWORD_FILE: file } });
    expect(JSON.parse(await pasted(fromWindows.output))).toMatchObject({ id: 1 });
    const given = await start({ environment: { KEYLEDGER_BOOTSTRAP_PASSWORD: password } });
    expect(given.output).not.toContain(password);
    expect(JSON.parse(await pasted(given.output, { KEYLEDGER_BOOTSTRAP_PASSWORD: password }))).toMatchObject({ id: 1 });
  });
});
