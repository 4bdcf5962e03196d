import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PersonalData, SubjectErased } from '#credentials/personal-data';
import { open, SealBroken, seal } from '#credentials/sealed-box';
import { SecretVault } from '#credentials/secret-vault';
import { SqliteVault } from '#credentials/sqlite-vault';
import * as User from '#domain/user';
import { someKeys } from './some-keys.js';

describe('A vault', () => {
  let directory: string;
  let vault: SqliteVault;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    vault = SqliteVault.open(join(directory, 'vault.db'));
  });
  afterEach(async () => {
    vault.close();
    await rm(directory, { recursive: true, force: true });
  });
  const bytesOnDisk = async () =>
    Buffer.concat(await Promise.all((await readdir(directory)).map((file) => readFile(join(directory, file)))));
  const place = { stream: 'user-ada', field: 'email' };

  describe('of personal data', () => {
    const personal = () => new PersonalData(vault, someKeys());

    it('seals so that only the same place opens it again', async () => {
      const sealed = await personal().seal('user-ada', { ...place, schemaVersion: 1 }, 'ada@example.org');
      expect(sealed).toMatch(/^s1\.user-ada\.1\.[\w-]+$/);
      expect(await personal().open(sealed, place)).toBe('ada@example.org');
      await expect(personal().open(sealed, { ...place, field: 'firstName' })).rejects.toBeInstanceOf(SealBroken);
      await expect(personal().open(sealed, { ...place, stream: 'user-bob' })).rejects.toBeInstanceOf(SealBroken);
      await expect(personal().open(sealed.replace('.1.', '.2.'), place)).rejects.toBeInstanceOf(SealBroken);
      await expect(personal().open('ada@example.org', place)).rejects.toBeInstanceOf(SealBroken);
    });

    it('seals all texts of a stream and opens all of them, as what they are alone', async () => {
      const texts = User.textsOf('ada');
      const told = await personal().sealAll(texts, { email: 'ada@example.org', firstName: '', lastName: undefined });
      expect(told).toEqual({ email: expect.stringMatching(/^s1\.user-ada\.1\./), firstName: null });
      expect(await personal().open(told.email, place)).toBe('ada@example.org');
      expect(await personal().openAll(texts, told)).toEqual({ email: 'ada@example.org', firstName: null, lastName: null });
    });

    it('compiles for the texts of the stream alone: nothing else that somebody typed passes for sealed', async () => {
      // @ts-expect-error A nickname is no text of a user, so it would go on unsealed.
      const told = await personal().sealAll(User.textsOf('ada'), { email: 'ada@example.org', nickname: 'Countess' });
      expect(Object.keys(told)).toEqual(['email']);
    });

    it('never gives the same bytes twice, and none of the text', async () => {
      const seals = await Promise.all([1, 2, 3].map(() => personal().seal('user-ada', { ...place, schemaVersion: 1 }, 'ada@example.org')));
      expect(new Set(seals).size).toBe(3);
      expect((await bytesOnDisk()).includes('ada@example.org')).toBe(false);
    });

    it('one erased subject can be opened no more, not sealed for again, and others stay', async () => {
      const data = personal();
      const ofAda = await data.seal('user-ada', { ...place, schemaVersion: 1 }, 'ada@example.org');
      const ofBob = await data.seal('user-bob', { stream: 'user-bob', field: 'email', schemaVersion: 1 }, 'bob@example.org');
      await data.erase('user-ada');
      await data.erase('user-ada');
      for (const reader of [data, personal()]) {
        expect(await reader.open(ofAda, place)).toBeNull();
        await expect(reader.seal('user-ada', { ...place, schemaVersion: 1 }, 'x')).rejects.toBeInstanceOf(SubjectErased);
        expect(await reader.open(ofBob, { stream: 'user-bob', field: 'email' })).toBe('bob@example.org');
      }
    });

    it('leaves no byte of an erased key in its files (SR-49)', async () => {
      const data = personal();
      await data.seal('user-ada', { ...place, schemaVersion: 1 }, 'ada@example.org');
      const wrapped = (await vault.dataKey('user-ada')) as Buffer;
      expect((await bytesOnDisk()).includes(wrapped)).toBe(true);
      await data.erase('user-ada');
      const after = await bytesOnDisk();
      expect(after.includes(wrapped)).toBe(false);
      for (let at = 0; at + 16 <= wrapped.length; at += 1) expect(after.includes(wrapped.subarray(at, at + 16))).toBe(false);
    });

    it('makes one key though many ask for the first at once', async () => {
      const data = personal();
      const seals = await Promise.all(
        Array.from({ length: 20 }, (_, i) => data.seal('user-ada', { ...place, schemaVersion: 1 }, `text ${i}`)),
      );
      for (const [i, sealed] of seals.entries()) expect(await personal().open(sealed, place)).toBe(`text ${i}`);
    });

    it('of another installation opens nothing', async () => {
      const sealed = await personal().seal('user-ada', { ...place, schemaVersion: 1 }, 'ada@example.org');
      await expect(new PersonalData(vault, someKeys(9)).open(sealed, place)).rejects.toBeInstanceOf(SealBroken);
    });
  });

  describe('of secrets', () => {
    it('reveals what it keeps, for its purpose alone, until it is destroyed (SR-44)', async () => {
      const secrets = new SecretVault(vault, someKeys());
      const id = await secrets.keep('legacy-token', 'a-secret-to-find');
      expect(String(await secrets.reveal(id, 'legacy-token'))).toBe('a-secret-to-find');
      expect(await secrets.reveal(id, 'signing-key')).toBeNull();
      expect(await secrets.reveal('unknown', 'legacy-token')).toBeNull();
      expect((await bytesOnDisk()).includes('a-secret-to-find')).toBe(false);
      const row = await vault.secret(id);
      await secrets.destroy(id);
      expect(await secrets.reveal(id, 'legacy-token')).toBeNull();
      const after = await bytesOnDisk();
      expect(after.includes(row?.wrappedKey as Buffer)).toBe(false);
      expect(after.includes(row?.sealed as Buffer)).toBe(false);
    });

    it('keeps something else under an id, and nothing of what was there before', async () => {
      const secrets = new SecretVault(vault, someKeys());
      const id = await secrets.keep('password-hash', 'before');
      const row = await vault.secret(id);
      await secrets.replace(id, 'password-hash', 'after');
      expect(String(await secrets.reveal(id, 'password-hash'))).toBe('after');
      expect((await bytesOnDisk()).includes(row?.sealed as Buffer)).toBe(false);
    });

    it('keeps nothing more under an id that was destroyed, or is of another purpose', async () => {
      const secrets = new SecretVault(vault, someKeys());
      const [gone, token] = [await secrets.keep('password-hash', 'before'), await secrets.keep('legacy-token', 'a-token')];
      await secrets.destroy(gone);
      for (const id of [gone, token]) await secrets.replace(id, 'password-hash', 'after');
      expect(await secrets.reveal(gone, 'password-hash')).toBeNull();
      expect(String(await secrets.reveal(token, 'legacy-token'))).toBe('a-token');
    });

    it('does not open a row that was put under another id', async () => {
      const secrets = new SecretVault(vault, someKeys());
      const row = await vault.secret(await secrets.keep('legacy-token', 'value'));
      await vault.putSecret({ ...(row as NonNullable<typeof row>), id: 'moved' });
      await expect(secrets.reveal('moved', 'legacy-token')).rejects.toBeInstanceOf(SealBroken);
    });
  });

  it('keeps what it holds when it is opened again', async () => {
    const id = await new SecretVault(vault, someKeys()).keep('password-hash', 'phc');
    vault.close();
    vault = SqliteVault.open(join(directory, 'vault.db'));
    expect(String(await new SecretVault(vault, someKeys()).reveal(id, 'password-hash'))).toBe('phc');
  });
});

describe('A sealed box', () => {
  const key = Buffer.alloc(32, 3);
  it('with any bit changed, or cut short, is broken', () => {
    const sealed = seal(key, Buffer.from('text'), 'context');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] ^= 1 << (bit & 7);
      expect(() => open(key, changed, 'context')).toThrow(SealBroken);
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => open(key, sealed.subarray(0, length), 'context')).toThrow(SealBroken);
  });
});
