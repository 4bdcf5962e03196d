import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Job, JobQueue } from '#worker/jobs/job-queue';
import { eventually } from '../support/eventually.js';

export interface QueueUnderTest {
  /** A queue over what is waiting already. */
  open(): JobQueue;
  dispose(): Promise<void>;
}

/** What every adapter of the queue is asked. */
export function describeJobQueue(name: string, prepare: () => Promise<QueueUnderTest>): void {
  describe(`${name} keeps the contract of a job queue`, () => {
    let underTest: QueueUnderTest;
    let queue: JobQueue;
    beforeEach(async () => {
      underTest = await prepare();
      queue = underTest.open();
    });
    afterEach(async () => {
      await queue.close();
      await underTest.dispose();
    });
    const job = (n: number): Job => ({ id: `token-expiry t${n}`, kind: 'token-expiry', subject: `t${n}` });

    it('runs every job that was added before and after somebody listens', async () => {
      const done: string[] = [];
      await queue.add([job(1), job(2)]);
      queue.process(async ({ subject }) => void done.push(subject));
      await queue.add([job(3)]);
      await eventually(() => expect(done.sort()).toEqual(['t1', 't2', 't3']));
    });

    it('takes the same work once while it waits', async () => {
      const done: string[] = [];
      await queue.add([job(1), job(1)]);
      await queue.add([job(1)]);
      queue.process(async ({ subject }) => void done.push(subject));
      await eventually(() => expect(done).toEqual(['t1']));
    });

    it('tries again what failed, and goes on with the others meanwhile', async () => {
      const attempts: string[] = [];
      queue.process(async ({ subject }) => {
        attempts.push(subject);
        if (subject === 't1' && attempts.filter((each) => each === 't1').length < 3) throw new Error('Not yet.');
      });
      await queue.add([job(1), job(2)]);
      await eventually(() => expect(attempts.filter((each) => each === 't1')).toHaveLength(3));
      expect(attempts.filter((each) => each === 't2')).toHaveLength(1);
    });

    it('has what was waiting, and what was running, when it is opened again', async () => {
      await queue.add([job(1), job(2)]);
      await queue.close();
      queue = underTest.open();
      const done: string[] = [];
      queue.process(async ({ subject }) => void done.push(subject));
      await eventually(() => expect(done.sort()).toEqual(['t1', 't2']));
    });

    it('never gives up what fails, and has it again when it is opened again', async () => {
      let attempts = 0;
      const fail = async () => {
        attempts += 1;
        throw new Error('Never.');
      };
      await queue.add([job(1)]);
      for (let opened = 0; opened < 12; opened += 1) {
        const before = attempts;
        queue.process(fail);
        await eventually(() => expect(attempts).toBeGreaterThan(before));
        await queue.close();
        queue = underTest.open();
      }
      const done: string[] = [];
      queue.process(async ({ subject }) => void done.push(subject));
      await eventually(() => expect(done).toEqual(['t1']));
    });

    it('counts by kind what waits, and what of it failed before', async () => {
      expect(await queue.counts()).toEqual([]);
      await queue.add([job(1), job(2), { id: 'cascade c', kind: 'cascade', subject: 'c' }]);
      const counts = async () => (await queue.counts()).sort((a, b) => a.kind.localeCompare(b.kind));
      expect(await counts()).toEqual([
        { kind: 'cascade', waiting: 1, retrying: 0, failed: 0 },
        { kind: 'token-expiry', waiting: 2, retrying: 0, failed: 0 },
      ]);
      queue.process(async ({ subject }) => {
        if (subject === 't1') throw new Error('Not yet.');
      });
      await eventually(async () => expect(await counts()).toEqual([{ kind: 'token-expiry', waiting: 1, retrying: 1, failed: 0 }]));
    });

    it('finishes what is running before it closes, and closes twice without harm', async () => {
      let [isBegun, finished] = [false, false];
      queue.process(async () => {
        isBegun = true;
        await new Promise((resolve) => setTimeout(resolve, 50));
        finished = true;
      });
      await queue.add([job(1)]);
      await eventually(() => expect(isBegun).toBe(true));
      await queue.close();
      await queue.close();
      expect(finished).toBe(true);
    });
  });
}
