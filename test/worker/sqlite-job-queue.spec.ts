import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SqliteJobQueue } from '#worker/jobs/sqlite-job-queue';
import { overwrite } from '../support/damage.js';
import { eventually } from '../support/eventually.js';
import { describeJobQueue } from './job-queue.contract.js';

describeJobQueue('The SQLite queue', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  return { open: () => new SqliteJobQueue(directory), dispose: () => rm(directory, { recursive: true, force: true }) };
});

describe('The SQLite queue', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(directory, { recursive: true, force: true });
  });
  const file = () => join(directory, 'jobs.db');
  const jobs = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `cascade ${n}`, kind: 'cascade', subject: `s${n}` }) as const);

  it('tells anyone who wants to know which job failed, and why', async () => {
    const problems: unknown[][] = [];
    const queue = new SqliteJobQueue(directory, (error, job) => problems.push([(error as Error).message, job?.id]));
    queue.process(async () => {
      throw new Error('Not yet.');
    });
    await queue.add(jobs(1));
    await eventually(() => expect(problems[0]).toEqual(['Not yet.', 'cascade 0']));
    await queue.close();
  });

  it('runs a job that was to be tried again at a time that the clock came back from', async () => {
    const first = new SqliteJobQueue(directory);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 200 * 86_400_000);
    let failed = false;
    first.process(async () => {
      failed = true;
      throw new Error('Not yet.');
    });
    await first.add(jobs(1));
    await eventually(() => expect(failed).toBe(true));
    jest.restoreAllMocks();
    const done: string[] = [];
    await first.close();
    const second = new SqliteJobQueue(directory);
    second.process(async ({ subject }) => void done.push(subject));
    await eventually(() => expect(done).toEqual(['s0']));
    await second.close();
  });

  it('begins anew with a file that is none, and with one that is damaged while it runs', async () => {
    await writeFile(file(), 'not a database at all');
    const queue = new SqliteJobQueue(directory);
    // More than SQLite keeps in memory.
    await queue.add(jobs(3000).map((job) => ({ ...job, subject: job.subject.repeat(1000) })));
    await overwrite(file());
    await overwrite(`${file()}-wal`);
    await queue.add(jobs(3));
    const done = new Set<string>();
    queue.process(async ({ subject }) => void done.add(subject));
    await eventually(() => expect([...done].sort()).toEqual(['s0', 's1', 's2']));
    await queue.close();
  });
});
