import { beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '#event-store/clock';
import type { Deadline, DeadlineKind, Deadlines } from '#projections/read-models/models/deadlines';
import { type Job, JobQueue } from '#worker/jobs/job-queue';
import { Sweep } from '#worker/jobs/sweep';

const start = Date.parse('2030-01-01T00:00:00.000Z');
const day = 86_400;

/** Like the machine's clock: the time that decisions use never goes back, while the machine's own time does. */
class HandSetClock extends Clock {
  #nowMs = start;
  #machineMs = start;
  #monotonicMs = 0;

  override now = () => new Date(this.#nowMs);
  override machineMs = () => this.#machineMs;
  override monotonicMs = () => this.#monotonicMs;

  pass(seconds: number): void {
    this.#monotonicMs += seconds * 1000;
    this.set(seconds);
  }

  /** Sets the machine's clock forward or back by this many seconds. */
  set(seconds: number): void {
    this.#machineMs += seconds * 1000;
    this.#nowMs = Math.max(this.#nowMs, this.#machineMs);
  }
}

class RememberedJobs extends JobQueue {
  readonly added = new Set<string>();

  override async add(jobs: readonly Job[]): Promise<void> {
    for (const { id } of jobs) this.added.add(id);
  }
  override process = () => {};
  override counts = async () => [];
  override close = async () => {};
}

describe('The sweep for deadlines', () => {
  let clock: HandSetClock;
  let jobs: RememberedJobs;
  let sweep: Sweep;
  let deadlines: Pick<Deadline, 'id' | 'kind' | 'due_at' | 'subject'>[];
  beforeEach(() => {
    clock = new HandSetClock();
    jobs = new RememberedJobs();
    deadlines = [];
    const due = async (kind: DeadlineKind, until: string, limit: number, after?: { id: string }) => {
      const all = deadlines.filter((each) => each.kind === kind && each.due_at <= until);
      const first = after ? all.findIndex(({ id }) => id === after.id) + 1 : 0;
      return all.slice(first, first + limit);
    };
    sweep = new Sweep({ due } as unknown as Deadlines, jobs, clock, () => {});
  });
  const deadline = (kind: DeadlineKind, afterSeconds: number) => {
    const id = `${kind} ${deadlines.length}`;
    deadlines.push({ id, kind, due_at: new Date(start + afterSeconds * 1000).toISOString(), subject: 'x' });
    return id;
  };
  const sweepFor = async (seconds: number) => {
    for (let i = 0; i < seconds; i += 1) {
      clock.pass(1);
      await sweep.sweep();
    }
  };

  it('takes an expiry for certain once the clock has said so for a minute', async () => {
    const id = deadline('token-expiry', 10);
    await sweepFor(69);
    expect([...jobs.added]).toEqual([]);
    await sweepFor(2);
    expect([...jobs.added]).toEqual([id]);
  });

  it('makes nothing of a clock that was half a year ahead for half a minute, however long it waits then', async () => {
    deadline('token-expiry', 30 * day);
    await sweepFor(100);
    clock.set(200 * day);
    await sweepFor(30);
    clock.set(-200 * day);
    await sweepFor(600);
    expect([...jobs.added]).toEqual([]);
  });

  it('makes nothing of it either when nobody looked while it was ahead', async () => {
    deadline('token-expiry', 30 * day);
    await sweepFor(100);
    clock.set(200 * day);
    clock.now();
    clock.set(-200 * day);
    await sweepFor(600);
    expect([...jobs.added]).toEqual([]);
  });

  it('makes an expiry that came while nothing ran, a minute after it begins', async () => {
    const id = deadline('token-expiry', -day);
    await sweepFor(60);
    expect([...jobs.added]).toEqual([]);
    await sweepFor(1);
    expect([...jobs.added]).toEqual([id]);
  });

  it('makes what an event caused at once, whatever the clock says', async () => {
    const ids = [deadline('cascade', 0), deadline('cascade', 200 * day), deadline('cascade', -200 * day)];
    await sweep.sweep();
    expect([...jobs.added]).toEqual(ids);
  });

  it('lets no key sign before it was announced for five minutes, though the clock jumps to that time', async () => {
    await sweepFor(10);
    const id = deadline('key-activation', 310);
    clock.set(3600);
    await sweepFor(300);
    expect([...jobs.added]).toEqual([]);
    await sweepFor(2);
    expect([...jobs.added]).toEqual([id]);
  });

  it('lets a key sign in time, and keeps no more than it needs of what the clock said', async () => {
    await sweepFor(5000);
    const id = deadline('key-activation', 5300);
    await sweepFor(599);
    expect([...jobs.added]).toEqual([]);
    await sweepFor(2);
    expect([...jobs.added]).toEqual([id]);
  });

  it('looks once an hour at addresses that are due, so that those that are kept cost little', async () => {
    await sweepFor(100);
    const ids = Array.from({ length: 60 }, () => deadline('address-release', 0));
    jobs.added.clear();
    await sweepFor(3500);
    expect([...jobs.added]).toEqual([]);
    await sweepFor(100);
    expect([...jobs.added]).toEqual(ids);
    jobs.added.clear();
    await sweepFor(3500);
    expect([...jobs.added]).toEqual([]);
    await sweepFor(150);
    expect([...jobs.added]).toEqual(ids);
  });

  it('takes few at a time, each once, and those that were not done again after all others', async () => {
    const ids = Array.from({ length: 60 }, () => deadline('cascade', 0));
    const takenBy = async () => {
      jobs.added.clear();
      await sweep.sweep();
      return [...jobs.added];
    };
    const sweeps = [await takenBy(), await takenBy(), await takenBy()];
    expect(sweeps.flat()).toEqual(ids);
    expect(Math.max(...sweeps.map(({ length }) => length))).toBeLessThan(60);
    deadlines.splice(1, 58);
    expect(await takenBy()).toEqual([ids[0], ids[59]]);
    expect(await takenBy()).toEqual([ids[0], ids[59]]);
  });
});
