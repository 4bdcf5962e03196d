import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { RefusedAttempts } from '#api/features/activity/refused-attempts';
import { LastUses } from '#api/features/tokens/last-uses';
import { loadKeyFiles } from '#credentials/key-files';
import { open } from '#credentials/sealed-box';
import { Vault } from '#credentials/vault';
import * as User from '#domain/user';
import type { Recorded } from '#event-store/envelope';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { chooseOwnPassword } from '../support/own-password.js';
import { runningApp } from '../support/running-app.js';

const password = 'a-long-and-quiet-river';
const person = { email: 'quite.unmistakable@example.com', firstName: 'Ignatius', lastName: 'Rumpelstilz' };
const tokenName = 'laptop-in-the-attic';
const from = { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'peculiar-agent/7.3' };
const words = ['quite.unmistakable', 'Ignatius', 'Rumpelstilz', tokenName, '203.0.113.77', 'peculiar-agent'];

/** The bytes in every spelling in which they could lie in a file. */
const spellings = (bytes: Buffer) => [bytes, ...(['hex', 'base64', 'base64url'] as const).map((form) => Buffer.from(bytes.toString(form)))];

describe('After a person was erased', () => {
  const app = runningApp({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1', KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let id: string;
  let secrets: Buffer[];
  let before: { events: Recorded[]; activity: number };
  const send = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
    app().request(method, path, { headers: { ...headers, ...from }, body });

  beforeAll(async () => {
    const owner = await app().signIn();
    id = (await app().request('POST', '/v1/users', { headers: owner, body: { ...person, role: 'manager', password } })).body.id;
    await liveAs(person.email, (await chooseOwnPassword(app(), { email: person.email, password })).password);
    await app().request('POST', `/v1/users/${id}/password-reset`, { headers: owner });
    await app().request('POST', `/v1/users/${id}/disable`, { headers: owner });
    await app().get(LastUses).flush();
    await app().get(RefusedAttempts).flush();
    secrets = await secretsOf(id);
    before = { events: await readEverything(app().get(EventStore), null), activity: await activityAbout(id) };
    const erased = await app().request('POST', `/v1/users/${id}/erase`, { headers: owner });
    expect(erased.status).toBe(200);
  });

  /** Everything that leaves a trace of a person, and of where they are. */
  async function liveAs(email: string, ownPassword: string): Promise<void> {
    const signedIn = await send('POST', '/v1/sessions', {}, { email: email.toUpperCase(), password: ownPassword });
    expect(signedIn.status).toBe(201);
    for (let i = 0; i < 13; i += 1) await send('POST', '/v1/sessions', {}, { email, password: 'not-the-right-password' });
    const cookie = String([signedIn.headers['set-cookie']].flat()[0]).split(';')[0];
    const issued = await send('POST', '/v1/tokens', { cookie }, { kind: 'personal', name: tokenName });
    const legacy = await send('POST', '/v1/tokens', { cookie }, { kind: 'legacy' });
    const { access } = (await send('POST', '/api/token/refresh', {}, { refresh: issued.body.credential })).body;
    for (const authorization of [`Bearer ${access}`, `Token ${legacy.body.credential}`, `Token ${access}`, 'Bearer x'])
      for (const path of ['/v1/auth', '/api/current-user/whoami', '/v1/users']) await send('GET', path, { authorization });
    await send('PUT', '/v1/users/me/password', { cookie }, { currentPassword: 'wrong-but-long-enough', newPassword: password });
    await send('POST', '/oauth/introspect', { authorization: `Bearer ${access}` }, { token: access });
  }

  /** The data key of the person, as it is and as it is wrapped, the hash of the password and the sealed value of the legacy token. */
  async function secretsOf(userId: string): Promise<Buffer[]> {
    const subject = User.subjectOf(userId);
    const vault = app().get(Vault);
    const wrapped = (await vault.dataKey(subject)) as Buffer;
    const key = open(loadKeyFiles(join(app().directory, 'keys'), { logExists: true }).keyEncryptionKey, wrapped, subject);
    const events = await readEverything(app().get(EventStore), null);
    const named = events.flatMap(({ type, stream, data }) => {
      if (type === 'PasswordSet' && stream === `user-${userId}`) return [data.passwordId as string];
      return data.ownerId === userId && data.kind === 'legacy' ? [(data.kept as { vaultId: string }).vaultId] : [];
    });
    // The password before was deleted when they chose another.
    const rows = (await Promise.all(named.map((row) => vault.secret(row)))).filter((row) => row !== undefined);
    expect(rows).toHaveLength(2);
    return [key, wrapped, ...rows.flatMap((row) => [row?.wrappedKey as Buffer, row?.sealed as Buffer])];
  }
  async function activityAbout(userId: string): Promise<number> {
    return (await app().request('GET', `/v1/activity?subject=${userId}&limit=200`, { headers: await app().signIn() })).body.items.length;
  }
  async function files(): Promise<{ name: string; bytes: Buffer }[]> {
    const entries = (await readdir(app().directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    // A file that goes while it is looked for holds nothing.
    const read = ({ parentPath, name }: Dirent) => readFile(join(parentPath, name)).catch(() => Buffer.alloc(0));
    return Promise.all(entries.map(async (entry) => ({ name: entry.name, bytes: await read(entry) })));
  }
  async function expectNothingInFiles(): Promise<void> {
    const found = (await files()).flatMap(({ name, bytes }) => [
      ...words.flatMap((word) =>
        spellings(Buffer.from(word))
          .filter((text) => bytes.includes(text))
          .map(() => `${name}: ${word}`),
      ),
      ...secrets.flatMap((secret, i) =>
        spellings(secret)
          .filter((text) => bytes.includes(text))
          .map(() => `${name}: secret ${i}`),
      ),
    ]);
    expect(found).toEqual([]);
  }

  it('no file has the key, what was kept in secret, or anything personal, while the server runs and after it stopped (SR-49)', async () => {
    await expectNothingInFiles();
    await app().restart(expectNothingInFiles);
    await expectNothingInFiles();
  });

  it('no answer shows anything personal, not even to an owner', async () => {
    const headers = await app().signIn();
    const paths = [
      '/v1/users?limit=200',
      `/v1/users/${id}`,
      `/v1/tokens?ownerId=${id}&limit=200`,
      '/v1/activity?limit=200',
      `/v1/activity?subject=${id}&limit=200`,
      '/v1/activity/replay?opened=true',
      '/api/current-user/whoami',
    ];
    for (const path of paths) {
      const { status, text } = await app().request('GET', path, { headers });
      expect(`${path} ${status}`).toBe(`${path} 200`);
      for (const word of words) expect(`${path} ${word} ${text.includes(word)}`).toBe(`${path} ${word} false`);
    }
  });

  it('what happened stays, and so do all counts', async () => {
    const after = await readEverything(app().get(EventStore), null);
    expect(after.slice(0, before.events.length)).toEqual(before.events);
    expect(await activityAbout(id)).toBeGreaterThanOrEqual(before.activity);
    const user = (await app().request('GET', `/v1/users/${id}`, { headers: await app().signIn() })).body;
    expect(user).toMatchObject({ id, number: 2, role: 'manager', email: null, firstName: null, lastName: null, disabled: true });
  });

  it('no second key is ever made, and nobody signs in', async () => {
    expect(await app().get(Vault).createDataKey(User.subjectOf(id), Buffer.from('another'))).toBe('erased');
    expect((await send('POST', '/v1/sessions', {}, { email: person.email, password })).status).toBe(401);
  });
});
