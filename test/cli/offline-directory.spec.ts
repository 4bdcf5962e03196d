import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { Operator } from './operator.js';

const password = 'a-better-password-than-before';

describe('A stopped data directory', () => {
  let server: ServerInProcess;
  let operator: Operator;
  let session: Client;
  beforeAll(async () => {
    server = await ServerInProcess.start();
    session = await Client.signIn(server);
    operator = await Operator.at(server.url, { KEYLEDGER_DATA_DIR: server.directory });
  });
  afterAll(async () => {
    await server.remove();
    await operator.leave();
  });

  const setPassword = (email: string, given = password, more: string[] = []) =>
    operator.run(['users', 'set-password', email, '--password-stdin', ...more], { input: `${given}\n` });
  const signsIn = async (email: string, given: string) => {
    const body = JSON.stringify({ email, password: given });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${server.url}/v1/sessions`, { method: 'POST', headers, body })).status === 201;
  };
  /** Stops the server for as long as the work takes. */
  const stopped = async <T>(work: () => Promise<T>): Promise<T> => {
    await server.stop();
    try {
      return await work();
    } finally {
      await server.restart();
    }
  };

  it('is not touched while a server uses it', async () => {
    const { code, errors } = await setPassword(server.ownerEmail);
    expect(code).toBe(6);
    expect(errors).toContain(server.directory);
    expect(await signsIn(server.ownerEmail, server.ownerPassword)).toBe(true);
  });

  it('lets its owner back in with a new password, ends the sessions, and the log says who did it', async () => {
    expect((await session.request('GET', '/v1/users/me')).status).toBe(200);
    const { code, output, errors } = await stopped(() => setPassword(server.ownerEmail.toUpperCase()));
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).not.toContain(password);
    expect(await signsIn(server.ownerEmail, server.ownerPassword)).toBe(false);
    expect((await session.request('GET', '/v1/users/me')).status).toBe(401);
    await operator.signIn({ ownerEmail: server.ownerEmail, ownerPassword: password });
    const [set] = await operator.json(['activity', 'list', '--type', 'PasswordSet']);
    expect(set.actor).toEqual({ kind: 'cli', id: `uid-${process.getuid?.()}`, credentialId: null });
    const [revoked] = await operator.json(['activity', 'list', '--type', 'TokenRevoked']);
    expect(revoked).toMatchObject({ actor: { kind: 'cli' }, details: { reason: 'password-changed' } });
  });

  it('refuses a password that the product refuses, and a person who does not exist, and changes nothing', async () => {
    await stopped(async () => {
      expect(await setPassword(server.ownerEmail, 'short')).toMatchObject({
        code: 1,
        errors: expect.stringContaining('password/too-short'),
      });
      expect(await setPassword('nobody@example.org')).toMatchObject({ code: 5 });
      expect((await operator.run(['users', 'set-password', server.ownerEmail])).code).toBe(2);
    });
    expect(await signsIn(server.ownerEmail, password)).toBe(true);
  });

  it('refuses keys that are not those of the log, a log that is older than it was, and a directory without a log', async () => {
    const root = await mkdtemp(join(tmpdir(), 'keyledger-'));
    await stopped(async () => {
      const older = join(root, 'older');
      await cp(server.directory, older, { recursive: true });
      expect((await setPassword(server.ownerEmail, password)).code).toBe(0);
      await cp(join(server.directory, 'keys/high-water'), join(older, 'keys/high-water'));
      const rolledBack = await setPassword(server.ownerEmail, password, ['--data-dir', older]);
      expect(rolledBack).toMatchObject({ code: 7, errors: expect.stringContaining('revocations in between are lost') });
      const keyless = join(root, 'keyless');
      await cp(server.directory, keyless, { recursive: true });
      await rm(join(keyless, 'keys/email-digest-key'));
      expect((await setPassword(server.ownerEmail, password, ['--data-dir', keyless])).code).toBe(7);
      const empty = await setPassword(server.ownerEmail, password, ['--data-dir', join(root, 'empty')]);
      expect(empty).toMatchObject({ code: 1, errors: expect.stringContaining('There is no event log') });
    });
    await rm(root, { recursive: true, force: true });
  });

  it('gets another organization with an owner of its own, who signs in', async () => {
    const create = (email: string) =>
      operator.run(['organization', 'create', 'Second', '--owner-email', email, '--new-password-stdin', '--json'], {
        input: `${password}\n`,
      });
    const { output } = await stopped(async () => {
      expect(await create(server.ownerEmail)).toMatchObject({ code: 1, errors: expect.stringContaining('email/taken') });
      return create('second@example.org');
    });
    expect(JSON.parse(output)).toMatchObject({ number: 2 });
    const second = await Operator.at(server.url);
    await second.signIn({ ownerEmail: 'second@example.org', ownerPassword: password });
    expect(await second.json(['organization', 'show'])).toMatchObject({ name: 'Second', number: 2 });
    expect(await second.json(['users', 'list'])).toMatchObject([{ role: 'owner' }]);
    expect((await second.run(['keys', 'list'])).code).toBe(4);
    await second.leave();
  });
});
