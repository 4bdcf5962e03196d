import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listenableAddress } from '#api/listen-address';
import { Config, ConfigurationError, settings } from '#installation/config';
import { eventually } from '../support/eventually.js';
import { ownerPassword } from '../support/known-password-strength.js';
import { openApp } from '../support/open-app.js';
import { projectRoot } from '../support/project-files.js';
import { ServerProcess } from '../support/server-process.js';
import { TestClock } from '../support/test-clock.js';

const running: ServerProcess[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.remove();
});

describe('A wrong setting stops the start with one sentence that says which and why', () => {
  /** What a start in this process ends with. */
  async function problemWith(given: Record<string, string>): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const all = { KEYLEDGER_DATA_DIR: directory, KEYLEDGER_BOOTSTRAP_PASSWORD: ownerPassword, ...given };
    try {
      const config = Config.from(all);
      await listenableAddress(config);
      await openApp(all, new TestClock(), []);
      return 'It started.';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  it.each([
    ['KEYLEDGER_TRUSTED_PROXIES', 'proxy.internal', 'an address or a network'],
    ['KEYLEDGER_TRUSTED_PROXIES', '10.0.0.1, 10.0.0.0/99', '"10.0.0.0/99" is not'],
    ['KEYLEDGER_TRUSTED_ORIGINS', 'https://console.example.org', 'is no longer a setting: it permitted nothing'],
    ['KEYLEDGER_TRUSTED_PROXIE', '10.0.0.1', 'KEYLEDGER_TRUSTED_PROXIES may be meant'],
    ['KEYLEDGER_PUBLIC_URL', 'keys.example.org', 'http or https URL'],
    ['KEYLEDGER_PUBLIC_URL', 'https://keys.example.org/?a=b', 'a query or a fragment'],
    ['KEYLEDGER_PUBLIC_URL', 'https://user@keys.example.org', 'without a user'],
    ['KEYLEDGER_ALLOW_PLAIN_HTTP', 'yes', 'true or false'],
    ['KEYLEDGER_SESSION_IDLE_SECONDS', '59', 'from 60 to'],
    ['KEYLEDGER_LOG_LEVEL', 'loud', 'one of fatal'],
    ['KEYLEDGER_BOOTSTRAP_ORGANIZATION', 'x'.repeat(201), 'at most 200 characters'],
    ['KEYLEDGER_BOOTSTRAP_EMAIL', 'nobody', 'not an e-mail address'],
    ['KEYLEDGER_BOOTSTRAP_PASSWORD', 'short', 'at least 15 characters'],
    ['KEYLEDGER_BOOTSTRAP_PASSWORD', 'passwordpassword', 'a guesser tries early'],
    ['KEYLEDGER_BOOTSTRAP_PASSWORD_FILE', '/nowhere/at/all', 'not both'],
    ['KEYLEDGER_DATA_DIR', '/dev/null/data', 'cannot be used'],
    ['KEYLEDGER_DATA_DIR', '/proc/keyledger/data', 'cannot be used'],
    ['KEYLEDGER_KEYS_DIR', '/dev/null/keys', 'cannot be used'],
    ['HOST', '192.0.2.1', 'KEYLEDGER_PUBLIC_URL'],
    ['HOST', '127.0.0.1.example', 'KEYLEDGER_PUBLIC_URL'],
  ])('%s=%s', async (name, value, why) => {
    const problem = await problemWith({ [name]: value });
    expect(problem).not.toContain('\n');
    expect(problem).toContain(why);
    expect(problem).toContain(name.replace('KEYLEDGER_KEYS_DIR', '/dev/null/keys'));
    if (/BOOTSTRAP_PASSWORD$/.test(name)) expect(problem).not.toContain(value);
  });

  it.each([
    ['KEYLEDGER_TRUSTED_PROXIES', 'proxy.internal', 'an address or a network'],
    ['KEYLEDGER_BOOTSTRAP_PASSWORD', 'passwordpassword', 'a guesser tries early'],
    ['KEYLEDGER_KEYS_DIR', '/dev/null/keys', 'cannot be used'],
  ])('which is all that a process prints, and it ends with 1 (%s=%s)', async (name, value, why) => {
    const server = await ServerProcess.launch({ environment: { [name]: value } });
    running.push(server);
    expect(await server.exited()).toEqual({ code: 1, signal: null });
    expect(server.output).toMatch(/^Keyledger cannot start: [^\n]+\n$/);
    expect(server.output).toContain(why);
    if (/BOOTSTRAP_PASSWORD$/.test(name)) expect(server.output).not.toContain(value);
  });

  it('and an address that is none of this machine is named before anything is made', async () => {
    const server = await ServerProcess.launch({ environment: { HOST: '192.0.2.1', KEYLEDGER_ALLOW_PLAIN_HTTP: 'true' } });
    running.push(server);
    expect((await server.exited()).code).toBe(1);
    expect(server.output).toMatch(/^Keyledger cannot start: HOST is 192\.0\.2\.1, [^\n]+\n$/);
    expect(await readdir(server.directory)).toEqual([]);
  });
});

const settingNames = Object.keys(settings).filter((name) => name.startsWith('KEYLEDGER_'));

describe('A variable that looks like a setting and is none', () => {
  const secret = 'kl_secret_of_somebody';
  const complaintOf = (name: string) => {
    try {
      return Config.from({ [name]: secret }).warnings.join();
    } catch (error) {
      return (error as Error).message;
    }
  };
  const misspelt = (name: string) => [
    `${name}S`,
    name.slice(0, -1),
    name.replace('_', ''),
    name.replace(/.(.)$/, 'X$1'),
    name.replace(/(.)(.)$/, '$2$1'),
    `KEYLEDGER_X${name.slice('KEYLEDGER_'.length)}`,
  ];

  it.each(settingNames)('stops the start where %s is within two edits of it, which is named then', (name) => {
    for (const wrong of misspelt(name).filter((text) => text !== name && text.startsWith('KEYLEDGER_'))) {
      expect(() => Config.from({ [wrong]: secret })).toThrow(ConfigurationError);
      expect(complaintOf(wrong)).toContain(`${wrong} is no setting; ${name} may be meant.`);
      expect(complaintOf(wrong)).not.toContain(secret);
    }
  });

  it('is warned of otherwise, without its value, also where a server and a worker start', async () => {
    for (const name of ['KEYLEDGER_COLOUR', 'KEYLEDGER_DATA_DIRECT', 'KEYLEDGER_SERVICE_NAME', 'KEYLEDGER_PORTAL']) {
      expect(complaintOf(name)).toBe(`${name} is set, but is no setting of Keyledger, and changes nothing.`);
    }
    const server = await ServerProcess.start({ environment: { KEYLEDGER_COLOUR: secret } });
    running.push(server);
    expect(server.output).toMatch(/^Warning: KEYLEDGER_COLOUR is set, but is no setting of Keyledger, and changes nothing\.$/m);
    await server.stop();
    expect(server.output).not.toContain(secret);
    const env = { PATH: process.env.PATH, KEYLEDGER_DATA_DIR: server.directory, KEYLEDGER_COLOUR: secret };
    const worker = spawn(process.execPath, ['dist/programs/worker.js'], { cwd: projectRoot, env });
    let output = '';
    worker.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    await eventually(() => expect(output).toContain('Warning: KEYLEDGER_COLOUR is set'));
    worker.kill('SIGTERM');
    await once(worker, 'exit');
  });

  it('is not mentioned if Kubernetes made it of a Service named keyledger, if another program of ours reads it, or if empty', () => {
    const made = [
      'SERVICE_HOST',
      'SERVICE_PORT',
      'SERVICE_PORT_HTTP',
      'PORT',
      'PORT_8080_TCP',
      'PORT_8080_TCP_PROTO',
      'PORT_8080_TCP_ADDR',
    ];
    const others = ['TEST_SEED', 'TEST_DATA_DIR', 'URL', 'TOKEN', 'EMAIL', 'PASSWORD'];
    for (const rest of [...made, ...others]) expect(complaintOf(`KEYLEDGER_${rest}`)).toBe('');
    expect(Config.from({ KEYLEDGER_DATA_DIRS: '', KEYLEDGER_TRUSTED_ORIGINS: '' }).warnings).toEqual([]);
  });

  it('cannot write a line of its own by its name', () => {
    expect(complaintOf('KEYLEDGER_A\nWarning: all is well')).toMatch(/^[^\n]+$/);
  });
});

describe('A password from a file', () => {
  it('is what the file holds without the byte-order mark before it and the end of the line after it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const file = join(folder, 'password');
    for (const [before, after] of [
      ['\ufeff', ''],
      ['\ufeff', '\r\n'],
      ['', '\n'],
    ]) {
      await writeFile(file, `${before}a-long-and-quiet-river${after}`);
      expect(Config.from({ KEYLEDGER_BOOTSTRAP_PASSWORD_FILE: file }).bootstrapPassword()).toBe('a-long-and-quiet-river');
    }
    await rm(folder, { recursive: true });
  });
});

describe('HOST may be a name', () => {
  it('of which one address is listened on, by one server that ends in order', async () => {
    const address = await listenableAddress(Config.from({ HOST: 'localhost', PORT: '0' }));
    expect(['127.0.0.1', '::1']).toContain(address);
    const server = await ServerProcess.start({ environment: { HOST: 'localhost' } });
    running.push(server);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});
