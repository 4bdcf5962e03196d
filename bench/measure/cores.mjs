import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** The server has a core of its own, and so has the load: what one of them needs must not come from the other. */
export const serverCore = 0;
export const loadCore = availableParallelism() > 1 ? 1 : 0;

const taskset = ['/usr/bin/taskset', '/bin/taskset'].find(existsSync);

/** `[command, ...args]` that runs `node args` on that core, where the system can tie a process to one. */
export const nodeOn = (core, args) => (taskset ? [taskset, '-c', String(core), process.execPath, ...args] : [process.execPath, ...args]);

/**
 * Processor time that a process has used, in nanoseconds; null where the system does not tell. On a machine that others use too
 * it says what a request costs, which the time of day does not.
 */
export function processorNs(pid) {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]), 0);
  } catch {
    return null;
  }
}
