import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EventStore, NO_STREAM } from '#event-store/event-store';
import { activityLog } from '#projections/read-models/models/activity-log';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { openSqlite } from '#sqlite/sqlite-driver';
import { drafts } from '../../../../support/events.js';
import { eventually } from '../../../../support/eventually.js';
import { keepBusy } from '../../../../support/keep-busy.js';
import { TestApp } from '../../../../support/test-app.js';

const thousands = 4;
const eventMs = 1;

describe('While one read model is made from a long log,', () => {
  let app: TestApp;
  let personal: string;
  let goOn = () => {};
  beforeAll(async () => {
    app = await TestApp.start({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
    ({ personal } = await app.tokensOf());
    await app.register('annotator');
    for (let i = 0; i < thousands; i += 1) await app.get(EventStore).append(`long-${i}`, NO_STREAM, drafts(1000));
  });
  afterEach(() => {
    goOn();
    jest.restoreAllMocks();
  });
  afterAll(() => app.close());

  /**
   * Starts the server again after a change to the file of the read models; the activity log takes its time from then on, and gets no
   * farther than half of the log until it may go on.
   */
  async function restartAfter(change: string): Promise<{ cookie: string }> {
    const before = await app.signIn();
    await eventually(async () => expect(await isBehind(before)).toEqual([]));
    const half = ((await app.get(EventStore).head()) ?? 0n) / 2n;
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await app.restart(async () => {
      const database = openSqlite(join(app.directory, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
      database.exec(change);
      database.close();
      const { project } = activityLog;
      jest.spyOn(activityLog, 'project').mockImplementation((recorded) => {
        keepBusy(eventMs);
        return project(recorded);
      });
      const { commitAll } = SqliteReadModels.prototype;
      jest.spyOn(SqliteReadModels.prototype, 'commitAll').mockImplementation(async function (this: SqliteReadModels, batches) {
        const [{ projection, checkpoint }] = batches;
        if (batches.length === 1 && projection === activityLog.name && checkpoint.position > half) await mayGoOn;
        await commitAll.call(this, batches);
      });
    });
    return app.signIn();
  }
  const isBehind = async (headers: { cookie: string }) => {
    const { items } = (await app.request('GET', '/v1/projections', { headers })).body;
    return items.filter(({ caughtUp }: { caughtUp: boolean }) => !caughtUp).map(({ name }: { name: string }) => name);
  };

  it.each([
    ['that is new', "DROP TABLE activity; DROP TABLE activity_subjects; DELETE FROM checkpoints WHERE projection = 'activity-log'"],
    ['of another version', "UPDATE checkpoints SET version = 0 WHERE projection = 'activity-log'"],
  ])(
    'one %s, the lists of the others, whoami and what issues by them answer at once, and only its own is refused, by its name',
    async (_, change) => {
      const headers = await restartAfter(change);
      const asked = (method: string, path: string, body?: unknown) => app.request(method, path, { headers, body });
      const own = asked('GET', '/v1/activity');
      const access = `Bearer ${await app.exchange(personal)}`;
      const others = [
        asked('GET', '/v1/users'),
        asked('GET', '/v1/tokens'),
        asked('GET', '/v1/service-accounts'),
        asked('GET', '/api/token/'),
        asked('POST', '/v1/tokens', { kind: 'personal' }),
        app.request('GET', '/api/current-user/whoami', { headers: { authorization: access } }),
      ];
      const statuses = (await Promise.all(others)).map(({ status }) => status);
      expect(statuses).toEqual([200, 200, 200, 200, 201, 200]);
      await eventually(async () => expect(await isBehind(headers)).toEqual(['activity-log']));
      const { status, headers: told, body } = await own;
      expect([status, told['retry-after'], body.code, body.readModel]).toEqual([503, '1', 'service/not-caught-up', 'activity-log']);
      expect((await app.request('GET', '/health/ready')).status).toBe(503);
      goOn();
      jest.restoreAllMocks();
      await eventually(async () => expect(await isBehind(headers)).toEqual([]));
      expect((await asked('GET', '/v1/activity')).status).toBe(200);
      await eventually(async () => expect((await app.request('GET', '/health/ready')).status).toBe(200));
    },
  );
});
