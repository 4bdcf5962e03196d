import { chmod, readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServerInProcess } from '../support/server-in-process.js';
import { Operator } from './operator.js';

describe('keyledger login', () => {
  let server: ServerInProcess;
  let somebody: Operator;
  beforeAll(async () => {
    server = await ServerInProcess.start();
    somebody = await Operator.at(server.url);
  });
  afterAll(async () => {
    await server.remove();
    await somebody.leave();
  });

  /** A process of its own, which reads a real standard input and keeps the session for the next. */
  const login = (password: string) =>
    somebody.runProcess(['login', '--email', server.ownerEmail, '--password-stdin'], { input: `${password}\n` });
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  it('refuses a wrong password without keeping anything', async () => {
    const { code, output, errors } = await login('not-the-password');
    expect({ code, output }).toEqual({ code: 4, output: '' });
    expect(errors).toContain('sign-in/failed');
    expect(errors).not.toContain('not-the-password');
    await expect(stat(somebody.sessionFile)).rejects.toThrow('ENOENT');
  });

  it('keeps the session where nobody else can read it, prints nothing of it, and takes a byte-order mark off the password', async () => {
    const { code, output, errors } = await login(`\ufeff${server.ownerPassword}`);
    expect(code).toBe(0);
    const kept = JSON.parse(await readFile(somebody.sessionFile, 'utf8'))[server.url];
    const secret = /keyledger_session=([^;]+)/.exec(kept.cookie)?.[1] as string;
    expect(secret).toMatch(/^kl_/);
    expect(output + errors).not.toContain(secret);
    expect(output + errors).not.toContain(server.ownerPassword);
    expect(await modeOf(somebody.sessionFile)).toBe('600');
    expect(await modeOf(`${somebody.home}/.config/keyledger`)).toBe('700');
    expect(await somebody.json(['users', 'show', 'me'])).toMatchObject({ email: server.ownerEmail, role: 'owner' });
  });

  it('keeps a session for each server apart', async () => {
    const elsewhere = server.url.replace('127.0.0.1', 'localhost');
    expect((await somebody.run(['users', 'show', 'me', '--url', elsewhere])).code).toBe(4);
  });

  it('is not believed from a file that others can read', async () => {
    await chmod(somebody.sessionFile, 0o644);
    const { code, errors } = await somebody.run(['users', 'show', 'me']);
    expect(code).toBe(1);
    expect(errors).toContain(`chmod 600 '${somebody.sessionFile}'`);
    await chmod(somebody.sessionFile, 0o600);
  });

  it('names what is missing when there is neither a terminal nor input', async () => {
    expect(await somebody.run(['login', '--email', server.ownerEmail])).toMatchObject({ code: 2, output: '' });
    const { code, errors } = await somebody.run(['login', '--email', server.ownerEmail, '--password-stdin']);
    expect(code).toBe(2);
    expect(errors).toContain('Standard input has no line for this: your password.');
  });

  it('sends credentials unencrypted to this machine alone, unless that is allowed', async () => {
    const plain = ['login', '--email', 'x@example.org', '--password-stdin', '--url', 'http://keyledger.invalid:8080'];
    const refused = await somebody.run(plain, { input: 'secret\n' });
    expect(refused.code).toBe(2);
    expect(refused.errors).toContain('unencrypted');
    const allowed = await somebody.run(plain, { input: 'secret\n', environment: { KEYLEDGER_ALLOW_PLAIN_HTTP: 'true' } });
    expect(allowed.code).toBe(3);
  });

  it('ends with logout, on the server too', async () => {
    const kept = await readFile(somebody.sessionFile, 'utf8');
    const { cookie } = JSON.parse(kept)[server.url];
    expect((await somebody.run(['logout'])).code).toBe(0);
    expect(await readFile(somebody.sessionFile, 'utf8')).not.toContain('kl_');
    expect((await fetch(`${server.url}/v1/users/me`, { headers: { cookie } })).status).toBe(401);
    expect((await somebody.run(['users', 'show', 'me'])).code).toBe(4);
    expect((await somebody.run(['logout'])).code).toBe(4);
  });

  it('forgets a session that ended meanwhile', async () => {
    await login(server.ownerPassword);
    const { cookie } = JSON.parse(await readFile(somebody.sessionFile, 'utf8'))[server.url];
    await fetch(`${server.url}/v1/sessions/current`, { method: 'DELETE', headers: { cookie } });
    expect((await somebody.run(['logout'])).code).toBe(0);
  });
});
