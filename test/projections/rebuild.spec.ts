import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { saveSnapshot } from '#projections/token-validity/snapshot/validity-snapshot';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { openSqlite } from '#sqlite/sqlite-driver';
import { randomOf, readEverything } from '../support/events.js';
import { givesUpAfterMs } from '../support/eventually.js';
import { heldRefusedAttempts } from '../support/held-refused-attempts.js';
import { recordDue } from '../support/record-due.js';
import { runningApp } from '../support/running-app.js';
import type { TestApp } from '../support/test-app.js';

/** Does something, at random, that writes events: what matters is that many kinds happen in many orders. */
async function act(app: TestApp, random: (below: number) => number): Promise<void> {
  const headers = await app.signIn();
  const { items: people } = (await app.request('GET', '/v1/users?limit=200', { headers })).body;
  const person = people[random(people.length)];
  const acts = [
    () => app.register((['annotator', 'manager', 'owner', 'auditor'] as const)[random(4)]),
    () => app.request('POST', '/v1/tokens', { headers, body: { kind: 'personal', name: 'one' } }),
    () => app.request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } }),
    () => app.request('POST', `/v1/users/${person.id}/${['disable', 'enable', 'revoke-tokens', 'erase'][random(4)]}`, { headers }),
    () => app.request('PUT', `/v1/users/${person.id}/role`, { headers, body: { role: ['annotator', 'manager', 'owner'][random(3)] } }),
    () =>
      app.request('PATCH', '/v1/organization', {
        headers,
        body: { legacyTokensEnabled: random(2) === 0, serviceAccountAllowance: random(5) },
      }),
    () => app.request('POST', '/v1/service-accounts', { headers, body: { name: `robot ${random(4)}`, role: 'manager' } }),
    async () => {
      const { items } = (await app.request('GET', '/v1/service-accounts', { headers })).body;
      if (items.length > 0) await app.request('DELETE', `/v1/service-accounts/${items[0].id}`, { headers });
    },
  ];
  await acts[random(acts.length)]();
}

/** Everything in the database except times of writing, as one text. */
function contentOf(directory: string): string {
  const database = openSqlite(join(directory, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all() as { name: string }[];
  const content = tables.map(({ name }) => [
    name,
    database
      .prepare(`SELECT * FROM ${name}`)
      .all()
      .map((row) => JSON.stringify(row))
      .sort(),
  ]);
  database.close();
  return JSON.stringify(content);
}

/** All that the index knows, as one value. */
async function snapshotOf(validity: TokenValidity): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  saveSnapshot(
    { directory, key: Buffer.alloc(32) },
    { validity, mark: { position: validity.position ?? 0n, eventId: '', digest: Buffer.alloc(32) } },
  );
  const bytes = await readFile(join(directory, 'validity.snapshot'));
  await rm(directory, { recursive: true, force: true });
  return bytes;
}

describe('After any history', () => {
  const app = runningApp();
  let recordAttempts: () => Promise<void>;
  beforeAll(() => {
    app().clock.stop();
    recordAttempts = heldRefusedAttempts(app());
  });

  it.each([1, 2])('(seed %d) read models and index made again from the log are those that were kept (SR-31, SR-54)', async (seed) => {
    const random = randomOf(seed);
    for (let i = 0; i < 40; i += 1) {
      app().clock.advance(1);
      await act(app(), random);
    }
    const store = app().get(EventStore);
    await recordAttempts();
    await recordDue(app());
    const head = (await store.head()) ?? 0n;
    expect(await app().get(ProjectionRunner).reached(head, givesUpAfterMs)).toBe(true);

    const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const readModels = SqliteReadModels.open(directory);
    const runner = new ProjectionRunner(store, readModels);
    await runner.start();
    await runner.stop();
    await readModels.close();
    expect(contentOf(directory)).toBe(contentOf(app().directory));
    await rm(directory, { recursive: true, force: true });

    const live = app().get(TokenValidity);
    const rebuilt = new TokenValidity();
    for (const recorded of await readEverything(store, null)) rebuilt.apply([recorded]);
    expect(rebuilt.position).toBe(live.position);
    expect(rebuilt.principals).toEqual(live.principals);
    expect(await snapshotOf(rebuilt)).toEqual(await snapshotOf(live));
  });
});
