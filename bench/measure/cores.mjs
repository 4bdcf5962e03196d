import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** The server and the load generator have a core each, so that neither takes time from the other. */
export const serverCore = 0;
export const loadCore = availableParallelism() > 1 ? 1 : 0;

const taskset = ['/usr/bin/taskset', '/bin/taskset'].find(existsSync);

/** `[command, ...args]` that runs `node args` on that core, where the system can tie a process to one. */
export const nodeOn = (core, args) => (taskset ? [taskset, '-c', String(core), process.execPath, ...args] : [process.execPath, ...args]);

/**
 * The processor time that a process has used, in nanoseconds; null where the system does not tell. On a shared machine it shows what a
 * request costs, which elapsed time does not.
 */
export function processorNs(pid) {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]), 0);
  } catch {
    return null;
  }
}
