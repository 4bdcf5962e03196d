import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { RestoredServer } from '../support/restored-server.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { ServerProcess } from '../support/server-process.js';

describe('A backup', () => {
  let at: RestoredServer;
  let client: Client;
  beforeEach(async () => {
    at = await RestoredServer.start();
    client = await Client.signIn(at.server);
  });
  afterEach(() => at.remove());

  it('is made of a stopped directory alone, and never holds a key', async () => {
    expect((await at.keyledger('backup', '--to', at.backup)).output).toContain('in use by another process');
    await at.backUp();
    expect((await readdir(at.backup, { recursive: true })).sort()).toEqual(['log', 'log/events.db', 'vault', 'vault/vault.db']);
    const copies = await Promise.all(['log/events.db', 'vault/vault.db'].map((file) => readFile(join(at.backup, file))));
    for (const name of ['key-encryption-key', 'email-digest-key', 'pepper-1']) {
      const key = Buffer.from((await readFile(join(at.data, 'keys', name), 'utf8')).trim(), 'base64url');
      for (const copy of copies) expect(copy.includes(key)).toBe(false);
    }
    await at.server.stop();
    expect((await at.keyledger('backup', '--to', at.backup)).output).toContain('already');
    expect((await at.keyledger('verify-log')).output).toMatch(/The log is whole; it ends at position \d+\./);
  });

  it('is put only where nothing of an earlier log is left, and with the register of erased people that is named', async () => {
    await at.backUp();
    await at.server.stop();
    const restored = async (...more: string[]) => (await at.keyledger('restore', '--from', at.backup, ...more)).output;
    await writeFile(join(at.data, 'events.db-wal'), 'of an earlier log');
    for (const name of ['events.db', 'events.db-wal', 'vault.db', 'head']) {
      expect(await restored()).toContain(`In ${at.data} there is ${name} already`);
      await rm(join(at.data, name));
    }
    expect(await restored('--erased', join(at.root, 'nowhere'))).toContain('There is no register of erased people');
    expect(await restored()).toContain('Restored');
    await at.startAgain();
  });

  it.each([
    ['stopped', ServerInProcess],
    ['killed at once', ServerProcess],
  ] as const)(
    'that is put back in secret after the server was %s stops the start: revoked tokens do not come back unnoticed (SR-55)',
    async (_how, kind) => {
      const other = await RestoredServer.start(kind);
      const token = await other.issue(await Client.signIn(other.server));
      await other.backUp();
      await (await Client.signIn(other.server)).request('DELETE', `/v1/tokens/${token.id}`);
      await other.putBack();
      expect(await other.refusal()).toMatch(/ends at position \d+, but this installation had reached \d+: revocations in between are lost/);
      await other.remove();
    },
  );

  it.each(['keys-now', 'keys-then'] as const)(
    'that is put back with %s and declared is recorded once, voids every credential from before, and erases again who was erased',
    async (keys) => {
      const { body: person } = await client.request('POST', '/v1/users', { email: 'forget-me@example.org', role: 'manager' });
      const verifier = (await client.request('POST', '/v1/verifiers', { name: 'gateway' })).body;
      const token = await at.issue(client);
      await at.backUp();
      const later = await Client.signIn(at.server);
      await later.request('DELETE', `/v1/tokens/${token.id}`);
      await later.request('DELETE', `/v1/verifiers/${verifier.verifier.id}`);
      await later.request('POST', `/v1/users/${person.id}/disable`);
      expect((await later.request('POST', `/v1/users/${person.id}/erase`)).status).toBe(200);
      await at.putBack(keys);
      const again = await at.declareRestore();
      expect(await at.auth(token.access)).toBe(401);
      expect((await again.request('POST', '/api/token/refresh', { refresh: token.credential })).status).toBe(401);
      expect((await fetch(`${at.server.url}/v1/users/me`, { headers: { cookie: client.cookie } })).status).toBe(401);
      const introspected = await fetch(`${at.server.url}/oauth/introspect`, {
        method: 'POST',
        headers: { authorization: `Bearer ${verifier.credential}` },
        body: new URLSearchParams({ token: token.access }),
      });
      expect(introspected.status).toBe(401);
      expect((await again.request('GET', `/v1/users/${person.id}`)).body).toMatchObject({ email: null, disabled: true });
      const fresh = await at.issue(again);
      expect(await at.auth(fresh.access)).toBe(200);
      // The setting may stay on, and may be taken away.
      await at.server.stop();
      await at.declareRestore();
      expect(await at.auth(fresh.access)).toBe(200);
      await at.server.stop();
      await at.startAgain();
      expect(await at.auth(fresh.access)).toBe(200);
    },
  );

  it.each(['its own', 'the present'] as const)(
    'from before a signing key was retired, beside %s vault, does not bring the key back',
    async (vault) => {
      const token = await at.issue(client);
      const [{ kid }] = (await client.request('GET', '/.well-known/jwks.json')).body.keys;
      await at.backUp();
      await (await Client.signIn(at.server)).request('POST', `/v1/signing-keys/${kid}/retire`);
      await at.server.stop();
      // There the private half of the retired key is no more.
      const present = `${at.backup}-vault.db`;
      await cp(join(at.data, 'vault.db'), present);
      await at.putBack();
      if (vault === 'the present') await cp(present, join(at.data, 'vault.db'), { force: true });
      const again = await at.declareRestore();
      const { keys } = (await again.request('GET', '/.well-known/jwks.json')).body;
      expect(keys).toHaveLength(1);
      expect(keys[0].kid).not.toBe(kid);
      expect(await at.auth(token.access)).toBe(401);
      expect(await at.auth((await at.issue(again)).access)).toBe(200);
    },
  );

  it('of the vault alone brings nobody back who was erased, and does not pass for the vault of a newer log', async () => {
    const { body: person } = await client.request('POST', '/v1/users', { email: 'forget-me@example.org', role: 'manager' });
    await at.backUp();
    const later = await Client.signIn(at.server);
    await later.request('POST', `/v1/users/${person.id}/disable`);
    await later.request('POST', `/v1/users/${person.id}/erase`);
    await at.server.stop();
    const vaultBack = async () => cp(join(at.backup, 'vault', 'vault.db'), join(at.data, 'vault.db'), { force: true });
    await vaultBack();
    const again = await at.startAgain();
    expect((await again.request('GET', `/v1/users/${person.id}`)).body.email).toBeNull();
    expect((await again.request('POST', '/v1/users', { email: 'newer@example.org', role: 'manager' })).status).toBe(201);
    await at.server.stop();
    await vaultBack();
    expect(await at.refusal()).toMatch(/The vault \(vault\.db\) is older than the event log/s);
  });

  it('is not needed in secret by anyone who lost the log: keys that have seen one begin no new one', async () => {
    await at.server.stop();
    for (const name of await readdir(at.data)) if (name !== 'keys') await rm(join(at.data, name), { recursive: true });
    expect(await at.refusal()).toMatch(/There is no event log, but these keys belong to one that had reached position \d+/s);
    await rm(join(at.data, 'keys', 'high-water'));
    await at.startAgain();
  });
});
