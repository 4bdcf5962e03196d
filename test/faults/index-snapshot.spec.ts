import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveKey, loadKeyFiles } from '#credentials/key-files';
import { SystemClock } from '#event-store/clock';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { LogDamaged } from '#event-store/embedded/verify-log';
import { NO_STREAM } from '#event-store/event-store';
import { Config } from '#installation/config';
import { openInstallation } from '#installation/installation';
import { loadSnapshot } from '#projections/token-validity/snapshot/validity-snapshot';
import { openSqlite } from '#sqlite/sqlite-driver';
import { draft, randomOf } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { TestApp } from '../support/test-app.js';

const keysOf = (directory: string) => loadKeyFiles(join(directory, 'keys'), { logExists: true });
/** The path at which a server on the directory looks for its snapshot, and the key. */
const placeOf = (directory: string) => ({ directory, key: deriveKey(keysOf(directory), 'snapshot of the index') });
const snapshotOf = (directory: string) => join(directory, 'validity.snapshot');
const log = ['events.db', 'head', 'read-models.db', 'jobs.db', 'vault.db', 'keys'];

describe('A server that starts from a snapshot of its index', () => {
  let app: TestApp;
  let aside: string;
  beforeEach(async () => {
    app = await TestApp.start();
    aside = await mkdtemp(join(tmpdir(), 'keyledger-'));
  });
  afterEach(async () => {
    await app.close();
    await rm(aside, { recursive: true, force: true });
  });

  const statusOf = async (access: string) =>
    (await app.request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status;
  const revoke = async (tokenId: string) => app.request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app.signIn() });
  const keep = (name: string) => cp(snapshotOf(app.directory), join(aside, name));
  const putBack = (name: string) => cp(join(aside, name), snapshotOf(app.directory));
  /** All files but the snapshot, copied while no process uses them. */
  const copyLog = async (from: string, to: string) => {
    for (const file of log) await cp(join(from, file), join(to, file), { recursive: true });
  };

  it('answers as it did before it stopped', async () => {
    const [good, gone, late] = [await app.tokensOf(), await app.tokensOf(), await app.tokensOf()];
    const session = await app.signIn();
    await revoke(gone.tokenId);
    await app.restart();
    expect((await loadSnapshot(placeOf(app.directory)))?.validity.position).toBeGreaterThan(0n);
    expect([await statusOf(good.access), await statusOf(gone.access)]).toEqual([200, 401]);
    expect((await app.request('GET', '/v1/users/me', { headers: session })).status).toBe(200);
    await revoke(late.tokenId);
    await app.restart();
    expect([await statusOf(good.access), await statusOf(gone.access), await statusOf(late.access)]).toEqual([200, 401, 401]);
    await expect(app.exchange(gone.personal)).rejects.toThrow('401');
    await app.exchange(good.personal);
  });

  it('refuses what was revoked after the snapshot, and knows what was issued after it (SR-31)', async () => {
    const [good, gone] = [await app.tokensOf(), await app.tokensOf()];
    await app.restart(() => keep('old'));
    await revoke(gone.tokenId);
    const fresh = await app.tokensOf();
    await app.restart(() => putBack('old'));
    expect([await statusOf(good.access), await statusOf(gone.access), await statusOf(fresh.access)]).toEqual([200, 401, 200]);
  });

  it('takes nothing from a snapshot that is ahead of its log, or of a log that went another way', async () => {
    const token = await app.tokensOf();
    await app.restart(() => copyLog(app.directory, aside));
    await revoke(token.tokenId);
    await app.restart(async () => {
      await keep('ahead');
      await copyLog(aside, app.directory);
      await putBack('ahead');
    });
    expect(await statusOf(token.access)).toBe(200);
    for (let i = 0; i < 3; i += 1) await app.tokensOf();
    await app.restart(() => putBack('ahead'));
    expect(await statusOf(token.access)).toBe(200);
  });

  it('takes nothing from the snapshot of another installation', async () => {
    const token = await app.tokensOf();
    const other = await TestApp.start();
    for (let i = 0; i < 3; i += 1) await other.tokensOf();
    await other.restart(() => cp(snapshotOf(other.directory), join(aside, 'foreign')));
    await other.close();
    await app.restart(() => putBack('foreign'));
    expect([await statusOf(token.access), app.owner.organizationId]).toEqual([200, app.owner.organizationId]);
    expect((await app.tokensOf()).personal).not.toBe('');
  });

  it('answers the same without it, and with one that was damaged', async () => {
    const [good, gone] = [await app.tokensOf(), await app.tokensOf()];
    await revoke(gone.tokenId);
    const random = randomOf(7);
    const path = snapshotOf(app.directory);
    const damages = [
      () => rm(path),
      async () => writeFile(path, (await readFile(path)).subarray(0, random(20_000))),
      async () =>
        writeFile(
          path,
          (await readFile(path)).map((byte, at) => (at === 5000 ? byte ^ 1 : byte)),
        ),
    ];
    for (const damage of damages) {
      await app.restart(damage);
      expect([await statusOf(good.access), await statusOf(gone.access)]).toEqual([200, 401]);
    }
  });

  it('whose long log was damaged before it stops, naming the place, and does not start again', async () => {
    await app.restart(async () => {
      const { directory } = app;
      const store = await EmbeddedEventStore.open({ directory, sealKey: deriveKey(keysOf(directory), 'end of the log') });
      const appends = Array.from({ length: 20_100 }, (_, index) => store.append(`noise-${index}`, NO_STREAM, [draft({ text: 'xx' })]));
      await Promise.all(appends);
      await store.close();
    });
    await app.restart(async () => {
      const file = openSqlite(join(app.directory, 'events.db'), { journalMode: 'wal', synchronous: 'full' });
      file.exec("UPDATE events SET body = replace(body, 'xx', 'xy') WHERE position = 5000");
      file.close();
      expect((await stat(snapshotOf(app.directory))).size).toBeGreaterThan(0);
      const config = Config.from({ KEYLEDGER_DATA_DIR: app.directory });
      const found: unknown[] = [];
      const installation = await openInstallation(config, new SystemClock(), (error) => found.push(error));
      await eventually(() => expect(found).toHaveLength(1));
      expect(found[0]).toBeInstanceOf(LogDamaged);
      expect(String(found[0])).toMatch('position 5000');
      await installation.close();
      await expect(openInstallation(config, new SystemClock(), () => {})).rejects.toThrow('position 5000');
      file.open();
      file.exec("UPDATE events SET body = replace(body, 'xy', 'xx') WHERE position = 5000");
      file.close();
    });
  });
});
