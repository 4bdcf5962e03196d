// Pages of the activity log out of a read model of any size, filled through the product's own projection.
import { ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { rounds } from '../measure/rounds.mjs';
import { finish } from './finish.mjs';

const batchEvents = 1000;
const people = 1000;
const organizationId = '0192e4a0-0000-7000-8000-000000000000';
const pagesPerRound = 50;
const limit = 51;

const [fewDirectory, fewText, manyDirectory, manyText, count] = process.argv.slice(2);
const [few, many] = [await fill(fewDirectory, Number(fewText)), await fill(manyDirectory, Number(manyText))];
const views = {
  newest: () => ({}),
  'of one person': (_log, i) => ({ actor: personOf(i + 1) }),
  'about one token': (log, i) => ({ subject: tokenOf((i * 7919) % log.events) }),
  'of one type': () => ({ type: 'TokenRevoked' }),
  'from the middle on': (log) => ({ before: BigInt(Math.floor(log.events / 2)) }),
  'since long ago': () => ({ from: '2000-01-01T00:00:00.000Z' }),
  'what one person may see': (_log, i) => ({ restrictedTo: personOf(i + 1) }),
};
const seen = {};
for (const [name, filterOf] of Object.entries(views)) {
  seen[name] = await rounds(Number(count), { few: () => pageMs(few, filterOf), many: () => pageMs(many, filterOf) });
}
await Promise.all([few, many].map(({ readModels }) => readModels.close()));
finish(seen);

async function fill(directory, events) {
  const readModels = SqliteReadModels.open(directory);
  await readModels.reset(activityLog);
  for (let first = 1; first <= events; first += batchEvents) {
    const batch = Array.from({ length: Math.min(batchEvents, events - first + 1) }, (_, i) => eventAt(first + i));
    const last = batch[batch.length - 1];
    const checkpoint = { version: activityLog.version, logId: organizationId, position: last.position, mark: '', events: batch.length };
    await readModels.commitAll([{ projection: activityLog.name, changes: batch.flatMap(activityLog.project), checkpoint }]);
  }
  return { readModels, log: new ActivityLog(readModels), events };
}

function eventAt(position) {
  const [type, data] =
    position % 100 === 0 ? ['TokenRevoked', { reason: 'revoked' }] : ['TokenIssued', { kind: 'personal', ownerId: personOf(position) }];
  return {
    id: `0192e4a4-0000-7000-8000-${position.toString(16).padStart(12, '0')}`,
    type,
    schemaVersion: 1,
    critical: true,
    stream: `token-${tokenOf(position)}`,
    revision: 0,
    occurredAt: new Date(1_893_456_000_000 + position * 1000).toISOString(),
    data: { ...data, lookup: 'AAAAAAAAAAAAAAAAAAAAAA', generation: 1, expiresAt: null },
    actor: { kind: 'user', id: personOf(position) },
    organizationId,
    correlationId: organizationId,
    causationId: null,
    requestId: null,
    position: BigInt(position),
  };
}

/** The median of several pages in a row, so that a single outlier does not decide. */
async function pageMs({ log, events }, filterOf) {
  const times = [];
  for (let i = 0; i < pagesPerRound; i += 1) {
    const filter = { organizationId, before: null, limit, ...filterOf({ events }, i) };
    const startedAt = performance.now();
    const page = await log.list(filter);
    times.push(performance.now() - startedAt);
    if (page.length === 0) throw new Error(`No entry was found for ${JSON.stringify(filter, (_, value) => String(value))}.`);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

function personOf(number) {
  return `0192e4a3-0000-7000-8000-${(number % people).toString(16).padStart(12, '0')}`;
}

function tokenOf(number) {
  return `0192e4a1-0000-7000-8000-${Math.max(1, number).toString(16).padStart(12, '0')}`;
}
