// The index and the stored read models made again from a log, beside a program that only reads the log and parses it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { openReadOnly } from '#sqlite/sqlite-driver';
import { rounds } from '../measure/rounds.mjs';
import { finish } from './finish.mjs';

const pageEvents = 1000;

const [directory, count] = process.argv.slice(2);
const store = await EmbeddedEventStore.open({ directory });
const events = Number(await store.head());
const seen = await rounds(Number(count), { parsedRead, index, readModels });
await store.close();
finish({ events, seen: seen.map((round) => Object.fromEntries(Object.entries(round).map(([name, ms]) => [name, (events * 1000) / ms]))) });

/** Pages are the fastest way to read. */
async function parsedRead() {
  const database = openReadOnly(join(directory, 'events.db'));
  const read = database.prepare('SELECT position, body FROM events WHERE position > ? ORDER BY position LIMIT ?');
  const startedAt = performance.now();
  let position = 0;
  let parsed = 0;
  for (let page = read.all(0, pageEvents); page.length > 0; page = read.all(position, pageEvents)) {
    for (const { body } of page) if (JSON.parse(Buffer.from(body).toString('utf8')).id) parsed += 1;
    position = page[page.length - 1].position;
  }
  const ms = performance.now() - startedAt;
  database.close();
  if (parsed !== events) throw new Error(`${parsed} of ${events} events were read.`);
  return ms;
}

/** Builds the index as a start without a snapshot does. */
async function index() {
  const validity = new TokenValidity();
  const startedAt = performance.now();
  const subscription = await new Promise((resolve, reject) => {
    const started = store.subscribe(null, {
      onEvents: (page) => validity.apply(page),
      onCaughtUp: () => resolve(started),
      onEnded: reject,
    });
  });
  const ms = performance.now() - startedAt;
  await subscription.close();
  return ms;
}

/** All of them, as at a start after their file was lost. */
async function readModels() {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-bench-'));
  const models = SqliteReadModels.open(folder);
  const runner = new ProjectionRunner(store, models);
  const startedAt = performance.now();
  await runner.start();
  const ms = performance.now() - startedAt;
  await runner.stop();
  await models.close();
  rmSync(folder, { recursive: true });
  return ms;
}
