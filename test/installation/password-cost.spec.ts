import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#api/edge/ids';
import { SecretVault } from '#credentials/secret-vault';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';
import { TestApp } from '../support/test-app.js';

const cheap = /^\$argon2id\$v=19\$m=8,t=1,p=1\$/;
const full = /^\$argon2id\$v=19\$m=47104,t=1,p=1\$/;

describe('A server that was started', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ KEYLEDGER_BOOTSTRAP_EMAIL: 'owner@example.org' });
  });
  afterAll(() => app.close());

  const hashOf = async (userId: string) => {
    const { passwordId } = app.get(TokenValidity).principals.users.get(userId) ?? {};
    return (await app.get(SecretVault).reveal(String(passwordId), 'password-hash'))?.toString('utf8');
  };

  it('hashes at the full cost, and hashes anew what was hashed at another when its password is used', async () => {
    expect(await hashOf(app.owner.id)).toMatch(cheap);
    let registered = '';
    // No sign-in waits for the new hash, so that the stop may come before it; then the next one makes it.
    await eventually(async () => {
      await app.restart(async () => {
        const server = await ServerProcess.start({ directory: app.directory });
        registered = await (await Client.signIn(server)).registerPerson(`${newId()}@example.org`, 'manager');
        await server.stop();
      });
      expect(await hashOf(app.owner.id)).toMatch(full);
    });
    expect(await hashOf(registered)).toMatch(full);
  });
});
