import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { Scrape } from '../support/scrape.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { freePort } from '../support/server-process.js';

const hourMs = 3_600_000;

describe('A scrape', () => {
  const startedSeconds = Date.now() / 1000;
  let port: number;
  let server: ServerInProcess;
  let client: Client;
  beforeAll(async () => {
    port = await freePort();
    server = await ServerInProcess.start({ environment: { KEYLEDGER_METRICS_PORT: String(port) } });
    client = await Client.signIn(server);
  });
  afterAll(() => server.remove());
  const value = async (metric: string, labels: Record<string, string> = {}) => (await Scrape.of(port)).value(`keyledger_${metric}`, labels);

  it('says when the log was last verified as a whole', async () => {
    await eventually(async () => expect(await value('log_verified_timestamp_seconds')).toBeGreaterThanOrEqual(startedSeconds));
  });

  it('says 0 while there was no backup, and then when the last one was made, also after a restart', async () => {
    expect(await value('last_backup_timestamp_seconds')).toBe(0);
    expect((await client.request('POST', '/v1/backups')).status).toBe(202);
    await eventually(async () => expect(await value('last_backup_timestamp_seconds')).toBeGreaterThanOrEqual(startedSeconds));
    const madeAt = await value('last_backup_timestamp_seconds');
    expect(madeAt).toBeLessThanOrEqual(Date.now() / 1000);
    await server.restart();
    await eventually(async () => expect(await value('last_backup_timestamp_seconds')).toBe(madeAt));
  });

  it('says when the snapshot of the index was written, which a stop does, and how many events came after it', async () => {
    await server.stop();
    const fresh = await ServerInProcess.start({ environment: { KEYLEDGER_METRICS_PORT: String(port) } });
    const first = await Scrape.of(port);
    expect(first.value('keyledger_snapshot_timestamp_seconds')).toBe(0);
    expect(first.value('keyledger_snapshot_behind_events')).toBe(first.value('keyledger_log_position'));
    const stoppedSeconds = Math.floor(Date.now() / 1000);
    await fresh.restart();
    expect(await value('snapshot_timestamp_seconds')).toBeGreaterThanOrEqual(stoppedSeconds);
    const before = (await value('snapshot_behind_events')) as number;
    await (await Client.signIn(fresh)).register('after@example.org');
    expect(await value('snapshot_behind_events')).toBeGreaterThan(before);
    await fresh.remove();
  });

  it('counts the live tokens that expire soon, by how soon', async () => {
    await server.restart();
    client = await Client.signIn(server);
    const issue = async (hours: number) => {
      const expiresAt = new Date(Date.now() + hours * hourMs).toISOString();
      const { status, body } = await client.request('POST', '/v1/tokens', { kind: 'personal', expiresAt });
      expect(status).toBe(201);
      return body.token.id as string;
    };
    const [soonest] = [await issue(12), await issue(5 * 24), await issue(20 * 24), await issue(40 * 24)];
    const counts = async () => Promise.all(['1d', '7d', '30d'].map((within) => value('tokens_expiring', { within })));
    await eventually(async () => expect(await counts()).toEqual([1, 2, 3]));
    expect((await client.request('DELETE', `/v1/tokens/${soonest}`)).status).toBe(204);
    await eventually(async () => expect(await counts()).toEqual([0, 1, 2]));
  });
});
