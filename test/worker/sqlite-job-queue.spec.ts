import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteJobQueue } from '#worker/sqlite-job-queue';
import { describeJobQueue } from './job-queue.contract.js';

describeJobQueue('The SQLite queue', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  return { open: () => new SqliteJobQueue(directory), dispose: () => rm(directory, { recursive: true, force: true }) };
});
