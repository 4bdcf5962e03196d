import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ExplainNode, type KyselyPlugin, type PluginTransformQueryArgs, RawNode, type RootOperationNode, sql } from 'kysely';
import type { ActivityFilter } from '#projections/read-models/models/activity-filter';
import { ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
import { Deadlines, deadlines } from '#projections/read-models/models/deadlines';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { openReadOnly, openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { describeReadModels } from './read-models.contract.js';

const newDirectory = () => mkdtemp(join(tmpdir(), 'keyledger-'));

describeReadModels('SQLite', async () => {
  const directory = await newDirectory();
  return { open: async () => SqliteReadModels.open(directory), dispose: () => rm(directory, { recursive: true, force: true }) };
});

/** Asks for the query plan of each query instead of its rows. */
class Explaining implements KyselyPlugin {
  readonly steps: string[] = [];

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    if (node.kind === 'RawNode') {
      const [first, ...rest] = node.sqlFragments;
      return RawNode.create([`EXPLAIN QUERY PLAN ${first}`, ...rest], node.parameters);
    }
    return { ...node, explain: ExplainNode.create(undefined, sql`query plan`.toOperationNode()) } as RootOperationNode;
  }

  async transformResult<Result extends { rows: unknown[] }>({ result }: { result: Result }): Promise<Result> {
    this.steps.push(...(result.rows as { detail: string }[]).map(({ detail }) => detail));
    return result;
  }
}

describe('SQLite reads each page in the order of an index, and no further than the page:', () => {
  let directory: string;
  let readModels: SqliteReadModels;
  let database: Sqlite;
  beforeEach(async () => {
    directory = await newDirectory();
    readModels = SqliteReadModels.open(directory);
    for (const projection of [activityLog, deadlines]) await readModels.reset(projection);
    database = openReadOnly(join(directory, 'read-models.db'));
  });
  afterEach(async () => {
    database.close();
    await readModels.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** SQLite's query plan for each statement that `ask` makes a reader run, one line for each step. */
  async function plansOf(ask: (explained: ReadModels) => Promise<unknown>): Promise<string[]> {
    const explaining = new Explaining();
    await ask({ planning: readModels.planning, of: () => readModels.of().withPlugin(explaining) } as unknown as ReadModels);
    expect(explaining.steps).not.toEqual([]);
    return explaining.steps;
  }
  const organizationId = 'one';
  const times = { from: '2030-01-01T00:00:00.000Z', to: '2031-01-01T00:00:00.000Z' };
  const filters: [string, Partial<ActivityFilter>][] = [
    ['the newest', {}],
    ['older ones', { before: 100n }],
    ['of one person', { actor: 'ann' }],
    ['of one person in a time', { actor: 'ann', ...times }],
    ['about somebody', { subject: 'ben' }],
    ['about somebody in a time', { subject: 'ben', ...times }],
    ['of one person about another', { actor: 'ann', subject: 'ben', before: 100n }],
    ['of one type', { types: ['TokenIssued'] }],
    ['of one type in a time', { types: ['TokenIssued'], ...times }],
    ['of several types', { types: ['TokenIssued', 'TokenRevoked'] }],
    ['of several types of one person', { actor: 'ann', types: ['TokenIssued', 'TokenRevoked'] }],
    ['of several types about somebody', { subject: 'ann', types: ['TokenIssued', 'TokenRevoked'], before: 100n }],
    ['of one request', { request: 'r' }],
    ['of one request, of several types', { request: 'r', types: ['TokenIssued', 'TokenRevoked'], ...times }],
    ['of one id', { event: 'e' }],
    ['of one id, as far as one person may see it', { event: 'e', restrictedTo: 'ann' }],
    ['of one request and what followed from it', { correlation: 'r' }],
    ['of a time', times],
    ['of a time, older ones', { ...times, before: 100n }],
    ['what one person may see', { restrictedTo: 'ann' }],
    ['what one person may see of a time', { restrictedTo: 'ann', ...times }],
  ];

  it.each(filters)('activity, %s', async (_, filter) => {
    const wanted = { organizationId, before: null, limit: 10, ...filter };
    const plans = await plansOf((explained) => new ActivityLog(explained).list(wanted));
    for (const step of plans) expect(step).not.toMatch(/TEMP B-TREE|^SCAN (?!.*LIMIT)/);
  });

  it('deadlines, of any kind and time, also after others', async () => {
    const last = { id: 'cascade a', kind: 'cascade', due_at: times.from, subject: 'a', settled: 0 } as const;
    const plans = await plansOf((explained) => new Deadlines(explained).due('cascade', times.to, 10, last));
    for (const step of plans) expect(step).not.toMatch(/TEMP B-TREE|^SCAN/);
  });

  it('a place in the log is the place of its row', () => {
    const plan = database.prepare('EXPLAIN QUERY PLAN SELECT * FROM activity WHERE position = 1').all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH activity USING INTEGER PRIMARY KEY (rowid=?)']);
  });
});

describe('A file of SQLite that an earlier version made', () => {
  it('is gone on with, and what it did not count is told from its positions', async () => {
    const directory = await newDirectory();
    const earlier = openSqlite(join(directory, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
    earlier.exec(`CREATE TABLE checkpoints (
      projection TEXT PRIMARY KEY, version INTEGER NOT NULL, log_id TEXT NOT NULL, position INTEGER NOT NULL, mark TEXT NOT NULL
    ); INSERT INTO checkpoints VALUES ('things', 1, 'log', 42, 'mark')`);
    earlier.close();
    const readModels = SqliteReadModels.open(directory);
    const checkpoint = { version: 1, logId: 'log', position: 42n, mark: 'mark', events: 42 };
    expect(await readModels.checkpoint('things')).toEqual(checkpoint);
    const batch = { projection: 'things', changes: [], checkpoint: { ...checkpoint, position: 45n, events: 3 } };
    await readModels.commitAll([batch]);
    expect((await readModels.checkpoint('things'))?.events).toBe(45);
    await readModels.close();
    await rm(directory, { recursive: true, force: true });
  });
});
