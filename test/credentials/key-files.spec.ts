import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyFilesRefused, keyBytes, loadKeyFiles } from '#credentials/key-files';

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
