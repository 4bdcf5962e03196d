import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveKey, KeyFilesRefused, keyBytes, keyChecksOf, loadKeyFiles } from '#credentials/key-files';

const names = ['email-digest-key', 'key-encryption-key', 'pepper-1'];

describe('Key files', () => {
  let directory: string;
  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'keyledger-')), 'keys');
  });
  afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }));
  const first = () => loadKeyFiles(directory, { logExists: false });
  const again = () => loadKeyFiles(directory, { logExists: true });

  it('are made at the first start, for their owner alone, whatever the umask (SR-46)', async () => {
    const umask = process.umask(0);
    first();
    process.umask(umask);
    expect((await readdir(directory)).sort()).toEqual(names);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const name of names) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  });

  it('are different from one another and from those of another installation, and stay', () => {
    const { keyEncryptionKey, emailDigestKey, peppers } = first();
    const keys = [keyEncryptionKey, emailDigestKey, peppers.get(1) as Buffer].map((key) => key.toString('hex'));
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) expect(key).toHaveLength(keyBytes * 2);
    expect(again()).toEqual(first());
  });

  it.each(names)('are never made anew beside a log that has events: %s is missing', async (name) => {
    first();
    await rm(join(directory, name));
    expect(again).toThrow(KeyFilesRefused);
    expect(again).toThrow(new RegExp(`${name} is missing`));
    expect(await readdir(directory)).not.toContain(name);
  });

  it('are refused when others can read them', async () => {
    first();
    await chmod(join(directory, 'pepper-1'), 0o640);
    expect(again).toThrow(/can be read by other users/);
  });

  it.each([0o770, 0o702, 0o777])('are refused when others can write their directory (mode %o)', async (mode) => {
    first();
    await chmod(directory, mode);
    expect(again).toThrow(`${directory} can be written by other users. Run: chmod go-w '${directory}'`);
    await chmod(directory, mode & ~0o022);
    again();
  });

  it('have keys derived from them, one for each purpose and installation, none of which is told by another', async () => {
    const purposes = ['snapshot of the index', 'mark of the log', 'end of the log'] as const;
    const derived = () => purposes.map((purpose) => deriveKey(first(), purpose).toString('hex'));
    const here = derived();
    expect(derived()).toEqual(here);
    await rm(directory, { recursive: true });
    expect(new Set([...here, ...derived(), ...Object.values(keyChecksOf(first()))]).size).toBe(9);
  });

  it.each(['', 'short', 'not base64url at all !!!!!!!!!!!!!!!!!!!!!!!!!', `${'A'.repeat(43)}A`])(
    'are refused when they hold %p',
    async (text) => {
      first();
      await writeFile(join(directory, 'key-encryption-key'), text);
      expect(again).toThrow(/does not hold 32 bytes/);
    },
  );

  it('may hold a newer pepper, which is the current one then', async () => {
    first();
    const another = (await readFile(join(directory, 'email-digest-key'))).toString();
    await writeFile(join(directory, 'pepper-2'), another, { mode: 0o600 });
    expect(again().currentPepperVersion).toBe(2);
    expect([...again().peppers.keys()].sort()).toEqual([1, 2]);
  });
});
